package org.cimlet.document.rows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads structs in Thrift's compact protocol, as far as [CompactStruct] writes them: integers,
/// texts, lists and structs.
final class CompactReader {
  private static final int STOP = 0;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int LONG_LIST = 15;

  private final ByteBuffer bytes;

  /// @param bytes read from where they stand
  CompactReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// A struct's fields by their numbers: `Long`, `String`, `List` or another `Map`.
  ///
  /// @throws IllegalArgumentException where there is a field of another type
  Map<Integer, Object> struct() {
    Map<Integer, Object> fields = new HashMap<>();
    int field = 0;
    while (true) {
      int head = bytes.get() & 0xFF;
      if (head == STOP) {
        return fields;
      }
      int step = head >>> 4;
      field = step == 0 ? (int) number() : field + step;
      fields.put(field, value(head & 0x0F));
    }
  }

  private Object value(int type) {
    return switch (type) {
      case I32, I64 -> number();
      case BINARY -> text();
      case LIST -> list();
      case STRUCT -> struct();
      default -> throw new IllegalArgumentException("a field of type " + type);
    };
  }

  private List<Object> list() {
    int head = bytes.get() & 0xFF;
    int size = head >>> 4 == LONG_LIST ? (int) variable() : head >>> 4;
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(value(head & 0x0F));
    }
    return values;
  }

  private String text() {
    byte[] utf8 = new byte[Math.toIntExact(variable())];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private long number() {
    long zigzag = variable();
    return zigzag >>> 1 ^ -(zigzag & 1);
  }

  private long variable() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }
}

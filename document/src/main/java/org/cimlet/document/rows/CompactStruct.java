package org.cimlet.document.rows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A struct in Thrift's compact protocol, field by field, their numbers rising.
final class CompactStruct {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int last;

  CompactStruct i32(int field, int value) {
    return begun(field, I32).number(value);
  }

  CompactStruct i64(int field, long value) {
    return begun(field, I64).number(value);
  }

  CompactStruct text(int field, String value) {
    return begun(field, BINARY).binary(value);
  }

  CompactStruct struct(int field, CompactStruct value) {
    begun(field, STRUCT).out.writeBytes(value.bytes());
    return this;
  }

  CompactStruct i32s(int field, List<Integer> values) {
    begun(field, LIST).list(I32, values.size());
    values.forEach(this::number);
    return this;
  }

  CompactStruct texts(int field, List<String> values) {
    begun(field, LIST).list(BINARY, values.size());
    values.forEach(this::binary);
    return this;
  }

  CompactStruct structs(int field, List<CompactStruct> values) {
    begun(field, LIST).list(STRUCT, values.size());
    values.forEach(value -> out.writeBytes(value.bytes()));
    return this;
  }

  /// The struct with its end.
  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.write(0);
    return whole.toByteArray();
  }

  /// All fields here follow the one before by at most 15.
  private CompactStruct begun(int field, int type) {
    out.write((field - last) << 4 | type);
    last = field;
    return this;
  }

  private void list(int type, int size) {
    if (size < 15) {
      out.write(size << 4 | type);
    } else {
      out.write(0xF0 | type);
      variable(size);
    }
  }

  private CompactStruct binary(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    variable(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  private CompactStruct number(long value) {
    variable(value << 1 ^ value >> 63);
    return this;
  }

  private void variable(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}

package org.cimlet.tensor.tokenizer;

import java.util.Arrays;
import java.util.NoSuchElementException;

/// Walks over the fields of a protocol buffer message.
final class Protobuf {
  private final byte[] bytes;
  private final int end;
  private int at;
  private int field;
  private int wire;
  private long number;
  private int start;

  Protobuf(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Protobuf(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /// Goes to the next field.
  ///
  /// @return whether there is one
  /// @throws NoSuchElementException if the message ends within it or is no message
  boolean next() {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    switch (wire) {
      case 0 -> number = varint();
      case 1 -> number = fixed(Long.BYTES);
      case 2 -> skipBytes(varint());
      case 5 -> number = fixed(Integer.BYTES);
      default -> throw new NoSuchElementException("wire type " + wire);
    }
    return true;
  }

  int field() {
    return field;
  }

  /// The value of a number field.
  long number() {
    require(wire == 0);
    return number;
  }

  float float32() {
    require(wire == 5);
    return Float.intBitsToFloat((int) number);
  }

  byte[] bytes() {
    require(wire == 2);
    return Arrays.copyOfRange(bytes, start, at);
  }

  Protobuf message() {
    require(wire == 2);
    return new Protobuf(bytes, start, at);
  }

  private static void require(boolean fits) {
    if (!fits) {
      throw new NoSuchElementException("a field of another type");
    }
  }

  private void skipBytes(long length) {
    require(length >= 0 && length <= end - at);
    start = at;
    at += (int) length;
  }

  private long fixed(int length) {
    skipBytes(length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = (value << Byte.SIZE) | (bytes[start + i] & 0xFF);
    }
    return value;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(at < end);
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new NoSuchElementException("a number without end");
  }
}

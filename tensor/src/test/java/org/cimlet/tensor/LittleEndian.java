package org.cimlet.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Builds binary files for tests.
public final class LittleEndian {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// Nothing yet.
  public LittleEndian() {}

  public LittleEndian bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  public LittleEndian raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public LittleEndian u16(int value) {
    return bytes(value, value >> 8);
  }

  public LittleEndian u32(long value) {
    return u16((int) value).u16((int) (value >> 16));
  }

  public LittleEndian u64(long value) {
    return u32(value).u32(value >>> 32);
  }

  public LittleEndian f32(float... values) {
    for (float value : values) {
      u32(Float.floatToRawIntBits(value));
    }
    return this;
  }

  /// A length as u64 and the UTF-8 bytes.
  public LittleEndian string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return u64(utf8.length).raw(utf8);
  }

  public LittleEndian padTo(int multiple) {
    while (out.size() % multiple != 0) {
      out.write(0);
    }
    return this;
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }
}

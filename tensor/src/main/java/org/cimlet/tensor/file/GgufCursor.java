package org.cimlet.tensor.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.disk.Utf8;

/// Reads a GGUF file's header value by value; running over the end is a diagnostic.
final class GgufCursor {
  /// Longest string: chat templates are a thousandth of it.
  private static final int MAX_STRING_BYTES = 16 << 20;

  private final String fileName;
  private final MemorySegment bytes;
  private long at;

  GgufCursor(String fileName, MemorySegment bytes) {
    this.fileName = fileName;
    this.bytes = bytes;
  }

  long position() {
    return at;
  }

  long left() {
    return bytes.byteSize() - at;
  }

  byte u8(String key) {
    return bytes.get(ValueLayout.JAVA_BYTE, take(1, key));
  }

  short u16(String key) {
    return bytes.get(RowReading.SHORT, take(Short.BYTES, key));
  }

  int u32(String key) {
    return bytes.get(RowReading.INT, take(Integer.BYTES, key));
  }

  long u64(String key) {
    return bytes.get(RowReading.LONG, take(Long.BYTES, key));
  }

  /// A count of things that take at least so many bytes each.
  int count(String key, long leastBytes, int most) {
    long count = u64(key);
    if (count < 0 || count > most || count > left() / leastBytes) {
      throw fault(
          key,
          "must be a count of at most %s that the file has room for, got %s; fetch the file again"
              .formatted(most, Long.toUnsignedString(count)));
    }
    return (int) count;
  }

  String string(String key) {
    int length = stringBytes(key);
    byte[] utf8 = bytes.asSlice(take(length, key), length).toArray(ValueLayout.JAVA_BYTE);
    return Utf8.decode(utf8)
        .orElseThrow(
            () -> fault(key, "must be UTF-8, got a string that is not; convert the file again"));
  }

  void skipString(String key) {
    skip(stringBytes(key), key);
  }

  MemorySegment slice(long from, long to) {
    return bytes.asSlice(from, to - from);
  }

  void skip(long length, String key) {
    take(length, key);
  }

  private int stringBytes(String key) {
    long length = u64(key);
    if (length < 0 || length > left() || length > MAX_STRING_BYTES) {
      throw fault(
          key,
          "must be a string of at most %s bytes within the file, got a length of %s; fetch the file"
                  .formatted(MAX_STRING_BYTES, Long.toUnsignedString(length))
              + " again");
    }
    return (int) length;
  }

  private long take(long length, String key) {
    if (length > left()) {
      throw fault(key, "must not end here, got the end of the file; fetch the file again");
    }
    long start = at;
    at += length;
    return start;
  }

  InvalidInputException fault(String key, String message) {
    return new Faults(fileName).only(key, message);
  }
}

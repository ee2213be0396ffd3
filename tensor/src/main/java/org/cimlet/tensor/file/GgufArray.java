package org.cimlet.tensor.file;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;

/// An array of a GGUF file's metadata, decoded when asked for: vocabularies are large.
public final class GgufArray implements GgufValue {
  private final String fileName;
  private final String key;
  private final GgufType elementType;
  private final int size;
  private final MemorySegment bytes;

  GgufArray(String fileName, String key, GgufType elementType, int size, MemorySegment bytes) {
    this.fileName = fileName;
    this.key = key;
    this.elementType = elementType;
    this.size = size;
    this.bytes = bytes;
  }

  GgufType elementType() {
    return elementType;
  }

  /// Elements.
  public int size() {
    return size;
  }

  /// The strings.
  ///
  /// @throws InvalidInputException if the elements are no strings, or one is not UTF-8
  public List<String> texts() {
    if (elementType != GgufType.STRING) {
      throw mismatch("strings");
    }
    GgufCursor cursor = new GgufCursor(fileName, bytes);
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(cursor.string(key));
    }
    return Collections.unmodifiableList(texts);
  }

  /// The numbers as floats.
  ///
  /// @throws InvalidInputException if the elements are no float32
  public float[] floats() {
    if (elementType != GgufType.F32) {
      throw mismatch("float32");
    }
    return bytes.toArray(RowReading.FLOAT);
  }

  /// The numbers as int32.
  ///
  /// @throws InvalidInputException if the elements are no 32-bit integers
  public int[] ints() {
    if (elementType != GgufType.I32 && elementType != GgufType.U32) {
      throw mismatch("int32");
    }
    return bytes.toArray(RowReading.INT);
  }

  private InvalidInputException mismatch(String expected) {
    return new Faults(fileName)
        .only(key, "must be an array of %s, got %s; convert it again".formatted(expected, kind()));
  }
}

package org.cimlet.tensor.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.cimlet.diagnostic.InvalidInputException;

/// What Jazzer calls with files of its own making.
public final class GgufFuzz {
  private GgufFuzz() {}

  /// Whatever the bytes, there are values and tensors, or diagnostics.
  public static void fuzzerTestOneInput(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      GgufFile file;
      try {
        file = GgufReader.read("fuzz", MemorySegment.ofArray(bytes), arena);
      } catch (InvalidInputException e) {
        return;
      }
      Reading.check(file.tensors().tensors(), bytes.length);
      file.metadata().values().forEach(GgufFuzz::read);
    }
  }

  private static void read(GgufValue value) {
    if (value instanceof GgufArray array) {
      try {
        int size =
            switch (array.elementType()) {
              case STRING -> array.texts().size();
              case F32 -> array.floats().length;
              case I32, U32 -> array.ints().length;
              default -> array.size();
            };
        if (size != array.size()) {
          throw new IllegalStateException("read %d of %d items".formatted(size, array.size()));
        }
      } catch (InvalidInputException e) {
        // a string in it is not UTF-8
        if (array.elementType() != GgufType.STRING) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}

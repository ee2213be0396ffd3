package org.cimlet.tensor.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.cimlet.diagnostic.InvalidInputException;

/// What Jazzer calls with files of its own making.
public final class Llama2cFuzz {
  private Llama2cFuzz() {}

  /// Whatever the bytes, there are tensors or diagnostics.
  public static void fuzzerTestOneInput(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      Llama2cFile file;
      try {
        file = Llama2cFile.parse("fuzz", MemorySegment.ofArray(bytes), arena);
      } catch (InvalidInputException e) {
        return;
      }
      Reading.check(file.tensors().tensors(), bytes.length);
    }
  }
}

package org.cimlet.tensor.file;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;

/// What Jazzer calls with files of its own making.
public final class SafetensorsFuzz {
  private SafetensorsFuzz() {}

  /// Whatever the bytes, there are tensors or diagnostics.
  public static void fuzzerTestOneInput(byte[] file) {
    List<Tensor> tensors;
    try {
      tensors = Safetensors.parse("fuzz", MemorySegment.ofArray(file));
    } catch (InvalidInputException e) {
      return;
    }
    Reading.check(tensors, file.length);
  }
}

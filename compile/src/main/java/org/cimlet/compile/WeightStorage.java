package org.cimlet.compile;

import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.program.Packing;

/// How the user wants weights stored.
///
/// @param layers packing of the linears in the layers
/// @param head packing of the head, which is usually left dense
public record WeightStorage(Packing layers, Packing head) {
  WeightStorage withHead(Packing other) {
    return new WeightStorage(layers, other);
  }

  /// Every weight stored, as a whole number of `weightBits` bits.
  public static WeightStorage dense(int weightBits) {
    return dense(WordFormat.INTEGER, weightBits);
  }

  /// Every weight stored.
  public static WeightStorage dense(WordFormat format, int weightBits) {
    Packing packing = Packing.dense(format, weightBits);
    return new WeightStorage(packing, packing);
  }
}

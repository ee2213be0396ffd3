package org.cimlet.compile;

import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.program.Packing;

/// How the user wants weights stored.
///
/// @param layers packing of the linears in the layers
/// @param head packing of the head, which is usually left dense
/// @param asStored whether it is the network's own files that hold them so, and nothing is pruned
///   here
public record WeightStorage(Packing layers, Packing head, boolean asStored) {
  /// As asked, whatever the network's files hold.
  public WeightStorage(Packing layers, Packing head) {
    this(layers, head, false);
  }

  WeightStorage withHead(Packing other) {
    return new WeightStorage(layers, other, asStored);
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

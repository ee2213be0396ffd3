package org.cimlet.compile;

import org.cimlet.plan.Packing;

/// How the user wants weights stored.
///
/// @param layers packing of the linears in the layers
/// @param head packing of the head, which is usually left dense
public record WeightStorage(Packing layers, Packing head) {
  /// Every weight stored, with `weightBits` bits each.
  public static WeightStorage dense(int weightBits) {
    return new WeightStorage(Packing.dense(weightBits), Packing.dense(weightBits));
  }
}

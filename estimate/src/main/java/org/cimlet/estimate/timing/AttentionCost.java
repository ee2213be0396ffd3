package org.cimlet.estimate.timing;

/// What some tokens' attention in a layer costs.
///
/// @param ops operations of the arithmetic beside keys and values; all of them, or softmax alone
/// @param bits read and written in a memory beside the arithmetic
/// @param computeS of the arithmetic
/// @param memoryS of where keys and values lie, refreshes left out; overlaps the arithmetic
/// @param rows read in banks
/// @param writtenBits in banks
/// @param activations pages opened, one for each bank
/// @param bufferBits to and from banks
public record AttentionCost(
    double ops,
    double bits,
    double computeS,
    double memoryS,
    double rows,
    double writtenBits,
    double activations,
    double bufferBits) {

  /// So many alike, one after the other.
  public AttentionCost times(int tokens) {
    return new AttentionCost(
        tokens * ops,
        tokens * bits,
        tokens * computeS,
        tokens * memoryS,
        tokens * rows,
        tokens * writtenBits,
        tokens * activations,
        tokens * bufferBits);
  }

  /// The same begun so much later: arithmetic and memory both wait.
  public AttentionCost after(double waitS) {
    return new AttentionCost(
        ops, bits, computeS + waitS, memoryS + waitS, rows, writtenBits, activations, bufferBits);
  }

  /// This without another.
  AttentionCost less(AttentionCost other) {
    return new AttentionCost(
        ops - other.ops,
        bits - other.bits,
        computeS - other.computeS,
        memoryS - other.memoryS,
        rows - other.rows,
        writtenBits - other.writtenBits,
        activations - other.activations,
        bufferBits - other.bufferBits);
  }
}

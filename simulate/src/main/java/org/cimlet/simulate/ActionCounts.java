package org.cimlet.simulate;

import java.util.List;
import java.util.function.ToLongFunction;

/// How often what was done, by all tokens that were finished while it was counted.
///
/// @param kinds what the dies of each kind did, in the order of
///   [org.cimlet.plan.machine.Dies#kinds]
/// @param vectorOps element-wise operations on chiplets
/// @param attentionOps operations of attention on dies; of attention in banks softmax alone
/// @param attentionMemoryBits bits read and written in the memory of attention modules
/// @param linkBits bits times links crossed
/// @param hostOps operations of the host
/// @param hostMemoryBits bits read and written in the host's memory
/// @param loadedBits bits of weights and masks loaded into the chiplets
public record ActionCounts(
    List<KindActions> kinds,
    long vectorOps,
    long attentionOps,
    long attentionMemoryBits,
    long linkBits,
    long hostOps,
    long hostMemoryBits,
    long loadedBits) {

  /// What the dies of one kind did.
  ///
  /// @param rowReads rows read in all macros; rows that only pad are not read
  /// @param bitsRead stored bits read, masks included; of keys and values also those written
  /// @param multiplies multiplies issued
  /// @param maskDecodes masks decoded, one per group
  /// @param activations pages or word lines opened, one for each macro
  /// @param conversions analog sums converted
  /// @param drives pulses that drove all word lines of a macro
  /// @param bufferBits activation bits through edge buffers
  public record KindActions(
      long rowReads,
      long bitsRead,
      long multiplies,
      long maskDecodes,
      long activations,
      long conversions,
      long drives,
      long bufferBits) {}

  /// Copies the list.
  public ActionCounts {
    kinds = List.copyOf(kinds);
  }

  private long all(ToLongFunction<KindActions> count) {
    return kinds.stream().mapToLong(count).sum();
  }

  /// Rows read in all macros.
  public long rowReads() {
    return all(KindActions::rowReads);
  }

  /// Bits read in arrays.
  public long bitsRead() {
    return all(KindActions::bitsRead);
  }

  /// Multiplies issued.
  public long multiplies() {
    return all(KindActions::multiplies);
  }

  /// Masks decoded.
  public long maskDecodes() {
    return all(KindActions::maskDecodes);
  }

  /// Pages or word lines opened.
  public long activations() {
    return all(KindActions::activations);
  }

  /// Analog sums converted.
  public long conversions() {
    return all(KindActions::conversions);
  }

  /// Pulses that drove all word lines of a macro.
  public long drives() {
    return all(KindActions::drives);
  }

  /// Activation bits through edge buffers.
  public long bufferBits() {
    return all(KindActions::bufferBits);
  }
}

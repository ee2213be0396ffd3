package org.cimlet.simulate;

/// How often what was done, by all tokens that were finished while it was counted.
///
/// @param rowReads rows read in all macros; rows that only pad are not read
/// @param bitsRead stored bits read, masks included
/// @param multiplies multiplies issued
/// @param maskDecodes masks decoded, one per group
/// @param activations pages or word lines opened, one for each macro
/// @param conversions analog sums converted
/// @param drives pulses that drove all word lines of a macro
/// @param bufferBits activation bits through edge buffers
/// @param vectorOps element-wise operations on chiplets
/// @param attentionOps operations of attention modules
/// @param attentionMemoryBits bits read and written in their memory
/// @param linkBits bits times links crossed
/// @param hostOps operations of the host
/// @param hostMemoryBits bits read and written in the host's memory
/// @param loadedBits bits of weights and masks loaded into the chiplets
public record ActionCounts(
    long rowReads,
    long bitsRead,
    long multiplies,
    long maskDecodes,
    long activations,
    long conversions,
    long drives,
    long bufferBits,
    long vectorOps,
    long attentionOps,
    long attentionMemoryBits,
    long linkBits,
    long hostOps,
    long hostMemoryBits,
    long loadedBits) {}

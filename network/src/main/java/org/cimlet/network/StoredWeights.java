package org.cimlet.network;

/// How a network's files hold the linears of its layers: `kept` of each `group` inputs, as words of
/// so many bits.
///
/// @param bits of an integer; 0 where the files hold other words, or do not say
/// @param kept weights stored of a group; as many as `group` where all are
/// @param group consecutive inputs of an output
/// @param head whether the head is stored so too
public record StoredWeights(int bits, int kept, int group, boolean head) {}

package org.cimlet.network;

/// How a network that `cimlet compress` made stores the linears of its layers: INT8, `kept` of each
/// `group` inputs.
///
/// @param kept weights stored of a group; as many as `group` where all are
/// @param group consecutive inputs of an output
/// @param head whether the head is stored so too
public record StoredWeights(int kept, int group, boolean head) {}

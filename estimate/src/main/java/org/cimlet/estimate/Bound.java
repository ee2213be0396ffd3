package org.cimlet.estimate;

/// What plans do not beat, whether they have been estimated or not: their figures lie on the worse
/// side of these, or on them.
///
/// @param tpotS in the scenario's batch, at least
/// @param peakTokensPerS with sequences enough, at most
/// @param tpotBatch1S of a sequence that is alone, at least
public record Bound(double tpotS, double peakTokensPerS, double tpotBatch1S) {}

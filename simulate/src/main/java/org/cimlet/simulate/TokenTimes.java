package org.cimlet.simulate;

/// Time between two tokens of one sequence, over all tokens measured.
///
/// @param medianPs half of the tokens took no longer
/// @param p99Ps 99 of 100 took no longer
public record TokenTimes(double meanPs, long medianPs, long p99Ps) {}

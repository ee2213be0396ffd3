package org.cimlet.simulate;

/// Time between two tokens of one stream, over all tokens measured.
///
/// @param medianPs half of the tokens took no longer
/// @param p99Ps 99 of 100 took no longer
public record TokenTimes(double meanPs, long minPs, long medianPs, long p99Ps, long maxPs) {}

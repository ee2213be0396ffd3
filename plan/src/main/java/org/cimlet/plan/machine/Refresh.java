package org.cimlet.plan.machine;

/// Stopping a die to write its cells again.
///
/// @param everyPs from one refresh to the next
/// @param lengthPs what one takes
/// @param dieFj one of the whole die
public record Refresh(long everyPs, long lengthPs, double dieFj) {}

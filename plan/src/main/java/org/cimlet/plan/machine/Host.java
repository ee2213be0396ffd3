package org.cimlet.plan.machine;

/// The processor beside the chiplets, resolved. Rates are what attention achieves, peaks times
/// efficiency.
///
/// @param dispatchS time to notice an arrival and start work on it
/// @param cacheBits bits of one cached key or value element
public record Host(
    String name,
    double peakOpsPerS,
    double achievedOpsPerS,
    double dispatchS,
    double operationFj,
    double idleW,
    double memoryBytes,
    double peakMemoryBytesPerS,
    double achievedMemoryBytesPerS,
    double memoryFjPerBit,
    int cacheBits) {
  /// Bits of one element of the residual stream where the host adds it up: half precision.
  public static final int RESIDUAL_BITS = 16;
}

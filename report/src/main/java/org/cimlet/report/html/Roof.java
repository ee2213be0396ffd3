package org.cimlet.report.html;

import java.util.List;

/// What bounds a device at each arithmetic intensity, and where it works.
///
/// @param name of the device
/// @param own whether it is one of the machine's, not a baseline's
/// @param peakOpsPerS highest rate of operations
/// @param peakBytesPerS highest rate of its memory interface
/// @param achievedOpsPerS the same at stated efficiency
/// @param achievedBytesPerS the same at stated efficiency
/// @param spots where it works
record Roof(
    String name,
    boolean own,
    double peakOpsPerS,
    double peakBytesPerS,
    double achievedOpsPerS,
    double achievedBytesPerS,
    List<Spot> spots) {
  Roof {
    spots = List.copyOf(spots);
  }

  /// An operating point.
  ///
  /// @param label next to it
  /// @param opsPerByte arithmetic intensity
  /// @param opsPerS operations per second
  record Spot(String label, double opsPerByte, double opsPerS) {}

  /// Class of its lines and dots.
  String css() {
    return own ? "own" : "baseline";
  }

  /// Intensity from which the peak, not the bandwidth, bounds.
  double ridge() {
    return peakOpsPerS / peakBytesPerS;
  }
}

package org.cimlet.cli;

import java.util.Locale;

/// How the linears of a network that is run are computed.
enum Linears {
  /// Floats: the reference.
  FLOAT,
  /// INT8 weights, every one stored, and INT8 activations.
  INT8,
  /// INT8 weights, the kept ones of each group, and INT8 activations.
  PACKED,
  /// INT8 weights in pairs of analog cells, INT8 activations bit by bit; a machine's macros choose
  /// it.
  ANALOG,
  /// Floating-point words whose mantissas are aligned; a machine's macros choose it.
  ALIGNED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

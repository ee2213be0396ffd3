package org.cimlet.run;

/// Hears how far a run is.
@FunctionalInterface
public interface Progress {
  /// Hears nothing.
  Progress NONE = (stage, done, total) -> {};

  /// Called from one thread at a time.
  ///
  /// @param stage what is being done: `simulating`, `recording`, `tracing`
  /// @param done tokens simulated in this stage
  /// @param total tokens there are to simulate in it
  void advanced(String stage, long done, long total);
}

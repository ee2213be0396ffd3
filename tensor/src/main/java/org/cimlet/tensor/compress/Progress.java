package org.cimlet.tensor.compress;

/// Hears how far a long run has come.
@FunctionalInterface
public interface Progress {
  /// Ignores it.
  Progress NONE = (_, _) -> {};

  /// Called from one thread, with rising numbers, the last time with both equal.
  ///
  /// @param doneBytes bytes of weights read
  /// @param totalBytes bytes of weights there are
  void advanced(long doneBytes, long totalBytes);
}

package org.cimlet.run;

/// How a plan is answered.
public sealed interface Engine {
  /// Closed form only.
  Engine ESTIMATE = new ClosedForm();

  /// Closed form only.
  record ClosedForm() implements Engine {}

  /// Event by event, with the closed form for comparison.
  ///
  /// @param tokens measured, of all sequences together; at least 2
  /// @param threads to use; the result does not depend on them
  /// @param timelines whether to record when each part of the package is busy
  record Events(int tokens, int threads, boolean timelines) implements Engine {
    /// @throws IllegalArgumentException where a count is out of range
    public Events {
      if (tokens < 2 || threads < 1) {
        throw new IllegalArgumentException(
            "a simulation must measure at least 2 tokens on 1 thread, got %s on %s"
                .formatted(tokens, threads));
      }
    }
  }

  /// Event by event on one thread, without timelines.
  ///
  /// @param tokens measured, of all sequences together; at least 2
  static Engine simulate(int tokens) {
    return new Events(tokens, 1, false);
  }
}

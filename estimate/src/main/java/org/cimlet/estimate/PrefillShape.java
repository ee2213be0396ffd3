package org.cimlet.estimate;

import org.cimlet.plan.Scenario;

/// A prompt cut into chunks that pass the pipeline one after the other.
///
/// @param tokens tokens of the prompt
/// @param chunk tokens of a chunk; the last may be shorter
record PrefillShape(int tokens, int chunk) {

  static PrefillShape of(Scenario scenario) {
    return new PrefillShape(
        scenario.promptTokens(), Math.min(scenario.prefillChunkTokens(), scenario.promptTokens()));
  }

  int chunks() {
    return Math.ceilDiv(tokens, chunk);
  }

  int lastChunk() {
    return tokens - (chunks() - 1) * chunk;
  }

  /// Tokens before the last chunk.
  int before() {
    return tokens - lastChunk();
  }

  /// Sum over the first `count` tokens of the positions each looks back on, itself included.
  static double attended(long count, int window) {
    long growing = Math.min(count, window);
    return growing * (growing + 1) / 2.0 + (double) (count - growing) * window;
  }

  /// Sum over the first `count` chunks of the positions read from the cache: each chunk reads what
  /// its tokens look back on once.
  double read(int count, int window) {
    long full = Math.min(count, window / chunk);
    double growing = chunk * (full * (full + 1) / 2.0);
    return growing + (double) (count - full) * Math.min(tokens, (long) window + chunk);
  }
}

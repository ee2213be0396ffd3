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

  /// Sum over the first `count` chunks of the positions read from the cache: each chunk reads once
  /// what any of its tokens looks back on.
  double read(int count, int window) {
    int whole = Math.min(count, chunks() - 1);
    long widest = (long) chunk - 1 + window;
    long growing = Math.min(whole, widest / chunk);
    double read = chunk * (growing * (growing + 1) / 2.0) + (double) (whole - growing) * widest;
    return count == chunks() ? read + Math.min(tokens, (long) lastChunk() - 1 + window) : read;
  }
}

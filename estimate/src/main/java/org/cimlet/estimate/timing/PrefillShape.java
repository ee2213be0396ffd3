package org.cimlet.estimate.timing;

import org.cimlet.plan.Scenario;
import org.cimlet.plan.program.AttentionWork.WindowGroup;

/// A prompt cut into chunks that pass the pipeline one after the other.
///
/// @param tokens tokens of the prompt
/// @param chunk tokens of a chunk; the last may be shorter
public record PrefillShape(int tokens, int chunk) {

  public static PrefillShape of(Scenario scenario) {
    return new PrefillShape(
        scenario.promptTokens(), Math.min(scenario.prefillChunkTokens(), scenario.promptTokens()));
  }

  public int chunks() {
    return Math.ceilDiv(tokens, chunk);
  }

  public int lastChunk() {
    return tokens - (chunks() - 1) * chunk;
  }

  /// Tokens of a chunk.
  public int tokens(int number) {
    return number == chunks() - 1 ? lastChunk() : chunk;
  }

  /// Sum over the first `count` tokens of the positions each looks back on, itself included.
  public static double attended(long count, int window) {
    long growing = Math.min(count, window);
    return growing * (growing + 1) / 2.0 + (double) (count - growing) * window;
  }

  /// Sum over a chunk's tokens of the positions each looks back on, itself included.
  double attendedBy(int number, int window) {
    long before = (long) number * chunk;
    return attended(before + tokens(number), window) - attended(before, window);
  }

  /// Positions a chunk reads from the cache: once what any of its tokens looks back on. Where each
  /// token picks its own, no two need pick the same.
  double readBy(int number, WindowGroup reach) {
    long last = (long) number * chunk + tokens(number);
    long apart = (long) tokens(number) * reach.window();
    return Math.min(last, reach.picks() ? apart : tokens(number) - 1L + reach.window());
  }
}

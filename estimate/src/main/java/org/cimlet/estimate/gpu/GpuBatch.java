package org.cimlet.estimate.gpu;

import java.util.List;

/// What one pass works on: sequences that get their next token, and prompts, whole or in part.
///
/// @param decoding sequences that get one token
/// @param context positions that each of them looks back on, in the mean
/// @param prompts that pass beside them
public record GpuBatch(double decoding, double context, List<Prompts> prompts) {

  /// Equal prompts, or equal parts of such.
  ///
  /// @param count how many
  /// @param tokens of each that pass now
  /// @param before tokens of each that have passed
  /// @param ends whether these are each one's last, after which it gets its first token
  public record Prompts(double count, double tokens, double before, boolean ends) {}

  /// Copies the list.
  public GpuBatch {
    prompts = List.copyOf(prompts);
  }

  /// Sequences that get their next token.
  public static GpuBatch decoding(double sequences, double context) {
    return new GpuBatch(sequences, context, List.of());
  }

  /// Whole prompts, all at once.
  public static GpuBatch prompts(double count, double tokens) {
    return new GpuBatch(0, 0, List.of(new Prompts(count, tokens, 0, true)));
  }

  /// Tokens that pass the linears.
  double tokens() {
    double tokens = decoding;
    for (Prompts each : prompts) {
      tokens += each.count() * each.tokens();
    }
    return tokens;
  }

  /// Sequences that have a token once the pass is done.
  double results() {
    double results = decoding;
    for (Prompts each : prompts) {
      results += each.ends() ? each.count() : 0;
    }
    return results;
  }

  /// Sequences that take part.
  double sequences() {
    double sequences = decoding;
    for (Prompts each : prompts) {
      sequences += each.count();
    }
    return sequences;
  }
}

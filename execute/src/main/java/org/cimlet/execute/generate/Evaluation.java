package org.cimlet.execute.generate;

import java.util.List;
import java.util.function.LongConsumer;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.products.NonFiniteScoresException;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;

/// Measures how well a network predicts texts.
///
/// Each text is predicted on its own, from its second token on (its first is what the network was
/// trained to see in front of a text, where there is such a token). A text longer than a window is
/// read in windows of `window` tokens that start every `stride` tokens; a window's tokens are
/// predicted from the earlier tokens of the same window, and each token counts once, in the first
/// window that predicts it. With `stride = window` windows do not overlap: cheapest, and how
/// networks are usually measured; the first tokens of each window have little to go by. With a
/// smaller stride every token but the first window's has at least `window - stride` tokens before
/// it, at `window / stride` times the work.
public final class Evaluation {
  private final Transformer transformer;
  private final int window;
  private final int stride;

  /// @param window tokens read at a time, at most the longest context
  /// @param stride tokens from one window's start to the next's, at most a window
  public Evaluation(Transformer transformer, int window, int stride) {
    if (window < 1 || window > transformer.architecture().maxContext()) {
      throw new IllegalArgumentException(
          "a window must be 1 to %s tokens, got %s"
              .formatted(transformer.architecture().maxContext(), window));
    }
    if (stride < 1 || stride > window) {
      throw new IllegalArgumentException(
          "a stride must be 1 to %s tokens, got %s".formatted(window, stride));
    }
    this.transformer = transformer;
    this.window = window;
    this.stride = stride;
  }

  /// The predictions of texts.
  ///
  /// @param nats minus the logarithms of the tokens' probabilities, summed
  /// @param tokens predicted
  public record Predictions(double nats, long tokens) {}

  /// Tokens that are predicted.
  public static long tokens(List<int[]> texts) {
    return texts.stream().mapToLong(text -> Math.max(0, text.length - 1)).sum();
  }

  /// Predicts texts, each given as its tokens.
  ///
  /// @param progress called with the number of tokens predicted so far
  /// @throws NonFiniteScoresException if the network gives scores that are no finite numbers
  public Predictions predict(List<int[]> texts, LongConsumer progress) {
    Sum sum = new Sum();
    for (int[] text : texts) {
      int counted = 1;
      for (int start = 0; counted < text.length; start += stride) {
        int end = Math.min(start + window, text.length - 1);
        predict(text, start, end, counted, sum);
        counted = end + 1;
        progress.accept(sum.tokens);
      }
    }
    return new Predictions(sum.nats, sum.tokens);
  }

  /// Reads `text[start..end)` and counts the chances of `text[counted..end]`.
  private void predict(int[] text, int start, int end, int counted, Sum sum) {
    int[] read = new int[end - start];
    System.arraycopy(text, start, read, 0, read.length);
    KvCache cache = new KvCache(transformer.architecture(), read.length);
    transformer.read(
        cache,
        read,
        (index, scores) -> {
          int next = start + index + 1;
          if (next >= counted) {
            sum.add(nats(scores, text[next]));
          }
        });
  }

  /// Minus the logarithm of a token's chance.
  static double nats(float[] scores, int token) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        throw new NonFiniteScoresException();
      }
      largest = Math.max(largest, score);
    }
    double total = 0;
    for (float score : scores) {
      total += Exponential.exp(score - largest);
    }
    return StrictMath.log(total) - ((double) scores[token] - largest);
  }

  private static final class Sum {
    private double nats;
    private long tokens;

    void add(double more) {
      nats += more;
      tokens++;
    }
  }
}

package org.cimlet.network;

import java.util.List;

/// How a token's position enters.
public sealed interface Positions {
  /// A learned vector is added to the embedding.
  record Learned() implements Positions {}

  /// A score falls with the distance of its positions, at a slope of each head's own (ALiBi).
  record Biased() implements Positions {}

  /// Positions enter by nothing but the order of the tokens: recurrent layers need no more.
  record None() implements Positions {}

  /// Pairs of elements of each query and key head are rotated by `position * frequency(pair)`.
  ///
  /// @param theta base of the frequencies: that of pair `i` is `theta^(-2i / headSize)`
  /// @param layout which elements are a pair
  /// @param scaling what longer contexts than the trained one do to the frequencies
  /// @param share of a head's elements, from the front, that are rotated, as if the head had no
  ///   others; 1 in most
  record Rotary(double theta, RopeLayout layout, RopeScaling scaling, double share)
      implements Positions {
    /// @throws IllegalArgumentException unless the share is above 0 and at most 1
    public Rotary {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("a share is above 0 and at most 1, got " + share);
      }
    }

    /// Elements that are rotated of a head of a width.
    public int elements(int headSize) {
      // a product that is whole but for its last bits is
      return (int) (headSize * share + 1e-6);
    }
  }

  /// Which elements of a head are rotated together.
  enum RopeLayout {
    /// `2i` and `2i + 1`: the original LLaMA, llama2.c, GGUF files of llama networks, GPT-J.
    NEIGHBOURS,
    /// `i` and `i + headSize / 2`: HuggingFace.
    HALVES
  }

  /// What longer contexts than the trained one do to rotary frequencies.
  sealed interface RopeScaling {
    /// Nothing.
    record None() implements RopeScaling {}

    /// Every frequency is divided by the factor.
    record Linear(double factor) implements RopeScaling {}

    /// LLaMA 3.1: frequencies with fewer than `lowTurns` turns in the trained context are divided
    /// by the factor, those with more than `highTurns` stay, those between are blended linearly.
    record Llama3(double factor, double lowTurns, double highTurns, int trainedContext)
        implements RopeScaling {}

    /// YaRN (Peng et al. 2023): frequencies with fewer than `slowTurns` turns in the trained
    /// context are divided by the factor, those with more than `fastTurns` stay, those between are
    /// blended by their number.
    ///
    /// @param amplitude cosines and sines are multiplied by it
    /// @param wholePairs whether the ends of the blend are pairs, not places between them
    record Yarn(
        double factor,
        double fastTurns,
        double slowTurns,
        int trainedContext,
        double amplitude,
        boolean wholePairs)
        implements RopeScaling {}

    /// LongRoPE (Ding et al. 2024): each pair's frequency is divided by a number of its own, which
    /// is another one where a text may become longer than the trained context.
    ///
    /// @param within of each pair, for texts within the trained context
    /// @param beyond of each pair, for longer ones
    /// @param amplitude cosines and sines are multiplied by it
    record LongRope(List<Double> within, List<Double> beyond, int trainedContext, double amplitude)
        implements RopeScaling {
      /// Copies the lists.
      public LongRope {
        within = List.copyOf(within);
        beyond = List.copyOf(beyond);
      }
    }

    /// Another rule, by HuggingFace's name: `dynamic`.
    record Other(String type) implements RopeScaling {}
  }
}

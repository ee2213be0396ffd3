package org.cimlet.network;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a network computes between its matrix products: all that running it takes in addition to
/// its shape and its weights.
///
/// @param norm kind of all norms
/// @param positions how a token's position enters
/// @param activation of the feed-forward, by HuggingFace's name: `silu`, `gelu_new`
/// @param tensors how its weights are called
/// @param endTokens tokens that end a text
/// @param features what it computes beyond a plain transformer
/// @param factors the numbers it multiplies by, beyond a plain transformer
/// @param choice how routers choose experts
/// @param unrotated layers that do not rotate, where positions rotate in others
/// @param multipliers numbers inside layers
public record Computation(
    Norm norm,
    Positions positions,
    String activation,
    TensorNames tensors,
    SortedSet<Integer> endTokens,
    Set<Feature> features,
    Factors factors,
    Choice choice,
    Set<Integer> unrotated,
    Multipliers multipliers) {

  /// Numbers that enter between the matrix products.
  ///
  /// @param embedding embeddings are multiplied by it; 1 in most
  /// @param score products of queries and keys are multiplied by it; 0 for one over the square root
  ///   of a head's width
  /// @param scoreCap scores are squeezed by a tanh to at most so much; 0 where they are not
  /// @param residual what attention and feed-forward give is multiplied by it; 1 in most
  /// @param logits scores of the vocabulary are multiplied by it; 1 in most
  /// @param logitCap they are squeezed by a tanh to at most so much; 0 where they are not
  /// @param windowedTheta base of the rotary frequencies in layers with a window, unscaled; 0 where
  ///   all layers rotate alike
  public record Factors(
      double embedding,
      double score,
      double scoreCap,
      double residual,
      double logits,
      double logitCap,
      double windowedTheta) {
    /// As LLaMA has them.
    public static final Factors NONE = new Factors(1, 0, 0, 1, 1, 0, 0);

    /// The same with soft caps.
    public Factors withCaps(double ofScores, double ofLogits) {
      return new Factors(embedding, score, ofScores, residual, logits, ofLogits, windowedTheta);
    }

    /// The same with layers with a window that rotate otherwise.
    public Factors withWindowedTheta(double theta) {
      return new Factors(embedding, score, scoreCap, residual, logits, logitCap, theta);
    }

    /// The same with products of queries and keys multiplied by a number.
    public Factors withScore(double other) {
      return new Factors(embedding, other, scoreCap, residual, logits, logitCap, windowedTheta);
    }
  }

  /// How a router chooses a token's experts of its scores, and what shares they get.
  ///
  /// Where a router has a bias for each expert, it is added while choosing (DeepSeek-V3) and takes
  /// no part in the shares.
  ///
  /// @param sigmoid whether each score passes a sigmoid of its own; all pass one softmax otherwise
  /// @param wholeShares whether the shares of the experts that see a token add up to one
  /// @param groups experts lie in so many groups, one behind the other, of which some are chosen
  ///   first
  /// @param activeGroups so many
  /// @param byTwo whether a group counts as much as its best two experts together; as its best one
  ///   otherwise
  /// @param scale shares are multiplied by it in the end
  public record Choice(
      boolean sigmoid,
      boolean wholeShares,
      int groups,
      int activeGroups,
      boolean byTwo,
      double scale) {
    /// The best of a softmax, their shares adding up to one.
    public static final Choice SOFTMAX = new Choice(false, true, 1, 1, false, 1);

    /// @throws IllegalArgumentException where more groups are chosen than there are
    public Choice {
      if (activeGroups < 1 || activeGroups > groups) {
        throw new IllegalArgumentException(
            "1 to %s groups are chosen, got %s".formatted(groups, activeGroups));
      }
    }

    /// The same with shares that add up to one, or not.
    public Choice withWholeShares(boolean so) {
      return new Choice(sigmoid, so, groups, activeGroups, byTwo, scale);
    }
  }

  /// As LLaMA computes: what a network of which only the shape matters is taken to do.
  public static final Computation LLAMA =
      new Computation(
          new Norm.RootMeanSquare(1e-6),
          new Positions.Rotary(
              10_000, Positions.RopeLayout.HALVES, new Positions.RopeScaling.None(), 1),
          "silu",
          TensorNames.LLAMA,
          new TreeSet<>(),
          Set.of(),
          Factors.NONE,
          Choice.SOFTMAX,
          Set.of(),
          Multipliers.NONE);

  /// Copies the sets.
  public Computation {
    endTokens = Collections.unmodifiableSortedSet(new TreeSet<>(endTokens));
    EnumSet<Feature> copy = EnumSet.noneOf(Feature.class);
    copy.addAll(features);
    features = Collections.unmodifiableSet(copy);
    unrotated = Collections.unmodifiableSortedSet(new TreeSet<>(unrotated));
  }

  /// The same, with weights under the names of a language part inside another network.
  public Computation within() {
    return new Computation(
        norm,
        positions,
        activation,
        tensors == TensorNames.LLAMA ? TensorNames.LLAMAS_KIN : tensors,
        endTokens,
        features,
        factors,
        choice,
        unrotated,
        multipliers);
  }

  /// How a HuggingFace folder calls a network's weights.
  public enum TensorNames {
    /// `model.layers.0.self_attn.q_proj.weight`, `[outputs, inputs]`.
    LLAMA,
    /// The same, but for what a class calls otherwise or has in its place.
    LLAMAS_KIN,
    /// `h.0.attn.c_attn.weight`, `[inputs, outputs]`.
    GPT2,
    /// As no other family does.
    OWN
  }

  /// What networks compute beyond a plain transformer: norm, attention, norm, feed-forward, each
  /// added to the residual stream.
  public enum Feature {
    /// Queries and keys are normed.
    QUERY_KEY_NORMS("norms on queries and keys"),
    /// Norms stand behind attention and feed-forward, and none before them.
    NORMS_BEHIND("norms behind attention and feed-forward"),
    /// Norms stand before and behind attention and feed-forward.
    NORMS_AROUND("norms before and behind attention and feed-forward"),
    /// A norm multiplies by one plus its weight.
    NORMS_PLUS_ONE("norms that multiply by one plus their weight"),
    /// Embeddings are multiplied by the square root of their width.
    SCALED_EMBEDDING("scaled embeddings"),
    /// Scores are not divided by the square root of a head's width.
    OWN_SCORE_SCALE("attention scores scaled by another number than the width of a head"),
    /// Scores are squeezed by a tanh.
    SOFT_CAPS("soft caps on scores"),
    /// Some layers rotate by frequencies of their own.
    SEVERAL_ROTATIONS("rotary frequencies that differ from layer to layer"),
    /// Only the front of each head is rotated.
    PARTIAL_ROTATION("heads rotated in part"),
    /// The position table has rows before the first position's.
    POSITION_OFFSET("a position table with an offset"),
    /// What attention and feed-forward give is scaled before it is added to the residual stream.
    SCALED_RESIDUALS("scaled residuals"),
    /// Scores of the vocabulary are scaled.
    SCALED_LOGITS("scaled scores of the vocabulary"),
    /// Queries, keys and values are clipped.
    CLIPPED_INPUTS("clipped queries, keys and values"),
    /// A norm stands behind the embedding.
    NORMED_EMBEDDING("a norm behind the embedding"),
    /// Gates of experts are clamped, gate and up lie in turns, and one is added to up.
    CLAMPED_GATES("clamped gates of experts"),
    /// Gates are clamped at another number than seven.
    OWN_CLAMP("gates of experts clamped at another number than 7"),
    /// Layers with a window look back to where a chunk of so many positions begins, and no further.
    CHUNKED_ATTENTION("attention in chunks"),
    /// Heads of queries and keys are normed without weights, behind their rotation, where they are
    /// rotated.
    HEADS_NORMED_BEHIND("heads normed behind their rotation"),
    /// A router's shares multiply what experts read, not what they give.
    SCALED_EXPERT_INPUTS("inputs of experts scaled by their shares"),
    /// A norm without weights, or one before a gate, stands inside a state space.
    OWN_STATE_NORMS("norms of its own inside state spaces"),
    /// Linears add biases to what is multiplied.
    BIASES_AMONG_FACTORS("biases among its factors"),
    /// Steps of state spaces are held between two numbers.
    LIMITED_STEPS("steps of state spaces that are limited"),
    /// Further norms stand inside attention or feed-forward.
    INNER_NORMS("norms inside attention or feed-forward");

    private final String label;

    Feature(String label) {
      this.label = label;
    }

    /// As a sentence names it.
    public String label() {
      return label;
    }
  }
}

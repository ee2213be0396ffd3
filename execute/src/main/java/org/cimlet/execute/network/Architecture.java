package org.cimlet.execute.network;

import java.util.List;
import java.util.Set;
import org.cimlet.network.Computation.Choice;
import org.cimlet.network.Computation.Factors;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Multipliers;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.Indexer;
import org.cimlet.network.Norm;
import org.cimlet.network.Positions;
import org.cimlet.network.Recurrence;

/// What there is to know about a decoder-only transformer beside its weights.
///
/// Each layer is: norm, attention, added to the residual stream; norm, feed-forward, added to it. A
/// last norm and the head follow the last layer. Some networks differ in [Variations].
///
/// @param family `model_type` of HuggingFace: `llama`, `gpt2`
/// @param hiddenSize width of the residual stream
/// @param layers layers
/// @param heads query heads
/// @param keyValueHeads key and value heads, each shared by `heads / keyValueHeads` query heads
/// @param headSize width of a head
/// @param feedForwardSize width within the feed-forward part; 0 where no layer has one
/// @param vocabulary tokens known
/// @param maxContext tokens a text may have
/// @param window positions a token looks back on, itself included, in layers that have a window;
///   `maxContext` where nothing limits it
/// @param norm kind of all norms
/// @param positions how a token's position enters
/// @param feedForward kind of feed-forward
/// @param tiedHead whether the head's weights are the embedding's
/// @param variations what else is special
public record Architecture(
    String family,
    int hiddenSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int feedForwardSize,
    int vocabulary,
    int maxContext,
    int window,
    Norm norm,
    Positions positions,
    FeedForward feedForward,
    boolean tiedHead,
    Variations variations) {

  /// What a network does otherwise than LLaMA or GPT-2.
  ///
  /// @param factors numbers that enter between the matrix products
  /// @param windowed of each layer whether it has a window; empty where all have
  /// @param normsPlusOne whether norms multiply by one plus their weight
  /// @param norms where norms stand in a layer
  /// @param queryKeyNorms whether queries and keys are normed
  /// @param experts of a layer that has some; 0 where all are dense
  /// @param activeExperts that see a token
  /// @param denseSize width within the feed-forward part of layers without experts, where others
  ///   have some
  /// @param sharedSize width within an expert that every token sees; 0 where there is none
  /// @param sharedGate whether a number made of the token scales what that expert gives
  /// @param sinks whether each head has a learned score that takes part in its softmax and weighs
  ///   nothing
  /// @param attentionGate whether what each head attended is multiplied by a gate made of the token
  /// @param valueSize width of a head's value; 0 where it is that of its key
  /// @param choice how routers choose experts
  /// @param choiceBias whether a bias of each expert is added while choosing
  /// @param mixing what each layer knows of the past by; empty where all attend and nothing else
  /// @param feeding of each layer whether a feed-forward part follows; empty where one always does
  /// @param unrotated layers that do not rotate, where positions rotate in others
  /// @param multipliers numbers inside layers
  /// @param features what else it computes beyond a plain transformer
  public record Variations(
      Factors factors,
      List<Boolean> windowed,
      boolean normsPlusOne,
      NormPlaces norms,
      boolean queryKeyNorms,
      int experts,
      int activeExperts,
      int denseSize,
      int sharedSize,
      boolean sharedGate,
      boolean sinks,
      boolean attentionGate,
      int valueSize,
      Choice choice,
      boolean choiceBias,
      List<Mixing> mixing,
      List<Boolean> feeding,
      Set<Integer> unrotated,
      Multipliers multipliers,
      Set<Feature> features) {
    /// None.
    public static final Variations NONE =
        new Variations(
            Factors.NONE,
            List.of(),
            false,
            NormPlaces.BEFORE,
            false,
            0,
            0,
            0,
            0,
            false,
            false,
            false,
            0,
            Choice.SOFTMAX,
            false,
            List.of(),
            List.of(),
            Set.of(),
            Multipliers.NONE,
            Set.of());

    /// Copies lists and set.
    ///
    /// @throws IllegalArgumentException where more experts see a token than there are
    public Variations {
      windowed = List.copyOf(windowed);
      mixing = List.copyOf(mixing);
      feeding = List.copyOf(feeding);
      unrotated = Set.copyOf(unrotated);
      features = Set.copyOf(features);
      if (activeExperts > experts || (experts > 0 && activeExperts < 1)) {
        throw new IllegalArgumentException(
            "1 to %s experts see a token, got %s".formatted(experts, activeExperts));
      }
    }

    /// Whether a feed-forward part follows in a layer.
    public boolean feeds(int layer) {
      return feeding.isEmpty() || feeding.get(layer);
    }
  }

  /// What a layer knows of the past by.
  ///
  /// @param attention how it attends
  /// @param recurrence what state it keeps
  public record Mixing(Attention attention, Recurrence recurrence) {
    /// Whether it attends.
    public boolean attends() {
      return !(attention instanceof Attention.None);
    }

    /// Whether it keeps a state.
    public boolean recurs() {
      return !(recurrence instanceof Recurrence.None);
    }
  }

  /// Where norms stand in a layer.
  public enum NormPlaces {
    /// Before attention and feed-forward.
    BEFORE,
    /// Behind them, before they are added to the residual stream.
    BEHIND,
    /// Both.
    AROUND;

    boolean before() {
      return this != BEHIND;
    }

    boolean behind() {
      return this != BEFORE;
    }
  }

  /// An architecture without variations.
  public Architecture(
      String family,
      int hiddenSize,
      int layers,
      int heads,
      int keyValueHeads,
      int headSize,
      int feedForwardSize,
      int vocabulary,
      int maxContext,
      int window,
      Norm norm,
      Positions positions,
      FeedForward feedForward,
      boolean tiedHead) {
    this(
        family,
        hiddenSize,
        layers,
        heads,
        keyValueHeads,
        headSize,
        feedForwardSize,
        vocabulary,
        maxContext,
        window,
        norm,
        positions,
        feedForward,
        tiedHead,
        Variations.NONE);
  }

  /// Kind of feed-forward.
  public enum FeedForward {
    /// `down(silu(gate(x)) * up(x))`.
    GATED_SILU,
    /// `down(gelu(gate(x)) * up(x))`, gelu by its tanh approximation.
    GATED_GELU,
    /// `down(g sigmoid(1.702 g) * (u + 1))`, g the gate up to 7 and u up between -7 and 7, of which
    /// gate and up lie in turns (gpt-oss).
    GATED_CLAMPED,
    /// `down(max(0, up(x))^2)`.
    SQUARED_RELU,
    /// `down(gelu(up(x)))`, gelu by its tanh approximation.
    GELU;

    /// Whether there is a gate beside up.
    public boolean isGated() {
      return this != GELU && this != SQUARED_RELU;
    }
  }

  /// @throws IllegalArgumentException where sizes are below one or do not fit each other
  public Architecture {
    int smallest =
        Math.min(
            Math.min(Math.min(hiddenSize, layers), Math.min(heads, keyValueHeads)),
            Math.min(
                Math.min(headSize, feedForwardSize + 1),
                Math.min(vocabulary, Math.min(maxContext, window))));
    if (smallest < 1 || heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "sizes must be positive and key/value heads divide heads, got %s heads, %s key/value heads, smallest size %s"
              .formatted(heads, keyValueHeads, smallest));
    }
    if (positions instanceof Positions.Rotary rotary
        && (rotary.elements(headSize) < 2 || rotary.elements(headSize) % 2 != 0)) {
      throw new IllegalArgumentException("rotated heads must have an even width, got " + headSize);
    }
  }

  /// Width within the feed-forward part of a layer without experts.
  public int denseSize() {
    return variations.experts() > 0 ? variations.denseSize() : feedForwardSize;
  }

  /// Whether a layer has the window.
  public boolean isWindowed(int layer) {
    return variations.windowed().isEmpty() || variations.windowed().get(layer);
  }

  /// Positions a token looks back on in a layer, itself included.
  public int window(int layer) {
    return isWindowed(layer) ? window : maxContext;
  }

  /// Elements of all query heads.
  public int querySize() {
    return Math.multiplyExact(heads, headSize);
  }

  /// Elements of all key heads.
  public int keySize() {
    return Math.multiplyExact(keyValueHeads, headSize);
  }

  /// Width of a head's value.
  public int valueHeadSize() {
    return variations.valueSize() > 0 ? variations.valueSize() : headSize;
  }

  /// Elements of all value heads.
  public int valueSize() {
    return Math.multiplyExact(keyValueHeads, valueHeadSize());
  }

  /// Elements of what all heads attended.
  public int attendedSize() {
    return Math.multiplyExact(heads, valueHeadSize());
  }

  /// Whether a layer attends.
  public boolean attends(int layer) {
    return variations.mixing().isEmpty() || variations.mixing().get(layer).attends();
  }

  /// What picks the positions a layer looks back on.
  public Indexer indexer(int layer) {
    return !variations.mixing().isEmpty()
            && variations.mixing().get(layer).attention() instanceof Attention.Latent latent
        ? latent.indexer()
        : Indexer.NONE;
  }

  /// The state that a layer keeps.
  public Recurrence recurrence(int layer) {
    return variations.mixing().isEmpty()
        ? new Recurrence.None()
        : variations.mixing().get(layer).recurrence();
  }
}

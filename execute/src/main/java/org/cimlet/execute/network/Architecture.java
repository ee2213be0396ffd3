package org.cimlet.execute.network;

import org.cimlet.network.Norm;
import org.cimlet.network.Positions;

/// What there is to know about a decoder-only transformer beside its weights.
///
/// Each layer is: norm, attention, added to the residual stream; norm, feed-forward, added to it. A
/// last norm and the head follow the last layer.
///
/// @param family `model_type` of HuggingFace: `llama`, `gpt2`
/// @param hiddenSize width of the residual stream
/// @param layers layers
/// @param heads query heads
/// @param keyValueHeads key and value heads, each shared by `heads / keyValueHeads` query heads
/// @param headSize width of a head
/// @param feedForwardSize width within the feed-forward part
/// @param vocabulary tokens known
/// @param maxContext tokens a text may have
/// @param window positions a token looks back on, itself included; `maxContext` where nothing
///   limits it
/// @param norm kind of all norms
/// @param positions how a token's position enters
/// @param feedForward kind of feed-forward
/// @param tiedHead whether the head's weights are the embedding's
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
    boolean tiedHead) {

  /// Kind of feed-forward.
  public enum FeedForward {
    /// `down(silu(gate(x)) * up(x))`.
    GATED_SILU,
    /// `down(gelu(up(x)))`, gelu by its tanh approximation.
    GELU
  }

  /// @throws IllegalArgumentException where sizes are below one or do not fit each other
  public Architecture {
    int smallest =
        Math.min(
            Math.min(Math.min(hiddenSize, layers), Math.min(heads, keyValueHeads)),
            Math.min(
                Math.min(headSize, feedForwardSize),
                Math.min(vocabulary, Math.min(maxContext, window))));
    if (smallest < 1 || heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "sizes must be positive and key/value heads divide heads, got %s heads, %s key/value heads, smallest size %s"
              .formatted(heads, keyValueHeads, smallest));
    }
    if (positions instanceof Positions.Rotary && headSize % 2 != 0) {
      throw new IllegalArgumentException("rotated heads must have an even width, got " + headSize);
    }
  }

  /// Elements of all query heads.
  public int querySize() {
    return Math.multiplyExact(heads, headSize);
  }

  /// Elements of all key heads, and of all value heads.
  public int keyValueSize() {
    return Math.multiplyExact(keyValueHeads, headSize);
  }
}

package org.cimlet.plan.program;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A network as a machine runs it: blocks in order, then the head.
///
/// @param name the network's name
/// @param family the `model_type` it was read from
/// @param hiddenSize width of the residual stream
/// @param vocabulary tokens known
/// @param maxContext longest context the network was made for
/// @param layers the block of each layer, in order; equal layers share one instance
/// @param head the last step: from the residual stream to a score for each token of the vocabulary
/// @param embeddingWeights token and position tables, held by the host
/// @param headWeights weights of the head's matrix, whether or not the file shares them with the
///   embedding
/// @param tiedHead whether the file shares them
/// @param otherWeights norms, biases and attention sinks
public record Program(
    String name,
    String family,
    int hiddenSize,
    int vocabulary,
    int maxContext,
    List<Block> layers,
    Step head,
    long embeddingWeights,
    long headWeights,
    boolean tiedHead,
    long otherWeights) {
  /// Bits of one element of the embedding where the host keeps it: half precision.
  public static final int EMBEDDING_BITS = 16;

  /// Bits of a token's number on its way.
  public static final int TOKEN_BITS = 32;

  /// Copies the list.
  public Program {
    layers = List.copyOf(layers);
  }

  /// Whether it is the head, which is counted on from the layers.
  public boolean isHead(int layer) {
    return layer == layers.size();
  }

  /// Steps of a layer, or of the head.
  public int steps(int layer) {
    return isHead(layer) ? 1 : layers.get(layer).steps().size();
  }

  /// A step of a layer, or of the head.
  public Step step(int layer, int index) {
    return isHead(layer) ? head : layers.get(layer).steps().get(index);
  }

  /// What follows on a step of a layer; nothing on the head, whose scores the host turns into a
  /// token.
  public List<FollowUp> followUps(int layer, int index) {
    return isHead(layer) ? List.of() : layers.get(layer).followUps(index);
  }

  /// Bits of state that a sequence keeps at a place in the recurrent layers, whatever its context.
  public long keptBits(LocalWork.At at) {
    return ofLayers(block -> block.keptBits(at));
  }

  /// Bits of state that a sequence keeps in the recurrent layers, wherever they are.
  public long keptBits() {
    return keptBits(LocalWork.At.HOST) + keptBits(LocalWork.At.HOME);
  }

  /// Weights of all linears in all layers; the head and the embedding left out.
  public long linearWeights() {
    return ofLayers(Block::weights);
  }

  /// Linear weights of all layers that one token uses.
  public long activeLinearWeights() {
    return ofLayers(Block::activeWeights);
  }

  /// All parameters of the file: a tied head counts once.
  public long parameters() {
    return linearWeights() + embeddingWeights + (tiedHead ? 0 : headWeights) + otherWeights;
  }

  /// Bits of a token's row of the embedding where the host keeps it.
  public long embeddingRowBits() {
    return (long) hiddenSize * EMBEDDING_BITS;
  }

  /// Bytes the layers' linears take on chiplets, masks included, padding left out.
  public long storedLayerBytes() {
    long bits = 0;
    for (Block block : layers) {
      for (Step step : block.steps()) {
        bits += step.storedBits();
      }
    }
    return Math.ceilDiv(bits, 8L);
  }

  /// Bytes of everything the chiplets hold: the layers' linears and the head.
  public long storedBytes() {
    return storedLayerBytes() + Math.ceilDiv(head.storedBits(), 8L);
  }

  /// Elements of keys and values kept for a sequence with `context` tokens, over all layers: none
  /// beyond what some head looks back on.
  public long cachedElements(int context) {
    return ofLayers(block -> block.attention().cachedElements(context));
  }

  /// Elements of keys and values that one token adds to the cache, over all layers.
  public long cacheElementsPerToken() {
    return ofLayers(block -> block.attention().cacheElements());
  }

  /// A figure over all layers, asked for once where layers that are alike follow each other: a
  /// search over machines asks for every one of them.
  @SuppressWarnings("ReferenceEquality") // equal layers share their block
  private long ofLayers(ToLongFunction<Block> figure) {
    long sum = 0;
    long each = 0;
    @Nullable Block last = null;
    for (Block block : layers) {
      if (block != last) {
        last = block;
        each = figure.applyAsLong(block);
      }
      sum += each;
    }
    return sum;
  }
}

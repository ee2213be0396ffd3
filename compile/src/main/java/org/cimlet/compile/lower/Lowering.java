package org.cimlet.compile.lower;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.network.NetworkSpec;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Linear;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;

/// Turns a network's shape into the steps a machine runs.
///
/// What a step sends where depends on what the chiplets do beside multiplying. With a vector unit
/// norms, activations and residuals stay on the package, and only queries, keys and values go to
/// the host; with an attention module these go to the layer's home instead; with neither every
/// result goes to the host.
public final class Lowering {
  private final NetworkSpec network;
  private final Packing layerPacking;
  private final Packing headPacking;
  private final HostOffload onDie;

  private Lowering(
      NetworkSpec network, Packing layerPacking, Packing headPacking, HostOffload onDie) {
    this.network = network;
    this.layerPacking = layerPacking;
    this.headPacking = headPacking;
    this.onDie = onDie;
  }

  /// @throws ArithmeticException where a size overflows; readers bound sizes so that none does
  public static Program lower(
      NetworkSpec network, Packing layerPacking, Packing headPacking, HostOffload onDie) {
    return new Lowering(network, layerPacking, headPacking, onDie).program();
  }

  private Program program() {
    Map<NetworkSpec.Layer, Block> blocks = new HashMap<>();
    List<Block> layers =
        network.layers().stream().map(l -> blocks.computeIfAbsent(l, this::block)).toList();
    int hidden = network.hiddenSize();
    Linear lmHead = new Linear("lm_head", network.vocabulary(), hidden, 1, 1, network.headBias());
    StepBuilder head = new StepBuilder(hidden, headOnDie(), StepBuilder.Norm.BEFORE);
    head.fromResidual("head", hidden).toHost(network.vocabulary()).sampled();
    head.fused(FusedLinears.of(List.of(lmHead), headPacking));
    long embedding =
        Math.multiplyExact((long) network.vocabulary() + network.learnedPositions(), (long) hidden);
    long norms = layers.stream().mapToLong(Block::normWeights).sum() + network.finalNormWeights();
    long biases =
        layers.stream().mapToLong(Block::biases).sum()
            + (network.headBias() ? network.vocabulary() : 0);
    return new Program(
        network.name(),
        network.family(),
        hidden,
        network.vocabulary(),
        network.maxContext(),
        layers,
        head.build(),
        embedding,
        lmHead.weights(),
        network.tiedHead(),
        norms + biases + sinks());
  }

  /// Scores go to the host, which samples.
  private HostOffload headOnDie() {
    return onDie == HostOffload.ATTENTION ? HostOffload.ELEMENTS : onDie;
  }

  /// Learned scores that take part in a head's softmax and weigh no value.
  private long sinks() {
    long sinks = 0;
    for (NetworkSpec.Layer layer : network.layers()) {
      sinks +=
          switch (layer.attention()) {
            case NetworkSpec.Attention.Grouped grouped -> grouped.sinks() ? grouped.heads() : 0;
            case NetworkSpec.Attention.Latent _, NetworkSpec.Attention.None _ -> 0;
          };
    }
    return sinks;
  }

  private Block block(NetworkSpec.Layer layer) {
    BlockBuilder block = new BlockBuilder(network.hiddenSize(), layerPacking, onDie);
    if (ParallelLowering.suits(layer)) {
      ParallelLowering.lower(layer, block);
    } else {
      AttentionLowering.lower(layer.attention(), layer.headSpans(), block);
      RecurrenceLowering.lower(layer.recurrence(), block);
      FeedForwardLowering.lower(layer.feedForward(), block);
    }
    return block.build(Math.toIntExact(layer.normWeights() + layer.recurrence().vectorWeights()));
  }
}

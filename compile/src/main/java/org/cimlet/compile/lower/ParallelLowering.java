package org.cimlet.compile.lower;

import java.util.List;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Recurrence;
import org.cimlet.plan.program.Linear;

/// A layer whose attention and feed-forward read the same input (GPT-J, Phi): one step makes
/// queries, keys, values and the inner vector, and the residual stream moves once less.
public final class ParallelLowering {
  private ParallelLowering() {}

  /// Whether a layer is lowered so: with grouped attention, whose linears all read the layer's
  /// input, and without routing.
  static boolean suits(Layer layer) {
    return layer.parallel()
        && layer.recurrence() instanceof Recurrence.None
        && switch (layer.attention()) {
          case Attention.Grouped _ -> true;
          case Attention.Latent _, Attention.None _ -> false;
        }
        && switch (layer.feedForward()) {
          case FeedForward.Gated _, FeedForward.Plain _ -> true;
          case FeedForward.Experts _, FeedForward.None _ -> false;
        };
  }

  /// @throws IllegalArgumentException where the layer is not one that [#suits]
  static void lower(Layer layer, BlockBuilder block) {
    if (!suits(layer)) {
      throw new IllegalArgumentException("must be a parallel layer, got " + layer);
    }
    Attention.Grouped a =
        switch (layer.attention()) {
          case Attention.Grouped grouped -> grouped;
          case Attention.Latent _, Attention.None _ ->
              throw new IllegalArgumentException("got " + layer.attention());
        };
    int hidden = block.hidden();
    List<Linear> inputs = AttentionLowering.inputs(a, hidden);
    int inner;
    boolean bias;
    String name;
    switch (layer.feedForward()) {
      case FeedForward.Gated f -> {
        inner = f.inner();
        bias = f.bias();
        name = "qkv gate up";
        inputs.add(linear("gate_proj", inner, hidden, bias));
      }
      case FeedForward.Plain f -> {
        inner = f.inner();
        bias = f.bias();
        name = "qkv up";
      }
      case FeedForward.Experts _, FeedForward.None _ ->
          throw new IllegalArgumentException("got " + layer.feedForward());
    }
    inputs.add(linear("up_proj", inner, hidden, bias));
    block.add(
        block
            .normedStep()
            .fromResidual(name, hidden)
            .fused(block.fuse(inputs.toArray(Linear[]::new)))
            .toHost(AttentionLowering.inputElements(a))
            .attended()
            .activated(inner));
    AttentionLowering.attend(a, new HeadWindows(a, layer.headSpans()), block);
    block.add(
        block
            .step()
            .fromPrevious("down", inner)
            .fused(block.fuse(linear("down_proj", hidden, inner, bias)))
            .toResidual(hidden));
    block.add(AttentionLowering.attentionOut(a, block));
  }

  private static Linear linear(String name, int outputs, int inputs, boolean bias) {
    return new Linear(name, outputs, inputs, 1, 1, bias);
  }
}

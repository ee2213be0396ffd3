package org.cimlet.compile.lower;

import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Linear;

/// A layer whose attention and feed-forward read the same input (GPT-J, Phi): one step makes
/// queries, keys, values and the inner vector, and the residual stream moves once less.
public final class ParallelLowering {
  private ParallelLowering() {}

  /// Whether a layer is lowered so: with grouped attention, whose linears all read the layer's
  /// input, and without routing.
  static boolean suits(Layer layer) {
    return layer.parallel()
        && switch (layer.attention()) {
          case Attention.Grouped _ -> true;
          case Attention.Latent _ -> false;
        }
        && switch (layer.feedForward()) {
          case FeedForward.Gated _, FeedForward.Plain _ -> true;
          case FeedForward.Experts _ -> false;
        };
  }

  /// @throws IllegalArgumentException where the layer is not one that [#suits]
  static void lower(Layer layer, BlockBuilder block) {
    if (!suits(layer) || !(layer.attention() instanceof Attention.Grouped a)) {
      throw new IllegalArgumentException("must be a parallel layer, got " + layer);
    }
    int hidden = block.hidden();
    int queries = a.heads() * a.headDim();
    int keys = a.keyValueHeads() * a.headDim();
    Linear q = linear("q_proj", queries, hidden, a.inputBias());
    Linear k = linear("k_proj", keys, hidden, a.inputBias());
    Linear v = linear("v_proj", keys, hidden, a.inputBias());
    StepBuilder in = block.normedStep();
    int inner;
    boolean bias;
    switch (layer.feedForward()) {
      case FeedForward.Gated f -> {
        inner = f.inner();
        bias = f.bias();
        Linear gate = linear("gate_proj", inner, hidden, bias);
        in.fromResidual("qkv gate up", hidden)
            .fused(block.fuse(q, k, v, gate, linear("up_proj", inner, hidden, bias)));
      }
      case FeedForward.Plain f -> {
        inner = f.inner();
        bias = f.bias();
        in.fromResidual("qkv up", hidden)
            .fused(block.fuse(q, k, v, linear("up_proj", inner, hidden, bias)));
      }
      case FeedForward.Experts f -> throw new IllegalArgumentException("got " + f);
    }
    block.add(in.toHost(queries + 2 * keys).attended().activated(inner));
    block.attention(
        new HeadWindows(a, layer.headSpans())
            .work(a.keyValueHeads(), new AttentionWork.Head(a.headDim(), a.headDim(), false)));
    block.add(
        block
            .step()
            .fromPrevious("down", inner)
            .fused(block.fuse(linear("down_proj", hidden, inner, bias)))
            .toResidual(hidden));
    block.add(
        block
            .step()
            .fromHost("attention out", queries)
            .fused(block.fuse(linear("o_proj", hidden, queries, a.outputBias())))
            .toResidual(hidden));
  }

  private static Linear linear(String name, int outputs, int inputs, boolean bias) {
    return new Linear(name, outputs, inputs, 1, 1, bias);
  }
}

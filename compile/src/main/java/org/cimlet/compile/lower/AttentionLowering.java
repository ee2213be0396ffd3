package org.cimlet.compile.lower;

import java.util.List;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Linear;

/// The linears and steps of each kind of attention.
public final class AttentionLowering {
  private AttentionLowering() {}

  /// @param spans positions each head looks back on at most; empty where only the window limits
  ///   them
  static void lower(Attention attention, List<Integer> spans, BlockBuilder block) {
    HeadWindows windowGroups = new HeadWindows(attention, spans);
    switch (attention) {
      case Attention.Grouped grouped -> grouped(grouped, windowGroups, block);
      case Attention.Latent latent -> latent(latent, windowGroups, block);
    }
  }

  private static void grouped(Attention.Grouped a, HeadWindows windowGroups, BlockBuilder block) {
    int hidden = block.hidden();
    int queries = a.heads() * a.headDim();
    int keys = a.keyValueHeads() * a.headDim();
    block.add(
        block
            .normedStep()
            .fromResidual("qkv", hidden)
            .fused(
                block.fuse(
                    linear("q_proj", queries, hidden, a.inputBias()),
                    linear("k_proj", keys, hidden, a.inputBias()),
                    linear("v_proj", keys, hidden, a.inputBias())))
            .toHost(queries + 2 * keys)
            .attended());
    block.attention(
        windowGroups.work(
            a.keyValueHeads(), new AttentionWork.Head(a.headDim(), a.headDim(), false)));
    block.add(
        block
            .step()
            .fromHost("attention out", queries)
            .fused(block.fuse(linear("o_proj", hidden, queries, a.outputBias())))
            .toResidual(hidden));
  }

  /// Latent attention with the key and value up-projections absorbed: a query is brought into the
  /// latent space by its head's block of `kv_b_proj`, attends there, and the result is brought back
  /// by the other half. No cached token is ever expanded, and both halves are weights at rest.
  private static void latent(Attention.Latent a, HeadWindows windowGroups, BlockBuilder block) {
    int hidden = block.hidden();
    int heads = a.heads();
    int queries = heads * (a.plainDim() + a.rotaryDim());
    int cached = a.latentRank() + a.rotaryDim();
    Linear down = linear("kv_a_proj_with_mqa", cached, hidden, false);
    StepBuilder first = block.normedStep().fromResidual("latents", hidden).toHost(cached);
    if (a.queryRank() > 0) {
      block.add(
          first
              .fused(block.fuse(linear("q_a_proj", a.queryRank(), hidden, false), down))
              .toNext(a.queryRank()));
      block.add(
          block
              .step()
              .fromPrevious("queries", a.queryRank())
              .fused(block.fuse(linear("q_b_proj", queries, a.queryRank(), false)))
              .toHost(heads * a.rotaryDim())
              .toNext(heads * a.plainDim()));
    } else {
      block.add(
          first
              .fused(block.fuse(linear("q_proj", queries, hidden, false), down))
              .toHost(heads * a.rotaryDim())
              .toNext(heads * a.plainDim()));
    }
    block.add(
        block
            .step()
            .fromPrevious("queries to latents", heads * a.plainDim())
            .fused(block.fuse(perHead("kv_b_proj.keys", a.latentRank(), a.plainDim(), heads)))
            .toHost(heads * a.latentRank())
            .attended());
    block.attention(windowGroups.work(1, new AttentionWork.Head(cached, a.latentRank(), true)));
    block.add(
        block
            .step()
            .fromHost("latents to values", heads * a.latentRank())
            .fused(block.fuse(perHead("kv_b_proj.values", a.valueDim(), a.latentRank(), heads)))
            .toNext(heads * a.valueDim()));
    block.add(
        block
            .step()
            .fromPrevious("attention out", heads * a.valueDim())
            .fused(block.fuse(linear("o_proj", hidden, heads * a.valueDim(), false)))
            .toResidual(hidden));
  }

  private static Linear linear(String name, int outputs, int inputs, boolean bias) {
    return new Linear(name, outputs, inputs, 1, 1, bias);
  }

  private static Linear perHead(String name, int outputs, int inputs, int heads) {
    return new Linear(name, outputs, inputs, heads, heads, false);
  }
}

package org.cimlet.compile.lower;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.Indexer;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Linear;

/// The linears and steps of each kind of attention.
public final class AttentionLowering {
  /// Exponential, add, divide, multiply.
  private static final int GATE_OPS = 4;

  private AttentionLowering() {}

  /// @param spans positions each head looks back on at most; empty where only the window limits
  ///   them
  static void lower(Attention attention, List<Integer> spans, BlockBuilder block) {
    HeadWindows windowGroups = new HeadWindows(attention, spans);
    switch (attention) {
      case Attention.None _ -> {}
      case Attention.Grouped grouped -> grouped(grouped, windowGroups, block);
      case Attention.Latent latent -> latent(latent, windowGroups, block);
    }
  }

  private static void grouped(Attention.Grouped a, HeadWindows windowGroups, BlockBuilder block) {
    block.add(
        block
            .normedStep()
            .fromResidual("qkv", block.hidden())
            .fused(block.fuse(inputs(a, block.hidden()).toArray(Linear[]::new)))
            .toHost(inputElements(a))
            .attended());
    attend(a, windowGroups, block);
    block.add(attentionOut(a, block));
  }

  /// Linears that read the layer's input: queries, their gate, keys and values.
  static List<Linear> inputs(Attention.Grouped a, int hidden) {
    List<Linear> inputs = new ArrayList<>();
    inputs.add(linear("q_proj", a.heads() * a.headDim(), hidden, a.inputBias()));
    inputs.add(linear("k_proj", a.keyValueHeads() * a.headDim(), hidden, a.inputBias()));
    if (!a.keysAreValues()) {
      inputs.add(linear("v_proj", a.projectedValues(), hidden, a.inputBias()));
    }
    if (a.gate() > 0) {
      inputs.add(linear("q_gate", a.gate(), hidden, a.inputBias()));
    }
    return inputs;
  }

  /// Elements of what they make.
  static int inputElements(Attention.Grouped a) {
    return (a.heads() + a.keyValueHeads()) * a.headDim() + a.projectedValues() + a.gate();
  }

  /// Attention, and the gate on its result.
  static void attend(Attention.Grouped a, HeadWindows windowGroups, BlockBuilder block) {
    AttentionWork.Head head = new AttentionWork.Head(a.headDim(), a.valueDim(), false);
    block.attention(windowGroups.work(a.keyValueHeads(), head));
    if (a.gate() > 0) {
      block.elementWise("output gate", (long) GATE_OPS * a.heads() * a.valueDim());
    }
  }

  static StepBuilder attentionOut(Attention.Grouped a, BlockBuilder block) {
    int attended = a.heads() * a.valueDim();
    return block
        .step()
        .fromHost("attention out", attended)
        .fused(block.fuse(linear("o_proj", block.hidden(), attended, a.outputBias())))
        .toResidual(block.hidden());
  }

  /// Latent attention with the key and value up-projections absorbed: a query is brought into the
  /// latent space by its head's block of `kv_b_proj`, attends there, and the result is brought back
  /// by the other half. No cached token is ever expanded, and both halves are weights at rest. An
  /// indexer's queries are made beside those of attention, its key and weights beside the latent.
  private static void latent(Attention.Latent a, HeadWindows windowGroups, BlockBuilder block) {
    int hidden = block.hidden();
    int heads = a.heads();
    int queries = heads * (a.plainDim() + a.rotaryDim());
    int cached = a.latentRank() + a.rotaryDim();
    Indexer indexer = a.indexer();
    int indexerQueries = indexer.heads() * indexer.headDim();
    List<Linear> down = new ArrayList<>();
    if (a.queryRank() > 0) {
      down.add(linear("q_a_proj", a.queryRank(), hidden, false));
    } else {
      down.add(linear("q_proj", queries, hidden, false));
    }
    down.add(linear("kv_a_proj_with_mqa", cached, hidden, false));
    if (indexer.exists()) {
      down.add(linear("indexer.wk", indexer.headDim(), hidden, false));
      down.add(linear("indexer.weights_proj", indexer.heads(), hidden, false));
    }
    StepBuilder first =
        block
            .normedStep()
            .fromResidual("latents", hidden)
            .fused(block.fuse(down.toArray(Linear[]::new)))
            .toHost(cached + indexer.headDim() + indexer.heads());
    if (a.queryRank() > 0) {
      List<Linear> up = new ArrayList<>();
      up.add(linear("q_b_proj", queries, a.queryRank(), false));
      if (indexer.exists()) {
        up.add(linear("indexer.wq_b", indexerQueries, a.queryRank(), false));
      }
      block.add(first.toNext(a.queryRank()));
      block.add(
          block
              .step()
              .fromPrevious("queries", a.queryRank())
              .fused(block.fuse(up.toArray(Linear[]::new)))
              .toHost(heads * a.rotaryDim() + indexerQueries)
              .toNext(heads * a.plainDim()));
    } else {
      block.add(first.toHost(heads * a.rotaryDim()).toNext(heads * a.plainDim()));
    }
    block.add(
        block
            .step()
            .fromPrevious("queries to latents", heads * a.plainDim())
            .fused(block.fuse(perHead("kv_b_proj.keys", a.latentRank(), a.plainDim(), heads)))
            .toHost(heads * a.latentRank())
            .attended());
    AttentionWork.Head head = new AttentionWork.Head(cached, a.latentRank(), true);
    block.attention(
        indexer.exists()
            ? AttentionWork.picked(
                1,
                heads,
                head,
                indexer.picked(),
                indexer.heads(),
                new AttentionWork.Head(indexer.headDim(), 0, false))
            : windowGroups.work(1, head));
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

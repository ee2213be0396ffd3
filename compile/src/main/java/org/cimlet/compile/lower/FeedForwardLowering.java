package org.cimlet.compile.lower;

import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Linear;

/// The linears and steps of each kind of feed-forward.
public final class FeedForwardLowering {
  private FeedForwardLowering() {}

  static void lower(FeedForward feedForward, BlockBuilder block) {
    switch (feedForward) {
      case FeedForward.None _ -> {}
      case FeedForward.Gated gated -> gated(gated, block);
      case FeedForward.Plain plain -> plain(plain, block);
      case FeedForward.Experts experts -> experts(experts, block);
    }
  }

  private static void gated(FeedForward.Gated f, BlockBuilder block) {
    block.add(
        block
            .normedStep()
            .fromResidual("gate up", block.hidden())
            .fused(widening("", f, 1, 1, block))
            .activated(f.inner()));
    block.add(narrowingStep(f, block));
  }

  private static void plain(FeedForward.Plain f, BlockBuilder block) {
    block.add(
        block
            .normedStep()
            .fromResidual("up", block.hidden())
            .fused(widening("", f, 1, 1, block))
            .activated(f.inner()));
    block.add(narrowingStep(f, block));
  }

  private static StepBuilder narrowingStep(FeedForward.Dense f, BlockBuilder block) {
    return block
        .step()
        .fromPrevious("down", f.inner())
        .fused(narrowing("", f, 1, 1, block))
        .toResidual(block.hidden());
  }

  private static void experts(FeedForward.Experts f, BlockBuilder block) {
    int hidden = block.hidden();
    Linear router = new Linear("router", f.experts(), hidden, 1, 1, f.routerBias());
    Linear gate = new Linear("shared_expert_gate", 1, hidden, 1, 1, false);
    block.add(
        block
            .normedStep()
            .fromResidual("router", hidden)
            .fused(f.sharedGate() ? block.fuse(router, gate) : block.fuse(router))
            .toResidual(f.experts() + (f.sharedGate() ? 1 : 0)));
    StepBuilder in =
        block
            .step()
            .fromResidual(
                switch (f.expert()) {
                  case FeedForward.Gated _ -> "experts gate up";
                  case FeedForward.Plain _ -> "experts up";
                },
                hidden)
            .fused(widening("experts.", f.expert(), f.experts(), f.active(), block))
            .activated(f.active() * f.expert().inner());
    StepBuilder out =
        block
            .step()
            .fromPrevious("experts down", f.active() * f.expert().inner() + f.sharedInner())
            .fused(narrowing("experts.", f.expert(), f.experts(), f.active(), block))
            .toResidual(f.active() * hidden);
    if (f.sharedInner() > 0) {
      FeedForward.Dense shared =
          switch (f.expert()) {
            case FeedForward.Gated gated -> new FeedForward.Gated(f.sharedInner(), gated.bias());
            case FeedForward.Plain plain -> new FeedForward.Plain(f.sharedInner(), plain.bias());
          };
      in.fused(widening("shared_expert.", shared, 1, 1, block)).activated(shared.inner());
      out.fused(narrowing("shared_expert.", shared, 1, 1, block)).toResidual(hidden);
    }
    block.add(in);
    block.add(out);
  }

  /// From the hidden size to the inner one.
  private static FusedLinears widening(
      String prefix, FeedForward.Dense f, int copies, int active, BlockBuilder block) {
    Linear up = new Linear(prefix + "up_proj", f.inner(), block.hidden(), copies, active, f.bias());
    return switch (f) {
      case FeedForward.Gated _ ->
          block.fuse(
              new Linear(prefix + "gate_proj", f.inner(), block.hidden(), copies, active, f.bias()),
              up);
      case FeedForward.Plain _ -> block.fuse(up);
    };
  }

  private static FusedLinears narrowing(
      String prefix, FeedForward.Dense f, int copies, int active, BlockBuilder block) {
    return block.fuse(
        new Linear(prefix + "down_proj", block.hidden(), f.inner(), copies, active, f.bias()));
  }
}

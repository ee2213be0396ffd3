package org.cimlet.compile.lower;

import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Linear;

/// The linears and steps of each kind of feed-forward.
public final class FeedForwardLowering {
  private FeedForwardLowering() {}

  static void lower(FeedForward feedForward, BlockBuilder block) {
    switch (feedForward) {
      case FeedForward.Gated gated -> gated(gated, block);
      case FeedForward.Plain plain -> plain(plain, block);
      case FeedForward.Experts experts -> experts(experts, block);
    }
  }

  private static void gated(FeedForward.Gated f, BlockBuilder block) {
    FusedLinears gateUp = gateUp("", f, 1, 1, block);
    block.add(
        block
            .normedStep()
            .fromResidual("gate up", block.hidden())
            .fused(gateUp)
            .activated(f.inner()));
    block.add(
        block
            .step()
            .fromPrevious("down", f.inner())
            .fused(down("", f, 1, 1, block))
            .toResidual(block.hidden()));
  }

  private static void plain(FeedForward.Plain f, BlockBuilder block) {
    FusedLinears up = block.fuse(new Linear("up_proj", f.inner(), block.hidden(), 1, 1, f.bias()));
    block.add(block.normedStep().fromResidual("up", block.hidden()).fused(up).activated(f.inner()));
    block.add(
        block
            .step()
            .fromPrevious("down", f.inner())
            .fused(block.fuse(new Linear("down_proj", block.hidden(), f.inner(), 1, 1, f.bias())))
            .toResidual(block.hidden()));
  }

  private static void experts(FeedForward.Experts f, BlockBuilder block) {
    int hidden = block.hidden();
    block.add(
        block
            .normedStep()
            .fromResidual("router", hidden)
            .fused(block.fuse(new Linear("router", f.experts(), hidden, 1, 1, f.routerBias())))
            .toResidual(f.experts()));
    StepBuilder in =
        block
            .step()
            .fromResidual("experts gate up", hidden)
            .fused(gateUp("experts.", f.expert(), f.experts(), f.active(), block))
            .activated(f.active() * f.expert().inner());
    StepBuilder out =
        block
            .step()
            .fromPrevious("experts down", f.active() * f.expert().inner() + f.sharedInner())
            .fused(down("experts.", f.expert(), f.experts(), f.active(), block))
            .toResidual(f.active() * hidden);
    if (f.sharedInner() > 0) {
      FeedForward.Gated shared = new FeedForward.Gated(f.sharedInner(), f.expert().bias());
      in.fused(gateUp("shared_expert.", shared, 1, 1, block)).activated(shared.inner());
      out.fused(down("shared_expert.", shared, 1, 1, block)).toResidual(hidden);
    }
    block.add(in);
    block.add(out);
  }

  private static FusedLinears gateUp(
      String prefix, FeedForward.Gated f, int copies, int active, BlockBuilder block) {
    int hidden = block.hidden();
    return block.fuse(
        new Linear(prefix + "gate_proj", f.inner(), hidden, copies, active, f.bias()),
        new Linear(prefix + "up_proj", f.inner(), hidden, copies, active, f.bias()));
  }

  private static FusedLinears down(
      String prefix, FeedForward.Gated f, int copies, int active, BlockBuilder block) {
    return block.fuse(
        new Linear(prefix + "down_proj", block.hidden(), f.inner(), copies, active, f.bias()));
  }
}

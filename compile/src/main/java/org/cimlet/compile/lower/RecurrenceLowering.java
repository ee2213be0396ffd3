package org.cimlet.compile.lower;

import org.cimlet.network.Recurrence;
import org.cimlet.plan.program.Linear;

/// The linears and steps of each kind of recurrence: what reads the layer's input goes to where the
/// state is, and what the state gives comes from there.
final class RecurrenceLowering {
  private RecurrenceLowering() {}

  static void lower(Recurrence recurrence, BlockBuilder block) {
    switch (recurrence) {
      case Recurrence.None _ -> {}
      case Recurrence.StateSpace state -> stateSpace(state, block);
      case Recurrence.SelectiveScan scan -> selectiveScan(scan, block);
      case Recurrence.DeltaRule delta -> deltaRule(delta, block);
      case Recurrence.ChannelDelta delta -> channelDelta(delta, block);
      case Recurrence.Lightning lightning -> lightning(lightning, block);
      case Recurrence.GatedConvolution convolution -> gatedConvolution(convolution, block);
    }
  }

  private static void stateSpace(Recurrence.StateSpace s, BlockBuilder block) {
    into("in", block, linear("in_proj", s.projected(), block.hidden(), s.bias()));
    block.update(s);
    out("out", block, linear("out_proj", block.hidden(), s.inner(), s.bias()));
  }

  /// The convolution comes before `x_proj`, whose steps are normed and widened before the update.
  private static void selectiveScan(Recurrence.SelectiveScan s, BlockBuilder block) {
    int made = s.rank() + 2 * s.stateSize();
    into("in", block, linear("in_proj", 2 * s.inner(), block.hidden(), s.bias()));
    again("steps", block, linear("x_proj", made, s.inner(), false));
    again("widened steps", block, linear("dt_proj", s.inner(), s.rank(), true));
    block.update(s);
    out("out", block, linear("out_proj", block.hidden(), s.inner(), s.bias()));
  }

  private static void deltaRule(Recurrence.DeltaRule d, BlockBuilder block) {
    int hidden = block.hidden();
    into(
        "qkv",
        block,
        linear("q_proj", d.keys(), hidden, false),
        linear("k_proj", d.keys(), hidden, false),
        linear("v_proj", d.values(), hidden, false),
        linear("z_proj", d.values(), hidden, false),
        linear("ba_proj", 2 * d.valueHeads(), hidden, false));
    block.update(d);
    out("attention out", block, linear("o_proj", hidden, d.values(), false));
  }

  /// Decay and gate pass by way of one head's width: each narrow vector is read by the next step.
  private static void channelDelta(Recurrence.ChannelDelta d, BlockBuilder block) {
    int hidden = block.hidden();
    int inner = d.inner();
    int narrow = d.headDim();
    block.add(
        block
            .normedStep()
            .fromResidual("gate", hidden)
            .fused(block.fuse(linear("g_a_proj", narrow, hidden, false)))
            .toNext(narrow));
    widened("widened gate", block, linear("g_b_proj", inner, narrow, false));
    block.add(
        block
            .step()
            .fromResidual("qkv", hidden)
            .fused(
                block.fuse(
                    linear("q_proj", inner, hidden, false),
                    linear("k_proj", inner, hidden, false),
                    linear("v_proj", inner, hidden, false),
                    linear("b_proj", d.heads(), hidden, false),
                    linear("f_a_proj", narrow, hidden, false)))
            .toHost(3 * inner + d.heads())
            .toNext(narrow));
    widened("widened decay", block, linear("f_b_proj", inner, narrow, false));
    block.update(d);
    out("attention out", block, linear("o_proj", hidden, inner, false));
  }

  private static void lightning(Recurrence.Lightning l, BlockBuilder block) {
    int hidden = block.hidden();
    into(
        "qkv",
        block,
        linear("qkv_proj", 3 * l.inner(), hidden, false),
        linear("output_gate", l.inner(), hidden, false));
    block.update(l);
    out("attention out", block, linear("out_proj", hidden, l.inner(), false));
  }

  private static void gatedConvolution(Recurrence.GatedConvolution g, BlockBuilder block) {
    into("in", block, linear("in_proj", 3 * g.channels(), block.hidden(), g.bias()));
    block.update(g);
    out("out", block, linear("out_proj", block.hidden(), g.channels(), g.bias()));
  }

  /// From the layer's input to the state.
  private static void into(String name, BlockBuilder block, Linear... linears) {
    int made = 0;
    for (Linear linear : linears) {
      made += linear.outputs();
    }
    block.add(
        block
            .normedStep()
            .fromResidual(name, block.hidden())
            .fused(block.fuse(linears))
            .toHost(made));
  }

  /// From the state's place and back to it.
  private static void again(String name, BlockBuilder block, Linear linear) {
    block.add(
        block
            .step()
            .fromHost(name, linear.inputs())
            .fused(block.fuse(linear))
            .toHost(linear.outputs()));
  }

  /// From the previous step to the state.
  private static void widened(String name, BlockBuilder block, Linear linear) {
    block.add(
        block
            .step()
            .fromPrevious(name, linear.inputs())
            .fused(block.fuse(linear))
            .toHost(linear.outputs()));
  }

  private static void out(String name, BlockBuilder block, Linear linear) {
    block.add(
        block
            .step()
            .fromHost(name, linear.inputs())
            .fused(block.fuse(linear))
            .toResidual(block.hidden()));
  }

  private static Linear linear(String name, int outputs, int inputs, boolean bias) {
    return new Linear(name, outputs, inputs, 1, 1, bias);
  }
}

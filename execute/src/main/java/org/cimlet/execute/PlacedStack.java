package org.cimlet.execute;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Packing;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Stack;
import org.cimlet.plan.Step;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.WeightMatrix;

/// A stack's linears in the macros that a plan placed them in, multiplied row by row as the
/// hardware would. For one thread at a time.
public final class PlacedStack {
  private final List<WeightMatrix> linears;
  private final Interleaving channels;
  private final List<PlacedPiece> pieces = new ArrayList<>();

  /// @param plan where the stack was placed
  /// @param layer which layer; the number of layers for the head
  /// @param step which of the layer's steps; it must have one stack
  /// @param linears the stack's linears in order
  /// @throws IllegalArgumentException where they are not what the plan has there, or have more than
  ///   one scale a row
  public PlacedStack(Plan plan, int layer, int step, List<WeightMatrix> linears) {
    this.linears = List.copyOf(linears);
    this.channels = Interleaving.of(linears);
    Stack stack = stack(plan, layer, step);
    check(stack);
    Placement placement = plan.placement();
    Chiplet chiplet = plan.machine().chiplet();
    int channel = 0;
    for (int piece = 0; piece < placement.pieces(); piece++) {
      if (placement.layer(piece) == layer && placement.step(piece) == step) {
        checkRoom(placement, placement.chiplet(piece), chiplet);
        PlacedPiece placed =
            new PlacedPiece(chiplet, placement, piece, stack.packing(), stack.inputs());
        for (int unit = 0; unit < placed.units(); unit++) {
          write(placed, unit, channel++);
        }
        pieces.add(placed);
      }
    }
    if (channel != stack.outputs()) {
      throw new IllegalArgumentException(
          "all %s outputs must be placed, got %s".formatted(stack.outputs(), channel));
    }
  }

  private static Stack stack(Plan plan, int layer, int step) {
    Step found =
        layer == plan.program().layers().size()
            ? plan.program().head()
            : plan.program().layers().get(layer).steps().get(step);
    if (found.stacks().size() != 1 || found.stacks().getFirst().copies() != 1) {
      throw new IllegalArgumentException(
          "%s must be one stack that every token uses, got more".formatted(found.name()));
    }
    return found.stacks().getFirst();
  }

  private void check(Stack stack) {
    int outputs = linears.stream().mapToInt(WeightMatrix::outputs).sum();
    if (outputs != stack.outputs()) {
      throw new IllegalArgumentException(
          "the plan places %s outputs, got %s".formatted(stack.outputs(), outputs));
    }
    for (WeightMatrix linear : linears) {
      Packing packing = stack.packing();
      boolean same =
          packing.isDense()
              ? linear.pattern().isDense()
              : linear.pattern().kept() == packing.kept()
                  && linear.pattern().group() == packing.group();
      if (linear.inputs() != stack.inputs() || !same) {
        throw new IllegalArgumentException(
            "the plan places %s weights of %s inputs, got %s"
                .formatted(packing.pattern(), stack.inputs(), linear));
      }
      if (linear.scalesPerRow() != 1) {
        throw new IllegalArgumentException(
            "a macro adds a whole row, so a row must have one scale, got %s"
                .formatted(linear.scalesPerRow()));
      }
    }
  }

  private static void checkRoom(Placement placement, int at, Chiplet chiplet) {
    if (placement.bitsUsedPerMacro(at) > chiplet.macro().capacityBits()) {
      throw new IllegalArgumentException(
          "a macro of %s bits must hold %s"
              .formatted(chiplet.macro().capacityBits(), placement.bitsUsedPerMacro(at)));
    }
  }

  private void write(PlacedPiece piece, int unit, int channel) {
    WeightMatrix linear = linears.get(channels.linear()[channel]);
    int output = channels.row()[channel];
    byte[] stored = new byte[Math.toIntExact(linear.pattern().valuesPerRow(linear.inputs()))];
    MemorySegment.copy(
        linear.values(),
        ValueLayout.JAVA_BYTE,
        (long) output * stored.length,
        stored,
        0,
        stored.length);
    long[] masks =
        switch (linear) {
          case DenseMatrix _ -> new long[0];
          case PackedMatrix packed -> masks(packed, output);
        };
    piece.write(unit, stored, masks);
  }

  private static long[] masks(PackedMatrix matrix, int output) {
    long[] masks = new long[matrix.groups()];
    for (int group = 0; group < masks.length; group++) {
      masks[group] = matrix.mask(output, group);
    }
    return masks;
  }

  /// Multiplies one token's inputs.
  ///
  /// @return the linears' sums: those of the first, then those of the second, and so on
  /// @throws AccumulatorOverflowException where a sum leaves its accumulator
  public int[] multiply(byte[] x) {
    int[] firsts = new int[linears.size()];
    for (int i = 1; i < firsts.length; i++) {
      firsts[i] = firsts[i - 1] + linears.get(i - 1).outputs();
    }
    int[] sums = new int[channels.row().length];
    int channel = 0;
    for (PlacedPiece piece : pieces) {
      for (int unit = 0; unit < piece.units(); unit++) {
        sums[firsts[channels.linear()[channel]] + channels.row()[channel]] = piece.read(unit, x);
        channel++;
      }
    }
    return sums;
  }

  /// What its macros did so far.
  public MacroActions actions() {
    return pieces.stream().map(PlacedPiece::actions).reduce(MacroActions.NONE, MacroActions::plus);
  }
}

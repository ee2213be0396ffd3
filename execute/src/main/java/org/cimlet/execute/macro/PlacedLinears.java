package org.cimlet.execute.macro;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.ScheduledStep;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Step;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;

/// Fused linears in the macros that a plan placed them in, multiplied row by row as the hardware
/// would. For one thread at a time.
public final class PlacedLinears {
  private final List<WeightMatrix> linears;
  private final Interleaving channels;
  private final List<Slice> slices = new ArrayList<>();

  private final WeightSets weightSets;
  private final int weightBits;

  /// Adds what chiplets with slices of the inputs made.
  private final Accumulator sums;

  /// @param plan where they were placed
  /// @param layer which layer; the number of layers for the head
  /// @param step which of the layer's steps; it must have one set of fused linears
  /// @param linears in order
  /// @throws IllegalArgumentException where they are not what the plan has there, or have more than
  ///   one scale a row
  public PlacedLinears(Plan plan, int layer, int step, List<WeightMatrix> linears) {
    this(plan, layer, step, linears, new WeightSets(plan));
  }

  /// The same beside others, with weights that are reloaded.
  ///
  /// @param weightSets what loads them all
  public PlacedLinears(
      Plan plan, int layer, int step, List<WeightMatrix> linears, WeightSets weightSets) {
    this.weightSets = weightSets;
    this.linears = List.copyOf(linears);
    this.channels = Interleaving.of(linears);
    FusedLinears fused = fused(plan, layer, step);
    check(fused);
    this.weightBits = fused.packing().weightBits();
    this.sums = new Accumulator(plan.machine().chiplet().macro().accumulatorBits());
    int channel = 0;
    int input = 0;
    for (ScheduledStep part : plan.schedule(0).steps()) {
      boolean isHere = part.layer() == layer && part.index() == step;
      for (int shard = part.firstShard(); isHere && shard < part.endShard(); shard++) {
        PlacedShard placed = placed(plan, shard, part.isHead(), fused.packing());
        int inputs = plan.placement().inputs(shard);
        boolean cut = part.isInputSliced();
        Slice slice =
            new Slice(placed, part.weightSet(), cut ? 0 : channel, cut ? input : 0, inputs);
        weightSets.add(slice.weightSet(), new Written(slice));
        slices.add(slice);
        channel = cut ? fused.outputs() : channel + placed.units();
        input += cut ? inputs : 0;
      }
    }
    if (channel != fused.outputs() || (input != 0 && input != fused.inputs())) {
      throw new IllegalArgumentException(
          "all %s outputs and inputs must be placed, got %s outputs"
              .formatted(fused.outputs(), channel));
    }
  }

  /// A shard: some output channels with all inputs, or all with some inputs.
  private record Slice(
      PlacedShard shard, int weightSet, int firstChannel, int firstInput, int inputs) {}

  /// A slice's weights on their way into its macros.
  private final class Written implements WeightSets.Loadable {
    private final Slice slice;

    Written(Slice slice) {
      this.slice = slice;
    }

    @Override
    public long load() {
      return write(slice);
    }

    @Override
    public void erase() {
      slice.shard().erase();
    }
  }

  private static FusedLinears fused(Plan plan, int layer, int step) {
    Step found = plan.program().step(layer, step);
    if (found.fusedLinears().size() != 1 || found.fusedLinears().getFirst().copies() != 1) {
      throw new IllegalArgumentException(
          "%s must be one set of fused linears that every token uses, got more"
              .formatted(found.name()));
    }
    return found.fusedLinears().getFirst();
  }

  private void check(FusedLinears fused) {
    int outputs = linears.stream().mapToInt(WeightMatrix::outputs).sum();
    if (outputs != fused.outputs()) {
      throw new IllegalArgumentException(
          "the plan places %s outputs, got %s".formatted(fused.outputs(), outputs));
    }
    for (WeightMatrix linear : linears) {
      Packing packing = fused.packing();
      boolean same =
          packing.isDense()
              ? linear.pattern().isDense()
              : linear.pattern().kept() == packing.kept()
                  && linear.pattern().group() == packing.group();
      if (linear.inputs() != fused.inputs() || !same) {
        throw new IllegalArgumentException(
            "the plan places %s weights of %s inputs, got %s"
                .formatted(packing.pattern(), fused.inputs(), linear));
      }
      if (linear.scalesPerRow() != 1) {
        throw new IllegalArgumentException(
            "a macro adds a whole row, so a row must have one scale, got %s"
                .formatted(linear.scalesPerRow()));
      }
    }
  }

  private static PlacedShard placed(Plan plan, int shard, boolean head, Packing packing) {
    Placement placement = plan.placement();
    int at = placement.chiplet(shard);
    Chiplet chiplet = plan.machine().dies().at(at, head);
    if (placement.bitsUsedPerMacro(at) > chiplet.macro().capacityBits()) {
      throw new IllegalArgumentException(
          "a macro of %s bits must hold %s"
              .formatted(chiplet.macro().capacityBits(), placement.bitsUsedPerMacro(at)));
    }
    return new PlacedShard(chiplet, placement, shard, packing);
  }

  private long write(Slice slice) {
    long bits = 0;
    for (int unit = 0; unit < slice.shard().units(); unit++) {
      WeightMatrix linear = linears.get(channels.linear(slice.firstChannel() + unit));
      int output = channels.row(slice.firstChannel() + unit);
      Pattern pattern = linear.pattern();
      if (slice.firstInput() % pattern.group() != 0) {
        throw new IllegalArgumentException(
            "inputs must be cut between groups of %s, got a cut at %s"
                .formatted(pattern.group(), slice.firstInput()));
      }
      byte[] stored = new byte[Math.toIntExact(pattern.valuesPerRow(slice.inputs()))];
      int firstGroup = slice.firstInput() / pattern.group();
      long first = output * pattern.valuesPerRow(linear.inputs());
      MemorySegment.copy(
          linear.values(),
          ValueLayout.JAVA_BYTE,
          first + (long) firstGroup * pattern.kept(),
          stored,
          0,
          stored.length);
      long[] masks = masks(linear, output, firstGroup, slice.inputs());
      slice.shard().write(unit, stored, masks);
      bits += (long) stored.length * weightBits + (long) masks.length * pattern.group();
    }
    return bits;
  }

  private static long[] masks(WeightMatrix linear, int output, int first, int inputs) {
    return switch (linear) {
      case DenseMatrix _ -> new long[0];
      case PackedMatrix packed -> {
        long[] masks = new long[packed.pattern().groupsPerRow(inputs)];
        for (int group = 0; group < masks.length; group++) {
          masks[group] = packed.mask(output, first + group);
        }
        yield masks;
      }
    };
  }

  /// Multiplies one token's inputs.
  ///
  /// @return the linears' sums: those of the first, then those of the second, and so on
  /// @throws AccumulatorOverflowException where a sum leaves its accumulator
  public int[] multiply(byte[] x) {
    return multiply(List.of(x)).getFirst();
  }

  /// Multiplies the inputs of tokens that come together, and share what must be loaded for them.
  ///
  /// @return the linears' sums of each
  /// @throws AccumulatorOverflowException where a sum leaves its accumulator
  public List<int[]> multiply(List<byte[]> tokens) {
    int[] firsts = new int[linears.size()];
    for (int i = 1; i < firsts.length; i++) {
      firsts[i] = firsts[i - 1] + linears.get(i - 1).outputs();
    }
    List<int[]> products = new ArrayList<>();
    tokens.forEach(x -> products.add(new int[channels.size()]));
    for (Slice slice : slices) {
      weightSets.require(slice.weightSet());
      for (int token = 0; token < tokens.size(); token++) {
        add(slice, tokens.get(token), firsts, products.get(token));
      }
    }
    return products;
  }

  private void add(Slice slice, byte[] x, int[] firsts, int[] product) {
    byte[] its = Arrays.copyOfRange(x, slice.firstInput(), slice.firstInput() + slice.inputs());
    for (int unit = 0; unit < slice.shard().units(); unit++) {
      int channel = slice.firstChannel() + unit;
      int at = firsts[channels.linear(channel)] + channels.row(channel);
      sums.clear();
      sums.add(product[at]);
      sums.add(slice.shard().read(unit, its));
      product[at] = sums.sum();
    }
  }

  /// What its macros did so far.
  public MacroActions actions() {
    return slices.stream()
        .map(slice -> slice.shard().actions())
        .reduce(MacroActions.NONE, MacroActions::plus);
  }

  /// What its macros multiplied so far.
  public OperandCounts operands() {
    return slices.stream()
        .map(slice -> slice.shard().operands())
        .reduce(OperandCounts.NONE, OperandCounts::plus);
  }
}

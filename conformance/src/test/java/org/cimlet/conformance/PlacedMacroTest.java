package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimator;
import org.cimlet.execute.macro.AccumulatorOverflowException;
import org.cimlet.execute.macro.MacroActions;
import org.cimlet.execute.macro.PlacedLinears;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Step;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random networks in the macros of many machines, as `compile` places them: every sum against
/// plain integer arithmetic over the weights, every action against the estimate.
class PlacedMacroTest {
  @TempDir private Path folder;

  /// A machine: a shipped one with another array.
  private record Array(String preset, int macros, int fanIn, int columns, int depth, int group) {}

  /// Widths that divide nothing, heads that share keys, a feed-forward narrower than a tile.
  private static final List<int[]> NETWORKS =
      List.of(
          new int[] {64, 4, 2, 172, 97},
          new int[] {96, 3, 1, 40, 130},
          new int[] {40, 5, 5, 333, 31});

  private static final List<Array> ARRAYS =
      List.of(
          new Array("comb-200mb-16", 1250, 16, 8, 20_000, 32),
          new Array("comb-200mb-16", 7, 1, 16, 9_000, 32),
          new Array("comb-200mb-16", 24, 8, 16, 2_800, 16),
          new Array("comb-200mb-16", 13, 4, 4, 9_000, 32),
          new Array("comb-200mb-16", 3, 2, 32, 9_000, 64),
          // chiplets so small that fused linears are cut between them
          new Array("comb-200mb-16", 16, 16, 8, 300, 32));

  private static final List<Pattern> PATTERNS =
      List.of(
          Pattern.DENSE,
          new Pattern(8, 32),
          new Pattern(16, 32),
          new Pattern(4, 32),
          new Pattern(8, 16),
          new Pattern(2, 16),
          new Pattern(16, 64),
          new Pattern(32, 64));

  @Test
  void every_sum_is_the_plain_one_and_every_action_the_estimates() throws IOException {
    int plans = 0;
    int cut = 0;
    long sums = 0;
    MacroActions all = MacroActions.NONE;
    for (Array array : ARRAYS) {
      for (int[] sizes : NETWORKS) {
        for (Pattern pattern : PATTERNS) {
          if (pattern.isDense() || (pattern.group() == array.group() && fills(array, pattern))) {
            Plan plan = plan(machine(array, 8, 8), network(sizes), pattern, 8);
            Checked checked = check(plan, pattern, 127, plans);
            plans++;
            cut += plan.placement().chipletsUsed() > 1 ? 1 : 0;
            sums += checked.sums();
            all = all.plus(checked.actions());
          }
        }
      }
    }
    System.out.printf(
        "macros as compile places them: %,d sums of %,d plans (%,d over several chiplets) equal plain"
            + " integers; %,d row reads, %,d multiplies, %,d skipped weights, %,d mask decodes equal"
            + " the estimate%n",
        sums,
        plans,
        cut,
        all.rowReads(),
        all.multiplies(),
        all.skippedWeights(),
        all.maskDecodes());
    assertThat(plans).isEqualTo(66);
    assertThat(cut).isPositive();
    assertThat(all.maskDecodes()).isPositive();
  }

  @Test
  void bit_serial_macros_of_comb_mcm_add_the_same() throws IOException {
    long sums = 0;
    for (int[] sizes : NETWORKS) {
      Plan plan =
          plan(
              machine(new Array("comb-mcm-65nm", 32, 16, 96, 1280, 0), 3, 3),
              network(sizes),
              Pattern.DENSE,
              3);
      sums += check(plan, Pattern.DENSE, 3, sizes[0]).sums();
    }
    System.out.printf(
        "bit-serial 3-bit macros of comb-mcm-65nm: %,d sums equal plain integers%n", sums);
    assertThat(sums).isEqualTo(4_054);
  }

  /// 64 products of -128 and -128 are 2^20: 22 bits hold it, 21 do not. `compile` would refuse
  /// them.
  @Test
  void a_sum_that_leaves_its_accumulator_is_an_error() throws IOException {
    Plan plan =
        plan(machine(ARRAYS.getFirst(), 8, 8), network(NETWORKS.getFirst()), Pattern.DENSE, 8);
    byte[] lowest = new byte[64];
    Arrays.fill(lowest, Byte.MIN_VALUE);
    List<WeightMatrix> linears =
        plan
            .program()
            .layers()
            .getFirst()
            .steps()
            .get(1)
            .fusedLinears()
            .getFirst()
            .linears()
            .stream()
            .map(linear -> lowest(linear.outputs(), linear.inputs()))
            .toList();
    PlacedLinears wide = new PlacedLinears(withAccumulators(plan, 22), 0, 1, linears);
    assertThat(wide.multiply(lowest)).containsOnly(1 << 20);
    PlacedLinears narrow = new PlacedLinears(withAccumulators(plan, 21), 0, 1, linears);
    assertThatThrownBy(() -> narrow.multiply(lowest))
        .isInstanceOf(AccumulatorOverflowException.class)
        .hasMessageContaining("of 21 bits must hold -1048576 to 1048575, got 1048576");
  }

  private static WeightMatrix lowest(int outputs, int inputs) {
    byte[] values = new byte[outputs * inputs];
    Arrays.fill(values, Byte.MIN_VALUE);
    float[] scales = new float[outputs];
    Arrays.fill(scales, 1);
    return DenseMatrix.copyOf(outputs, inputs, values, scales);
  }

  private static Plan withAccumulators(Plan plan, int bits) {
    Machine machine = plan.machine();
    Chiplet chiplet = machine.chiplet();
    Macro.DigitalSram macro = (Macro.DigitalSram) chiplet.macro();
    Macro other =
        new Macro.DigitalSram(
            macro.inputsPerRow(),
            macro.rows(),
            macro.weightBits(),
            macro.inputBits(),
            bits,
            macro.cyclesPerRow(),
            macro.inputVectors(),
            macro.clockHz(),
            macro.readFjPerBit(),
            macro.multiplyFj(),
            macro.skipper());
    Chiplet with =
        new Chiplet(
            chiplet.macros(),
            chiplet.partialSumFanIn(),
            other,
            chiplet.distributionBitsPerS(),
            chiplet.bufferFjPerBit(),
            chiplet.vector(),
            chiplet.computeMm2(),
            chiplet.memoryMm2(),
            chiplet.otherMm2(),
            chiplet.leakageW());
    return new Plan(
        new Machine(
            machine.name(),
            machine.summary(),
            machine.process(),
            machine.voltageV(),
            Dies.equal(machine.process(), with, machine.topology()),
            machine.topology(),
            machine.host(),
            machine.substrate(),
            machine.spacingMm(),
            machine.board(),
            machine.weightMemory(),
            machine.provenance()),
        plan.program(),
        plan.placement(),
        plan.scenario());
  }

  private record Checked(long sums, MacroActions actions) {}

  /// One token through every stack of a plan.
  private static Checked check(Plan plan, Pattern pattern, int largest, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long sums = 0;
    MacroActions actions = MacroActions.NONE;
    int layers = plan.program().layers().size();
    for (int layer = 0; layer <= layers; layer++) {
      List<Step> steps =
          layer == layers
              ? List.of(plan.program().head())
              : plan.program().layers().get(layer).steps();
      for (int step = 0; step < steps.size(); step++) {
        FusedLinears stack = steps.get(step).fusedLinears().getFirst();
        List<WeightMatrix> linears =
            stack.linears().stream()
                .map(linear -> random(linear.outputs(), linear.inputs(), pattern, largest, random))
                .toList();
        byte[] x = bytes(stack.inputs(), largest, random);
        PlacedLinears placed = new PlacedLinears(plan, layer, step, linears);
        int[] expected = plain(linears, x);
        assertThat(placed.multiply(x))
            .as("%s, %s, layer %s step %s", plan.machine().name(), pattern, layer, step)
            .isEqualTo(expected);
        sums += expected.length;
        actions = actions.plus(placed.actions());
      }
    }
    ActionCounts charged = Estimator.estimate(plan).actions();
    assertThat((double) actions.rowReads()).isEqualTo(charged.of(Action.ROW_READ));
    assertThat((double) actions.bitsRead()).isEqualTo(charged.of(Action.MACRO_READ));
    assertThat((double) actions.multiplies()).isEqualTo(charged.of(Action.MULTIPLY));
    assertThat((double) actions.skippedWeights()).isEqualTo(charged.of(Action.SKIPPED_WEIGHT));
    assertThat((double) actions.maskDecodes()).isEqualTo(charged.of(Action.ZERO_SKIPPER));
    return new Checked(sums, actions);
  }

  private static int[] plain(List<WeightMatrix> linears, byte[] x) {
    List<Integer> sums = new ArrayList<>();
    for (WeightMatrix linear : linears) {
      for (int output = 0; output < linear.outputs(); output++) {
        int sum = 0;
        for (int input = 0; input < linear.inputs(); input++) {
          sum += linear.valueAt(output, input) * x[input];
        }
        sums.add(sum);
      }
    }
    return sums.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The largest magnitude comes often, so that sums come near the accumulator's ends.
  private static byte[] bytes(int count, int largest, SplittableRandom random) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] =
          (byte)
              (random.nextInt(8) == 0 ? -largest - 1 : random.nextInt(-largest - 1, largest + 1));
    }
    return bytes;
  }

  private static WeightMatrix random(
      int outputs, int inputs, Pattern pattern, int largest, SplittableRandom random) {
    float[] scales = new float[outputs];
    Arrays.fill(scales, 1);
    if (pattern.isDense()) {
      return DenseMatrix.copyOf(outputs, inputs, bytes(outputs * inputs, largest, random), scales);
    }
    int groups = pattern.groupsPerRow(inputs);
    int maskBytes = (int) pattern.maskBytesPerRow(inputs);
    byte[] values = new byte[outputs * groups * pattern.kept()];
    byte[] masks = new byte[outputs * maskBytes];
    for (int output = 0; output < outputs; output++) {
      for (int group = 0; group < groups; group++) {
        int present = pattern.inputsOfGroup(group, inputs);
        int kept = Math.min(pattern.kept(), present);
        int first = (output * groups + group) * pattern.kept();
        System.arraycopy(bytes(kept, largest, random), 0, values, first, kept);
        for (int left = kept; left > 0; ) {
          int bit = group * pattern.group() + random.nextInt(present);
          int at = output * maskBytes + bit / 8;
          if ((masks[at] >> bit % 8 & 1) == 0) {
            masks[at] |= (byte) (1 << bit % 8);
            left--;
          }
        }
      }
    }
    return PackedMatrix.of(
        outputs,
        inputs,
        pattern,
        inputs,
        MemorySegment.ofArray(values),
        MemorySegment.ofArray(masks),
        DenseMatrix.copyOf(outputs, 1, new byte[outputs], scales).scales());
  }

  private static boolean fills(Array array, Pattern pattern) {
    return array.columns() % pattern.kept() == 0 || pattern.kept() % array.columns() == 0;
  }

  private static Plan plan(MachineSpec machine, Path network, Pattern pattern, int weightBits) {
    Packing packing =
        pattern.isDense()
            ? Packing.dense(weightBits)
            : new Packing(weightBits, pattern.kept(), pattern.group());
    return new Compiler(NetworkReader.read(network.toString()), new WeightStorage(packing, packing))
        .compile(machine, new Scenario(1, 1, 1, 1));
  }

  private static MachineSpec machine(Array array, int weightBits, int inputBits) {
    Map<String, Object> values = new HashMap<>();
    values.put("chiplet.macros", array.macros());
    values.put("chiplet.partial_sum_fan_in", array.fanIn());
    values.put("chiplet.macro.inputs_per_row", array.columns());
    values.put("chiplet.macro.rows", array.depth());
    values.put("chiplet.macro.weight_bits", weightBits);
    values.put("chiplet.macro.input_bits", inputBits);
    if (array.group() > 0) {
      values.put("chiplet.macro.zero_skipper.group", array.group());
    }
    return MachineReader.open(array.preset()).with(values).machine();
  }

  /// @param sizes hidden, heads, key/value heads, feed-forward, vocabulary
  private Path network(int[] sizes) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(
        file,
        """
        {"model_type": "llama", "hidden_size": %s, "num_hidden_layers": 2, "num_attention_heads": %s,
         "num_key_value_heads": %s, "intermediate_size": %s, "vocab_size": %s,
         "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "tie_word_embeddings": false}
        """
            .formatted(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]));
    return file;
  }
}

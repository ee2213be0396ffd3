package org.cimlet.conformance.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.execute.macro.PlacedLinears;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MacroSpec;
import org.cimlet.machine.TopologySpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.Recurrence;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.ChargeSram;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.ElementWise;
import org.cimlet.plan.program.Operation;
import org.cimlet.plan.program.RecurrentUpdate;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.WeightMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every member of a sealed family x every engine: in a case where the estimate and the simulation
/// answer alike, or executed and compared with plain integers, or waived here by name.
class CoverageTest {
  /// What the execution of integers leaves out, and why.
  private static final Map<Class<?>, String> NOT_EXECUTED =
      Map.of(
          Macro.DramBank.class, "banks multiply floating point words, or are not placed bit by bit",
          Macro.AnalogCrossbar.class, "currents are executed with noise, by CrossbarSums",
          ChargeSram.class, "charge is executed with noise, by ChargeSums",
          RecurrentUpdate.class, "networks with recurrent layers are refused, by RunnableNetworks",
          ElementWise.class, "the same: gates and short convolutions come with those layers");

  private static final Set<Class<?>> ANSWERED = new HashSet<>();

  /// What is in the machines and networks of the agreement matrix.
  private static Set<Class<?>> answered() {
    if (ANSWERED.isEmpty()) {
      for (AgreementCase one : AgreementMatrix.cases()) {
        ANSWERED.add(one.machine().topology().getClass());
        one.network()
            .layers()
            .forEach(layer -> {
              ANSWERED.add(layer.attention().getClass());
              ANSWERED.add(layer.recurrence().getClass());
              ANSWERED.add(layer.feedForward().getClass());
            });
        operationsOf(one.network()).forEach(ANSWERED::add);
        for (DieKind kind : Compiler.machine(one.machine()).dies().kinds()) {
          ANSWERED.add(kind.chiplet().macro().getClass());
          Attention attention = kind.chiplet().attention();
          if (attention != null) {
            ANSWERED.add(attention.getClass());
          }
        }
      }
    }
    return ANSWERED;
  }

  private static Stream<Class<?>> operationsOf(NetworkSpec network) {
    return new Compiler(network, WeightStorage.dense(8))
        .program(true).layers().stream()
            .flatMap(block -> block.operations().stream())
            .map(Object::getClass);
  }

  static Stream<Class<?>> members() {
    return Stream.of(
            Operation.class,
            Macro.class,
            TopologySpec.class,
            Attention.class,
            NetworkSpec.Attention.class,
            Recurrence.class,
            NetworkSpec.FeedForward.class)
        .flatMap(CoverageTest::membersOf);
  }

  private static Stream<Class<?>> membersOf(Class<?> family) {
    return Stream.of(family.getPermittedSubclasses())
        .flatMap(member -> member.isSealed() ? membersOf(member) : Stream.of(member));
  }

  @ParameterizedTest
  @MethodSource("members")
  void estimate_and_simulation_answer_every_member_alike_in_some_case(Class<?> member) {
    assertThat(answered()).contains(member);
  }

  static Stream<Class<?>> operations() {
    return membersOf(Operation.class);
  }

  /// The network whose tokens other implementations confirm has what is executed, and nothing else.
  @ParameterizedTest
  @MethodSource("operations")
  void every_operation_is_executed_or_waived(Class<?> member) {
    List<Class<?>> executed = operationsOf(NetworkReader.read("stories260k")).distinct().toList();
    assertThat(executed.contains(member)).isNotEqualTo(NOT_EXECUTED.containsKey(member));
  }

  static Stream<Class<?>> macros() {
    return Stream.of(Macro.class.getPermittedSubclasses());
  }

  /// Layer 0's second step of the smallest network, against plain integer arithmetic.
  @ParameterizedTest
  @MethodSource("macros")
  void every_macro_is_executed_or_waived(Class<?> kind) {
    Plan plan = plan(kind);
    SplittableRandom random = new SplittableRandom(17);
    List<WeightMatrix> linears = new ArrayList<>();
    plan.program()
        .layers()
        .getFirst()
        .steps()
        .get(1)
        .fusedLinears()
        .getFirst()
        .linears()
        .forEach(linear ->
            linears.add(
                DenseMatrix.copyOf(
                    linear.outputs(),
                    linear.inputs(),
                    bytes(linear.outputs() * linear.inputs(), random),
                    ones(linear.outputs()))));
    byte[] x = bytes(linears.getFirst().inputs(), random);
    if (NOT_EXECUTED.containsKey(kind)) {
      assertThatThrownBy(() -> new PlacedLinears(plan, 0, 1, linears).multiply(x))
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(new PlacedLinears(plan, 0, 1, linears).multiply(x))
          .isEqualTo(plain(linears.getFirst(), x));
      assertThat(linears).hasSize(1);
    }
  }

  /// The smallest network on a machine of the agreement matrix with a kind of macro, in its words.
  private static Plan plan(Class<?> kind) {
    MachineSpec machine =
        AgreementMatrix.cases().stream()
            .map(AgreementCase::machine)
            .filter(one -> Compiler.machine(one).chiplet().macro().getClass() == kind)
            .findFirst()
            .orElseThrow();
    Macro macro = Compiler.machine(machine).chiplet().macro();
    WeightStorage words = WeightStorage.dense(macro.format(), macro.weightBits());
    return new Compiler(NetworkReader.read("stories260k"), words)
        .compile(machine, new Scenario(1, 1, 1, 1));
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static byte[] bytes(int count, SplittableRandom random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static int[] plain(WeightMatrix linear, byte[] x) {
    int[] sums = new int[linear.outputs()];
    for (int output = 0; output < sums.length; output++) {
      for (int input = 0; input < linear.inputs(); input++) {
        sums[output] += linear.valueAt(output, input) * x[input];
      }
    }
    return sums;
  }

  /// The compiler finds the kinds of a machine file by the plan's names.
  @Test
  void every_kind_of_macro_that_a_file_names_has_its_member_of_the_plan() {
    assertThat(Stream.of(MacroSpec.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(macros().map(Class::getSimpleName).toList());
  }
}

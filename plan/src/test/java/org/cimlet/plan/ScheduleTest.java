package org.cimlet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.cimlet.plan.ScheduledStep.Residual;
import org.cimlet.plan.machine.Board;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Host;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Linear;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Results;
import org.cimlet.plan.program.Step;
import org.junit.jupiter.api.Test;

/// A network of two layers with two steps each and a head, on three chiplets, placed by hand.
class ScheduleTest {
  private static final Packing INT8 = new Packing(8, 1, 1);

  @Test
  void a_token_passes_every_step_of_every_layer_and_then_the_head() {
    Schedule schedule = schedule(true, ScheduleTest::onTwoChiplets);
    assertThat(schedule.requireWhole().steps())
        .extracting(step -> step.layer() + "." + step.index() + " " + step.step().name())
        .containsExactly("0.0 up", "0.1 down", "1.0 up", "1.1 down", "2.0 head");
    assertThat(schedule.steps())
        .extracting(ScheduledStep::isHead)
        .containsExactly(false, false, false, false, true);
    assertThat(schedule.steps())
        .allMatch(step -> step.isWhole() && step.weightSet() == 0 && !step.opensWeightSet());
    assertThat(schedule.steps())
        .extracting(ScheduledStep::numberBefore)
        .containsExactly(-1, 0, 1, 2, 3);
  }

  @Test
  void a_step_says_who_holds_which_of_its_units() {
    Schedule schedule = schedule(true, ScheduleTest::onTwoChiplets);
    ScheduledStep up = schedule.step(2);
    assertThat(up.firstShard()).isEqualTo(4);
    assertThat(up.endShard()).isEqualTo(6);
    assertThat(up.home()).isEqualTo(1);
    assertThat(up.homeBefore()).isZero();
    assertThat(up.chipletOfUnits(0)).containsExactly(0, 0, 0, 0, 0, 1, 1, 1);
    assertThat(up.linears(5).outputs()).isEqualTo(8);
    assertThat(up).hasToString("layer 1, up, shards 4 to 5");
    ScheduledStep down = schedule.step(3);
    assertThat(down.isInputSliced()).isTrue();
    assertThat(down.sumCollective()).isEqualTo(CollectiveAlgorithm.RING);
  }

  @Test
  void the_residual_stream_comes_from_the_host_and_then_from_home_to_home() {
    Schedule schedule = schedule(true, ScheduleTest::onTwoChiplets);
    assertThat(schedule.steps())
        .extracting(ScheduledStep::residual)
        .containsExactly(
            Residual.FROM_HOST,
            Residual.STAYS,
            Residual.FROM_HOME_BEFORE,
            Residual.STAYS,
            Residual.FROM_HOME_BEFORE);
    assertThat(schedule(false, ScheduleTest::onTwoChiplets).steps())
        .extracting(ScheduledStep::residual)
        .containsOnly(Residual.STAYS);
  }

  @Test
  void a_step_larger_than_the_package_is_scheduled_in_each_of_its_weight_sets() {
    Schedule schedule =
        schedule(
            true,
            builder -> {
              builder.beginReplica();
              outputs(builder, 0, 0, 0, 8);
              outputs(builder, 0, 1, 1, 3);
              builder.beginWeightSet();
              outputs(builder, 0, 1, 0, 1);
              outputs(builder, 1, 0, 1, 8);
              builder.beginWeightSet();
              outputs(builder, 1, 1, 0, 4);
              outputs(builder, 2, 0, 1, 16);
            });
    assertThat(schedule.requireWhole().steps())
        .extracting(step -> step.layer() + "." + step.index() + " " + step.weightSet())
        .containsExactly("0.0 0", "0.1 0", "0.1 1", "1.0 1", "1.1 2", "2.0 2");
    assertThat(schedule.steps())
        .extracting(ScheduledStep::opensWeightSet)
        .containsExactly(true, false, true, false, true, false);
    ScheduledStep begun = schedule.step(1);
    ScheduledStep ended = schedule.step(2);
    assertThat(begun.begins() && !begun.ends() && ended.ends() && !ended.begins()).isTrue();
    assertThat(List.of(ended.firstShardOfStep(), ended.endShardOfStep())).containsExactly(1, 3);
    assertThat(List.of(begun.firstShardOfStep(), begun.endShardOfStep())).containsExactly(1, 3);
    assertThat(ended.numberBefore()).isZero();
    assertThat(ended.chipletOfUnits(0)).containsExactly(1, 1, 1, 0);
    assertThat(schedule.firstStepOfWeightSet(0)).isZero();
    assertThat(schedule.firstStepOfWeightSet(1)).isEqualTo(2);
    assertThat(schedule.firstStepOfWeightSet(2)).isEqualTo(4);
    assertThat(schedule.firstStepOfWeightSet(3)).isEqualTo(6);
    // eight bits for each weight: 8 x 4 and 3 x 8 of them; 1 x 8 and 8 x 4; 4 x 8 and 16 x 4
    assertThat(schedule.bitsOfChiplets(0)).containsExactly(256, 192, 0);
    assertThat(schedule.bitsOfChiplets(1)).containsExactly(64, 256, 0);
    assertThat(schedule.bitsOfChiplets(2)).containsExactly(256, 512, 0);
  }

  @Test
  void every_replica_has_a_schedule_of_its_own() {
    Plan plan =
        plan(
            true,
            builder -> {
              onTwoChiplets(builder);
              builder.beginReplica();
              for (int layer = 0; layer < 2; layer++) {
                builder.home(layer, 2);
                outputs(builder, layer, 0, 2, 8);
                outputs(builder, layer, 1, 2, 4);
              }
              builder.home(2, 2);
              outputs(builder, 2, 0, 2, 16);
            });
    Schedule second = plan.schedule(1).requireWhole();
    assertThat(second.size()).isEqualTo(5);
    assertThat(second.step(0).firstShard()).isEqualTo(9);
    assertThat(second.steps()).allMatch(step -> step.home() == 2);
    assertThat(second.step(0).chipletOfUnits(0)).containsOnly(2);
    assertThat(plan.schedule(0).requireWhole().size()).isEqualTo(5);
  }

  @Test
  void what_is_left_out_or_out_of_turn_is_refused() {
    assertThatThrownBy(
            schedule(
                    true,
                    builder -> {
                      builder.beginReplica();
                      outputs(builder, 0, 0, 0, 7);
                    })
                ::requireWhole)
        .hasMessage("layer 0, up: all 8 units of linears 0 must be placed, got 7");
    assertThatThrownBy(
            schedule(
                    true,
                    builder -> {
                      builder.beginReplica();
                      outputs(builder, 0, 1, 0, 4);
                    })
                ::requireWhole)
        .hasMessage("layer 0, up: steps must be placed in program order, got another or none");
    assertThatThrownBy(
            schedule(
                    true,
                    builder -> {
                      onTwoChiplets(builder);
                      outputs(builder, 1, 1, 0, 4);
                    })
                ::requireWhole)
        .hasMessage("shards must be placed in program order, got step 5 out of turn");
  }

  /// Five of eight outputs on the first chiplet; then inputs in two slices; the head on the third.
  private static void onTwoChiplets(PlacementBuilder builder) {
    builder.beginReplica();
    for (int layer = 0; layer < 2; layer++) {
      builder.home(layer, layer);
      outputs(builder, layer, 0, 0, 5);
      outputs(builder, layer, 0, 1, 3);
      builder.add(true, layer, 1, 0, 0, 4, 4, 1, 1, 5, 8);
      builder.add(true, layer, 1, 0, 1, 4, 4, 1, 1, 3, 8);
      builder.collectives(CollectiveAlgorithm.DIRECT, CollectiveAlgorithm.RING);
    }
    builder.home(2, 2);
    outputs(builder, 2, 0, 2, 16);
  }

  private static void outputs(PlacementBuilder builder, int layer, int step, int at, int units) {
    builder.add(layer, step, 0, at, units, units, 1, 1, step == 1 ? 8 : 4, 8L * units);
  }

  private static Schedule schedule(boolean vectorUnit, Consumer<PlacementBuilder> placing) {
    return plan(vectorUnit, placing).schedule(0);
  }

  private static Plan plan(boolean vectorUnit, Consumer<PlacementBuilder> placing) {
    PlacementBuilder builder = new PlacementBuilder("by hand", 3, 2, 1, 1);
    placing.accept(builder);
    AttentionWork attention = AttentionWork.uniform(1, 1, 8, new AttentionWork.Head(1, 1, false));
    Step up = step("up", 8, 4, Step.Source.RESIDUAL);
    Step down = step("down", 4, 8, Step.Source.PREVIOUS);
    Block block = new Block(List.of(), List.of(up, attention, down), 0);
    Program program =
        new Program(
            "toy",
            "llama",
            4,
            16,
            64,
            List.of(block, block),
            step("head", 16, 4, Step.Source.RESIDUAL),
            64,
            64,
            false,
            0);
    return new Plan(machine(vectorUnit), program, builder.build(), new Scenario(1, 1, 1, 1));
  }

  private static Step step(String name, int outputs, int inputs, Step.Source source) {
    Linear linear = new Linear(name, outputs, inputs, 1, 1, false);
    FusedLinears fused = FusedLinears.of(List.of(linear), INT8);
    return new Step(name, List.of(fused), source, inputs, Results.NONE, 0, 0);
  }

  private static Machine machine(boolean vectorUnit) {
    Macro macro = new Macro.DigitalSram(4, 64, 8, 8, 24, 1, 1, 1_000_000_000, 1, 1, null);
    Chiplet.VectorUnit unit = vectorUnit ? new Chiplet.VectorUnit(1e9, 16, 1) : null;
    Chiplet chiplet = new Chiplet(1, 1, macro, 1e9, 1, unit, 1, 1, 1, 0);
    Topology topology = hostAndThreeInARow();
    Host host = new Host("host", 1, 1, 0, 1, 1, 1, 1, 1, 1, 8);
    return new Machine(
        "toy",
        "",
        "28 nm",
        1,
        Dies.equal("28 nm", chiplet, topology),
        topology,
        host,
        "organic",
        1,
        Board.NONE,
        null,
        List.of());
  }

  private static Topology hostAndThreeInARow() {
    List<Topology.Link> links = new ArrayList<>();
    int[] next = new int[16];
    Arrays.fill(next, -1);
    int[] line = {3, 0, 1, 2};
    for (int i = 0; i < 3; i++) {
      links.add(new Topology.Link(line[i], line[i + 1], 1e9, 1e-7, 1, "there" + i));
      links.add(new Topology.Link(line[i + 1], line[i], 1e9, 1e-7, 1, "back" + i));
    }
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < 4; b++) {
        if (a != b) {
          next[line[a] * 4 + line[b]] = a < b ? 2 * a : 2 * (a - 1) + 1;
        }
      }
    }
    return new Topology(3, 1, links, next, new int[3], new int[3], 1, 512, 32);
  }
}

package org.cimlet.plan.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cimlet.plan.program.LocalWork.At;
import org.junit.jupiter.api.Test;

/// Layers of each shape, by hand.
class BlockTest {
  private static final AttentionWork ATTENTION =
      AttentionWork.uniform(2, 4, 8, new AttentionWork.Head(3, 5, false));

  private static final RecurrentUpdate UPDATE = new RecurrentUpdate("state", 60, 700, 300, At.HOST);

  private static final ElementWise GATE = new ElementWise("gate", 40, At.HOST);

  private static Step step(String name, Results results) {
    Linear linear = new Linear(name, 8, 4, 1, 1, true);
    FusedLinears fused = FusedLinears.of(List.of(linear), new Packing(8, 1, 1));
    return new Step(name, List.of(fused), Step.Source.RESIDUAL, 4, results, 0, 0);
  }

  @Test
  void operations_are_steps_and_what_follows_on_them() {
    Step in = step("in", Results.NONE.andToHost(6).andToNext(2));
    Step down = step("down", Results.NONE.andToResidual(8));
    Step out = step("out", Results.NONE.andToResidual(8));
    Block parallel = new Block(List.of(), List.of(in, ATTENTION, GATE, down, out), 0);
    assertThat(parallel.steps()).containsExactly(in, down, out);
    assertThat(parallel.followUps(0)).containsExactly(ATTENTION, GATE);
    assertThat(parallel.followUps(1)).isEmpty();
    assertThat(parallel.attention()).isSameAs(ATTENTION);
    assertThat(parallel.localWork()).containsExactly(GATE);
    assertThat(in.toHostElements() + in.toNextElements()).isEqualTo(8);
  }

  @Test
  void a_recurrent_layer_caches_nothing() {
    Step in = step("in", Results.NONE.andToHost(8));
    Block block = new Block(List.of(), List.of(in, UPDATE, GATE), 0);
    assertThat(block.attention().attends()).isFalse();
    assertThat(block.attention().cachedElements(1000)).isZero();
    assertThat(block.attention().macs(1000)).isZero();
    assertThat(block.localWork()).containsExactly(UPDATE, GATE);
    assertThat(UPDATE.stateBits()).isEqualTo(1000);
    assertThat(UPDATE.keptBits()).isEqualTo(700);
    assertThat(block.keptBits(LocalWork.At.HOST)).isEqualTo(700);
    assertThat(block.keptBits(LocalWork.At.HOME)).isZero();
    assertThat(GATE.stateBits()).isZero();
  }

  @Test
  void results_may_go_to_several_places() {
    assertThat(Results.NONE.andToHost(1).andToNext(3).andToResidual(4).andToHost(5))
        .isEqualTo(new Results(6, 0, 3, 4));
  }

  @Test
  void a_step_makes_what_its_active_copies_make() {
    Packing packing = new Packing(8, 1, 1);
    FusedLinears experts =
        FusedLinears.of(List.of(new Linear("experts", 8, 4, 16, 2, false)), packing);
    FusedLinears shared =
        FusedLinears.of(List.of(new Linear("shared", 6, 4, 1, 1, false)), packing);
    Step step =
        new Step("routed", List.of(experts, shared), Step.Source.RESIDUAL, 4, Results.NONE, 0, 0);
    assertThat(step.outputs()).isEqualTo(2 * 8 + 6);
    assertThat(step.isRouted()).isTrue();
    assertThat(step.routedLinears()).isSameAs(experts);
    assertThat(step.hasOwnInputs()).isFalse();
    assertThat(experts.units()).isEqualTo(16);
    assertThat(shared.units()).isEqualTo(6);
    Step down = new Step("down", List.of(experts), Step.Source.PREVIOUS, 2 * 4, Results.NONE, 0, 0);
    assertThat(down.hasOwnInputs()).isTrue();
  }

  @Test
  void what_makes_no_layer_is_refused() {
    Step down = step("down", Results.NONE.andToResidual(8));
    Step in = step("in", Results.NONE.andToHost(8));
    assertThatThrownBy(() -> new Block(List.of(), List.of(GATE, in), 0))
        .hasMessageStartingWith("a layer must begin with a step, got ElementWise");
    assertThatThrownBy(() -> new Block(List.of(), List.of(down, UPDATE), 0))
        .hasMessageStartingWith("the host must get results of down before RecurrentUpdate");
    assertThatThrownBy(() -> new Block(List.of(), List.of(in, ATTENTION, down, ATTENTION), 0))
        .hasMessage("a layer must attend once at most");
    assertThatThrownBy(() -> new RecurrentUpdate("state", 1, -1, 0, At.HOME))
        .hasMessage(
            "state must have counts of at least 0, got 1 operations, -1 bits read, 0 written");
    assertThatThrownBy(() -> new ElementWise("gate", -1, At.HOME))
        .hasMessage("gate must have at least 0 operations, got -1");
  }
}

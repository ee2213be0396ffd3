package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// Attention on the dies, and heads that look back less far; by hand from the figures of [Toy].
class AttentionPlacesTest {
  private static final SimulationOptions OPTIONS = SimulationOptions.measuring(20);

  private static Simulation.Decode decode(Plan plan) {
    return Simulator.decode(plan, OPTIONS, Simulator.Progress.NONE);
  }

  private static Load load(Simulation.Decode decode, Resource resource, String name) {
    return decode.loads().stream()
        .filter(load -> load.resource() == resource && load.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// One layer on two chiplets, as in [SimulatorTest]: queries, keys and values are made at the
  /// layer's home and stay there, and so does what attention makes of them.
  @Test
  void on_the_die_nothing_goes_to_the_host_but_scores() {
    Plan plan = Toy.attending(1, 2, new Scenario(100, 100, 1, 100));
    Simulation.Decode decode = decode(plan);
    double embeddingNs = 64 * 2;
    double residualNs = 1000 + 64 * 16 / 10.0;
    double qkvNs = 384 * 10 + (4 * 64 + 3 * 192) / 100.0; // norm and rotation on the die
    double attentionNs = Math.max(101 * 128 / 2.0, 100 * (2 * 128 + 5 * 4) / 6.4);
    double outNs = 128 * 10 + 64 / 100.0;
    double gateUpNs = 488 * 10 + (4 * 64 + 5 * 128) / 100.0;
    double downNs = (100 + 128 * 8 * 244 / 256.0) + 256 * 10 + (100 + 64 * 16) + 64 / 100.0;
    double headNs = (100 + 64 * 16) + 512 * 10 + (100 + 1000 + 256 * 16) + 4 * 64 / 100.0;
    double sampledNs = 10 + 3 * 256 / 1000.0;
    double tokenNs =
        embeddingNs
            + residualNs
            + qkvNs
            + attentionNs
            + outNs
            + gateUpNs
            + downNs
            + headNs
            + sampledNs;
    assertThat(decode.times().meanPs()).isCloseTo(tokenNs * 1000, within(20.0));
    assertThat(decode.actions().of(Action.ATTENTION_COMPUTE))
        .isEqualTo(20L * 100 * (2 * 128 + 5 * 4));
    assertThat(decode.actions().of(Action.ATTENTION_MEMORY)).isEqualTo(20L * 101 * 128 * 8);
    assertThat(decode.actions().of(Action.HOST_MEMORY)).isEqualTo(20L * 64 * 16);
    assertThat(load(decode, Resource.HOST_LINK, "chiplet0>host").bits()).isEqualTo(20L * 256 * 16);
    assertThat(load(decode, Resource.ATTENTION_MEMORY, "chiplet0").busyPs())
        .isEqualTo(20L * 101 * 128 * 500);
  }

  /// Heads look back on 10, 20, 100 and 300 positions, of which there are 100: each brings its own
  /// key and value of 32 elements.
  @Test
  void heads_that_look_back_less_far_read_and_compute_less() {
    Plan plan = Toy.local(1, 2, new Scenario(100, 100, 1, 100), List.of(10, 20, 100, 300));
    Simulation.Decode decode = decode(plan);
    long positions = 10 + 20 + 100 + 100;
    assertThat(decode.actions().of(Action.HOST_MEMORY))
        .isEqualTo((double) (20L * (positions * 32 * 8 + 128 * 8 + 64 * 16)));
    assertThat(decode.actions().of(Action.HOST_COMPUTE))
        .isEqualTo((double) (20L * (positions * (2 * 32 + 5) + 3 * 192 + 3 * 256)));
    assertThat(plan.program().cachedElements(100)).isEqualTo(positions * 32);
    assertThat(plan.program().cachedElements(400)).isEqualTo((10 + 20 + 100 + 300) * 32);
  }

  /// A prompt of 60 in chunks of 20. The head with a span of 10 looks back on 1 to 10 positions; of
  /// a later chunk all tokens together read the 9 before it and its own 20.
  @Test
  void a_prompt_is_read_through_the_same_spans() {
    Plan plan = Toy.local(1, 2, new Scenario(60, 60, 1, 20), List.of(10, 10, 10, 1000));
    Simulation.Prefill prefill = Simulator.prefill(plan, OPTIONS, Simulator.Progress.NONE);
    long nearPairs = 10 * 11 / 2 + 50 * 10;
    long farPairs = 60 * 61 / 2;
    assertThat(prefill.actions().of(Action.HOST_COMPUTE))
        .isEqualTo((double) ((3 * nearPairs + farPairs) * (2 * 32 + 5) + 60 * 3 * 192 + 3 * 256));
    long nearRead = 20 + 29 + 29;
    long farRead = 20 + 40 + 60;
    assertThat(prefill.actions().of(Action.HOST_MEMORY))
        .isEqualTo((double) ((3 * nearRead + farRead) * 32 * 8 + 60 * 128 * 8 + 60 * 64 * 16));
  }
}

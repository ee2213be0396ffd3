package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// What a window shows is what was done in it; expectations by hand from the figures of [Toy].
class TimelineTest {
  private static final SimulationOptions OPTIONS = SimulationOptions.measuring(20);

  private static Timelines watch(Plan plan) {
    Simulation.Decode decode = Simulator.decode(plan, OPTIONS, Simulator.Progress.NONE);
    return Simulator.timelines(plan, OPTIONS, decode, Simulator.Progress.NONE);
  }

  private static double busyNs(Timeline timeline, Resource resource, String name) {
    int track = timeline.tracks().indexOf(new Timeline.Track(resource, name));
    return timeline.share(track) * (timeline.toPs() - timeline.fromPs()) / 1000;
  }

  @Test
  void a_lone_tokens_window_holds_all_its_work_and_nothing_else() {
    Timeline token = watch(Toy.plan(1, 2, new Scenario(100, 100, 1, 100))).token();
    assertThat(busyNs(token, Resource.MACROS, "chiplet0"))
        .isCloseTo((384 + 128 + 488) * 10, within(1.0));
    assertThat(busyNs(token, Resource.MACROS, "chiplet1"))
        .isCloseTo((24 + 256 + 512) * 10, within(1.0));
    assertThat(busyNs(token, Resource.HOST_MEMORY, "host")).isCloseTo(101 * 128 + 128, within(1.0));
  }

  @Test
  void steps_follow_each_other_without_gaps_from_the_embedding_to_the_head() {
    Timeline token = watch(Toy.plan(2, 4, new Scenario(100, 100, 1, 100))).token();
    List<Timeline.Band> bands = token.bands();
    assertThat(bands)
        .extracting(Timeline.Band::name)
        .startsWith("embedding", "qkv")
        .endsWith("head");
    assertThat(bands).hasSize(1 + 2 * 4 + 1);
    for (int i = 1; i < bands.size(); i++) {
      assertThat(bands.get(i).fromPs()).isEqualTo(bands.get(i - 1).toPs());
    }
    assertThat(bands.getFirst().fromPs()).isEqualTo(token.fromPs());
    assertThat(token.toPs() - bands.getLast().toPs()).isBetween(0L, 240L);
  }

  @Test
  void a_layers_window_shows_that_layer_alone() {
    Timeline layer = watch(Toy.plan(3, 5, new Scenario(100, 100, 1, 100))).layer();
    assertThat(layer.bands()).extracting(Timeline.Band::layer).containsOnly(1);
  }

  @Test
  void looking_changes_nothing_and_a_settled_batch_is_as_busy_as_measured() {
    Plan plan = Toy.plan(2, 4, new Scenario(100, 100, 3, 100));
    SimulationOptions many = OPTIONS.withTokens(300);
    Simulation.Decode decode = Simulator.decode(plan, many, Simulator.Progress.NONE);
    Timeline steady = Simulator.timelines(plan, many, decode, Simulator.Progress.NONE).steady();
    for (Load load : decode.loads()) {
      int track = steady.tracks().indexOf(new Timeline.Track(load.resource(), load.name()));
      assertThat(steady.share(track)).isCloseTo(load.utilisation(), within(0.03));
    }
  }
}

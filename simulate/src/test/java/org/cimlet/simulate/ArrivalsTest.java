package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.network.Packets;
import org.cimlet.simulate.token.ArrivalList;
import org.cimlet.simulate.token.ArrivalList.Arrival;
import org.cimlet.simulate.token.PackageRun;
import org.cimlet.simulate.token.Pass;
import org.cimlet.simulate.token.Sequence;
import org.junit.jupiter.api.Test;

/// Sequences that come, read their prompt, generate and go; by hand from the figures of [Toy].
class ArrivalsTest {
  private static final Scenario THREE = new Scenario(3, 3, 1, 3);

  /// Weights of a layer and of the head.
  private static final long LAYER = 4 * 64 * 64 + 3 * 64 * 128;

  private static final long HEAD = 256 * 64;

  /// A pass that has ended.
  private record Ended(int sequence, int tokens, long startPs, long endPs) {}

  private static PackageRun run(Plan plan, int most, List<Arrival> arrivals) {
    return new PackageRun(
        plan, new Packets(512, 32, true), 1, new ArrivalList(arrivals, most), null);
  }

  private static List<Ended> passes(PackageRun run) {
    List<Ended> ended = new ArrayList<>();
    while (!run.isOver()) {
      Pass pass = run.nextPass();
      ended.add(new Ended(pass.sequence().id(), pass.tokens(), pass.startPs(), run.nowPs()));
    }
    return ended;
  }

  private static long ttftPs() {
    return Simulator.prefill(
            Toy.plan(1, 2, THREE), SimulationOptions.measuring(2), Simulator.Progress.NONE)
        .timeToFirstTokenPs();
  }

  private static Sequence three(int id) {
    return Sequence.prompted(id, 3, 3, false, 1);
  }

  @Test
  void a_sequence_reads_its_prompt_and_generates_token_after_token() {
    Arrival arrival = new Arrival(5000, Sequence.prompted(0, 3, 3, false, 3));
    PackageRun run = run(Toy.plan(1, 2, THREE), 1, List.of(arrival));
    List<Ended> passes = passes(run);
    assertThat(passes)
        .extracting(Ended::tokens)
        .as("the prompt, two tokens")
        .containsExactly(3, 1, 1);
    assertThat(passes.getFirst().endPs()).as("first token").isEqualTo(5000 + ttftPs());
    assertThat(passes.get(1).startPs()).isEqualTo(passes.getFirst().endPs());
    ActionCounts actions = run.total().counts();
    assertThat(actions.of(Action.MULTIPLY))
        .as("the head scores the prompt's last token alone")
        .isEqualTo(3 * LAYER + HEAD + 2 * (LAYER + HEAD));
    assertThat(actions.of(Action.HOST_MEMORY))
        .as("rows of 64 at 16 bits; 128 bytes a position: 3 read and 3 written, 4 and 1, 5 and 1")
        .isEqualTo(5 * 64 * 16 + (3 + 3 + 4 + 1 + 5 + 1) * 128 * 8L);
  }

  @Test
  void a_sequence_that_comes_when_another_has_gone_finds_an_empty_package() {
    long laterPs = 2 * ttftPs();
    List<Arrival> arrivals = List.of(new Arrival(0, three(0)), new Arrival(laterPs, three(1)));
    assertThat(passes(run(Toy.plan(1, 2, THREE), 8, arrivals)))
        .extracting(Ended::endPs)
        .containsExactly(ttftPs(), laterPs + ttftPs());
  }

  private static List<Arrival> threeAtOnce() {
    return List.of(new Arrival(0, three(0)), new Arrival(1, three(1)), new Arrival(1, three(2)));
  }

  @Test
  void where_there_is_room_for_one_the_next_starts_when_it_ends() {
    assertThat(passes(run(Toy.plan(1, 2, THREE), 1, threeAtOnce())))
        .extracting(Ended::endPs)
        .containsExactly(ttftPs(), 2 * ttftPs(), 3 * ttftPs());
    assertThat(passes(run(Toy.plan(1, 2, THREE), 2, threeAtOnce())).getLast().endPs())
        .as("two at a time share the package")
        .isLessThan(3 * ttftPs())
        .isGreaterThan(2 * ttftPs());
  }

  @Test
  void whatever_comes_and_goes_every_token_passes_every_weight_once() {
    for (int seed = 0; seed < 12; seed++) {
      for (Plan plan :
          List.of(Toy.plan(2, 4, THREE), Toy.attending(2, 4, THREE), Toy.reloaded(2, THREE))) {
        Random random = new Random(seed);
        List<Arrival> arrivals = new ArrayList<>();
        long atPs = 0;
        long tokens = 0;
        long scored = 0;
        for (int id = 0; id < 9; id++) {
          int prompt = 1 + random.nextInt(40);
          int answer = 1 + random.nextInt(5);
          int chunk = 1 + random.nextInt(20);
          arrivals.add(new Arrival(atPs, Sequence.prompted(id, prompt, chunk, false, answer)));
          atPs += random.nextInt(3) == 0 ? 0 : random.nextLong(60_000_000L);
          tokens += prompt + answer - 1;
          scored += answer;
        }
        PackageRun run = run(plan, 1 + random.nextInt(9), arrivals);
        assertThat(passes(run).stream().mapToLong(Ended::tokens).sum()).isEqualTo(tokens);
        assertThat(run.total().counts().of(Action.MULTIPLY))
            .as("seed %s, %s", seed, plan.placement().mapping())
            .isEqualTo((double) (tokens * 2 * LAYER + scored * HEAD));
        assertThat(run.total().counts().of(Action.LINK))
            .as("nothing is left on its way")
            .isEqualTo(
                (double)
                    new UtilisationSnapshot(plan, run)
                        .loads().stream().mapToLong(Load::bits).sum());
      }
    }
  }

  @Test
  void arrivals_out_of_order_and_no_room_are_refused() {
    List<Arrival> backwards = List.of(new Arrival(2, three(0)), new Arrival(1, three(1)));
    assertThatThrownBy(() -> new ArrivalList(backwards, 1)).hasMessageContaining("in order");
    assertThatThrownBy(() -> new ArrivalList(List.of(), 0)).hasMessageContaining("at least 1");
  }
}

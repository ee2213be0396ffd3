package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

class SameBytesTest {
  private static String run() {
    return run(1);
  }

  private static String run(int threads) {
    Scenario scenario = new Scenario(100, 50, 5, 30);
    SimulationOptions options = SimulationOptions.measuring(200);
    return Simulator.simulate(Toy.plan(2, 4, scenario), options, threads, Simulator.Progress.NONE)
        + "\n"
        + Simulator.simulate(Toy.routed(2, 6, scenario), options, threads, Simulator.Progress.NONE);
  }

  @Test
  void the_result_is_the_same_in_every_locale() {
    Locale before = Locale.getDefault();
    String expected = run();
    try {
      for (String tag : List.of("tr", "ar-EG", "de")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(run()).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void the_result_is_the_same_on_one_thread_and_on_several_at_once() throws Exception {
    String expected = run();
    assertThat(run(2)).isEqualTo(expected);
    assertThat(run(7)).isEqualTo(expected);
    List<Callable<String>> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      runs.add(SameBytesTest::run);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<String> result : threads.invokeAll(runs)) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void progress_rises_to_the_end() {
    List<Long> done = new ArrayList<>();
    Simulator.simulate(
        Toy.plan(2, 4, new Scenario(100, 50, 5, 30)),
        SimulationOptions.measuring(200),
        2,
        (tokens, all) -> {
          assertThat(all).as("the batch's tokens, the lone stream's, the prompt").isEqualTo(500);
          done.add(tokens);
        });
    assertThat(done).isSorted().endsWith(500L);
  }
}

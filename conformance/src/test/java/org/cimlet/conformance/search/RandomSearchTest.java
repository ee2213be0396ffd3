package org.cimlet.conformance.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Looks for a job that breaks a property, among so many seeds: 80 by default,
/// `-Dcimlet.search.jobs=20000 -Dcimlet.search.from=1000` for a night. A counterexample is made
/// smaller before it is shown.
class RandomSearchTest {
  private static final long FROM = Long.getLong("cimlet.search.from", 0);
  private static final int JOBS = Integer.getInteger("cimlet.search.jobs", 80);

  /// Counterexamples of the past, each the smallest of its kind.
  @ParameterizedTest
  @CsvSource({
    // routed experts in several weight sets: a token's experts lie in another set
    "engines, 1078",
    // chiplets filled evenly, to a level below one output's rows
    "figures, 2411",
  })
  void what_was_mended_stays_mended(String property, long seed) {
    assertThat(Properties.broken(property, RandomJobs.of(seed))).isEmpty();
  }

  /// Two shards send to the host over one slow link: the second waits for the first.
  @Test
  void vectors_of_one_token_pass_a_link_one_after_the_other() {
    assertThat(Properties.broken("engines", RandomJobs.of(1476).withScenario(0, 1))).isEmpty();
  }

  @Test
  void no_job_breaks_a_property() {
    List<String> broken = new ArrayList<>();
    Map<String, Integer> tried = new TreeMap<>();
    int answered = 0;
    for (long seed = FROM; seed < FROM + JOBS; seed++) {
      RandomJobs job = RandomJobs.of(seed);
      answered += isAnswered(job) ? 1 : 0;
      for (String property : Properties.ALL.keySet()) {
        String fault = Properties.broken(property, job);
        if (!fault.isEmpty()) {
          RandomJobs small = smaller(property, job);
          String shown =
              "%s: %s%n  %s"
                  .formatted(property, Properties.broken(property, small), small.described());
          broken.add(shown);
          System.out.println(shown);
        }
        tried.merge(property, 1, Integer::sum);
      }
    }
    System.out.println(JOBS + " jobs, " + answered + " answered; " + broken.size() + " broken");
    assertThat(broken).isEmpty();
    assertThat(answered).as("jobs that are not refused").isGreaterThan(JOBS / 4);
  }

  private static boolean isAnswered(RandomJobs job) {
    try {
      new Runner().plan(job.job());
      return true;
    } catch (InvalidInputException e) {
      return false;
    } catch (RuntimeException e) {
      return true; // and shown by each property
    }
  }

  /// Takes away what the fault does not need, as long as something can be taken away.
  private static RandomJobs smaller(String property, RandomJobs job) {
    for (RandomJobs less : simpler(job)) {
      if (!Properties.broken(property, less).isEmpty()) {
        return smaller(property, less);
      }
    }
    return job;
  }

  private static List<RandomJobs> simpler(RandomJobs job) {
    List<RandomJobs> simpler = new ArrayList<>();
    for (String key : job.changes().keySet()) {
      if (!key.startsWith("weight_memory.")) {
        simpler.add(job.without(key));
      }
    }
    List<Layer> layers = job.network().layers();
    for (int i = 0; i < layers.size() && layers.size() > 1; i++) {
      List<Layer> fewer = new ArrayList<>(layers);
      fewer.remove(i);
      simpler.add(job.withLayers(fewer));
    }
    if (job.isPacked()) {
      simpler.add(job.dense());
    }
    for (int i = 0; i < 3; i++) {
      if (job.scenario().get(i) > 1) {
        simpler.add(job.withScenario(i, i == 0 ? job.scenario().get(0) - 1 : 1));
      }
    }
    return simpler;
  }
}

package org.cimlet.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cimlet.compile.Parallelism;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.junit.jupiter.api.Test;

/// A sweep's runner remembers layouts, dies, routes and placements. What it answers is what a new
/// runner answers that has met no other design.
class RememberedPlansTest {
  private static final int DESIGNS = 400;

  private static final List<Map<String, ?>> TOPOLOGIES =
      List.of(
          Map.of("kind", "mesh", "rows", 6, "columns", 6, "host_at", List.of(0)),
          Map.of("kind", "torus", "rows", 6, "columns", 6, "host_at", List.of(0)),
          Map.of("kind", "mesh", "rows", 4, "columns", 9, "host_at", List.of(4)),
          Map.of("kind", "ring", "chiplets", 24, "host_at", List.of(0)));

  private final Random random = new Random(31);

  @Test
  void a_sweep_answers_each_of_400_random_designs_as_if_it_were_the_first() {
    NetworkSpec network = NetworkReader.read("llama-3.2-3b");
    MachineFile base = MachineReader.open("comb-200mb-36");
    Runner sweep = new Runner();
    int placed = 0;
    int refused = 0;
    for (int design = 0; design < DESIGNS; design++) {
      Map<String, Object> keys = keys();
      Job job =
          Job.of(network, base.with(keys))
              .mapping(
                  Parallelism.parse(one("filled", "pipelined", "mixed:6", "spread", "auto"), 0))
              .batch(one(1, 16, 200))
              .context(one(2048, 16_384))
              .build();
      String answer = answer(sweep, job);
      assertThat(answer).as("design %s: %s", design, keys).isEqualTo(answer(new Runner(), job));
      placed += answer.startsWith("placed") ? 1 : 0;
      refused += answer.startsWith("refused") ? 1 : 0;
    }
    assertThat(placed).isGreaterThan(200);
    assertThat(refused).isGreaterThan(20);
  }

  private Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("chiplet.macros", one(300, 625, 1250));
    keys.put("chiplet.macro.rows", one(20_000, 40_000));
    keys.put("chiplet.macro.clock_mhz", one(200, 500, 1000));
    keys.put("chiplet.partial_sum_fan_in", one(1, 16));
    keys.put("links.chiplet.bandwidth_gbit_s", one(16, 256, 1024));
    keys.put("links.chiplet.latency_ns", one(10, 300));
    keys.put("host.memory.bandwidth_gb_s", one(230.4, 460.8));
    keys.put("topology", TOPOLOGIES.get(random.nextInt(TOPOLOGIES.size())));
    return keys;
  }

  @SafeVarargs
  private final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String answer(Runner runner, Job job) {
    try {
      Plan plan = runner.plan(job);
      int[] chiplets = new int[plan.placement().shards()];
      for (int shard = 0; shard < chiplets.length; shard++) {
        chiplets[shard] = plan.placement().chiplet(shard);
      }
      return "placed %s %s %s"
          .formatted(
              plan.placement().mapping(),
              java.util.Arrays.hashCode(chiplets),
              Estimator.decode(plan));
    } catch (InvalidInputException refusal) {
      return "refused " + refusal.diagnostics();
    }
  }
}

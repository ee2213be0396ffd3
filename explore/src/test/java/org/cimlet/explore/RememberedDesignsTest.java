package org.cimlet.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Merit;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimates;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.run.EstimateMeasure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Random designs answered one after the other, with all that a sweep remembers, against each
/// answered alone by a compiler that knows nothing: the same to the last digit, so never worse.
///
/// `-Dcimlet.designs=1000` answers more.
class RememberedDesignsTest {
  private static final int DESIGNS = Integer.getInteger("cimlet.designs", 40);

  private final Random random = new Random(11);

  @SafeVarargs
  private final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private MachineSpec machine(MachineFile base) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("chiplet.macros", one(1000, 1250, 1500));
    keys.put("chiplet.macro.clock_mhz", 200 + 50 * random.nextInt(17));
    keys.put("links.chiplet.bandwidth_gbit_s", one(128, 256, 512));
    keys.put("host.memory.bandwidth_gb_s", one(230.4, 460.8));
    keys.put("host.count", one(1, 1, 2));
    if (base.number("other_dies.kv_cache.count").isEmpty()) {
      keys.put(
          "topology",
          one(
              Map.of("kind", "mesh", "rows", 6, "columns", 6, "host_at", List.of(0, 5)),
              Map.of("kind", "torus", "rows", 6, "columns", 6, "host_at", List.of(0, 5))));
    } else {
      keys.remove("host.count");
    }
    return base.with(keys).machine();
  }

  @ParameterizedTest
  @CsvSource({
    "llama-3.1-8b, comb-200mb-36, 4",
    "llama-3.2-3b, comb-200mb-36-aim-36, 8",
    "gpt-oss-20b, comb-200mb-36, 8"
  })
  void what_is_remembered_changes_no_digit(String name, String machine, int perMachine) {
    NetworkSpec network = NetworkReader.read(name);
    WeightStorage weights =
        new WeightStorage(
            new org.cimlet.plan.program.Packing(8, 8, 32),
            org.cimlet.plan.program.Packing.dense(8));
    Compiler compiler = new Compiler(network, weights);
    Estimates estimates = new Estimates();
    MachineFile base = MachineReader.open(machine);
    List<MachineSpec> machines = new ArrayList<>();
    for (int i = 0; i < Math.max(2, DESIGNS / perMachine); i++) {
      machines.add(machine(base));
    }
    int answered = 0;
    for (int design = 0; design < DESIGNS; design++) {
      MachineSpec spec = one(machines.toArray(MachineSpec[]::new));
      Scenario scenario = new Scenario(one(128, 512), one(1024, 2048), one(1, 16, 64), 128);
      Parallelism mapping =
          Parallelism.parse(one("auto", "spread", "mixed:6", "mixed:12", "pipelined", "filled"), 0);
      Estimate.Decode known = null;
      try {
        known =
            estimates.decode(
                compiler.compile(spec, scenario, mapping, new EstimateMeasure(estimates)));
      } catch (InvalidInputException refusal) {
        // must be refused alone, too
      }
      Estimate.Decode alone = null;
      try {
        Plan plan =
            new Compiler(network, weights)
                .compile(spec, scenario, mapping, other -> merit(Estimator.decode(other)));
        alone = Estimator.decode(plan);
        answered++;
      } catch (InvalidInputException refusal) {
        // both are
      }
      assertThat(known).as("design %s, %s", design, mapping).isEqualTo(alone);
    }
    assertThat(answered).isGreaterThan(DESIGNS / 4);
  }

  private static Merit merit(Estimate.Decode decode) {
    return new Merit(decode.tpotS(), decode.peakThroughputTokensPerS(), decode.tpotBatch1S());
  }
}

package org.cimlet.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Measure;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimates;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.run.EstimateMeasure;

/// Designs with every kind of axis varied: macros, rows, clock, links, host, topology, batch. Each
/// is a specification that is resolved, placed by a mapping and estimated; as in a sweep, the
/// number of structures is limited, and designs of a structure follow each other.
final class SweptDesigns {
  private static final int DESIGNS = 1024;

  private static final List<Map<String, ?>> TOPOLOGIES =
      List.of(
          Map.of("kind", "mesh", "rows", 6, "columns", 6, "host_at", List.of(0)),
          Map.of("kind", "torus", "rows", 6, "columns", 6, "host_at", List.of(0)),
          Map.of("kind", "mesh", "rows", 4, "columns", 9, "host_at", List.of(0)));

  private final Estimates estimates = new Estimates();
  private final Measure measure = new EstimateMeasure(estimates);
  private final Random random = new Random(7);
  private final Compiler compiler =
      new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));
  private final Parallelism parallelism;
  private final List<MachineSpec> designs = new ArrayList<>();
  private final List<Scenario> scenarios = new ArrayList<>();
  private int next;

  /// Draws the designs; every one holds the network.
  ///
  /// @param mapping how the network is cut
  SweptDesigns(String mapping) {
    parallelism = Parallelism.parse(mapping, 0);
    MachineFile base = MachineReader.open("comb-200mb-36");
    for (int i = 0; i < DESIGNS; i++) {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("chiplet.macros", one(1000, 1250, 1500, 2000));
      keys.put("chiplet.macro.rows", one(25_000, 30_000, 40_000));
      keys.put("chiplet.macro.clock_mhz", 200 + 50 * random.nextInt(17));
      keys.put("links.chiplet.bandwidth_gbit_s", one(128, 256, 512));
      keys.put("host.memory.bandwidth_gb_s", one(230.4, 460.8, 921.6));
      keys.put("topology", TOPOLOGIES.get(random.nextInt(TOPOLOGIES.size())));
      designs.add(base.with(keys).machine());
      scenarios.add(new Scenario(2048, 2048, one(1, 16, 64), 128));
    }
  }

  @SafeVarargs
  private final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /// The next design: specification in, figures out.
  Estimate.Decode answer() {
    next = (next + 1) % DESIGNS;
    Plan plan = compiler.compile(designs.get(next), scenarios.get(next), parallelism, measure);
    return estimates.decode(plan);
  }
}

package org.cimlet.conformance.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Recurrence;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Si;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.api.Test;

/// What `docs/studies/hybrids.md` says: LLaMA-2-7B's shape on the paper's package, with three
/// layers in four that keep a state instead of attending. `-Dgolden.update=true` writes its table
/// anew.
class HybridStudyTest {
  private static final Path PAGE = Path.of("../docs/studies/hybrids.md");
  private static final int HIDDEN = 4096;
  private static final int LAYERS = 32;
  private static final List<Integer> CONTEXTS = List.of(2_048, 8_192, 32_768, 131_072);

  /// As wide as the attention it takes the place of: 32 heads of 128 by 128.
  private static final Recurrence DELTA = new Recurrence.DeltaRule(32, 32, 128, 128, 4);

  private static NetworkSpec network(int attendsEvery) {
    Attention grouped = new Attention.Grouped(32, 32, 128, Integer.MAX_VALUE, false, false);
    FeedForward gated = new FeedForward.Gated(11_008, false);
    List<Layer> layers = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      boolean attends = (layer + 1) % attendsEvery == 0;
      layers.add(
          new Layer(
              attends ? grouped : new Attention.None(),
              attends ? new Recurrence.None() : DELTA,
              gated,
              2 * HIDDEN,
              false,
              List.of()));
    }
    String name =
        attendsEvery == 1 ? "attention in every layer" : "in one layer of " + attendsEvery;
    return new NetworkSpec(name, "llama", HIDDEN, 32_000, 131_072, 0, false, false, HIDDEN, layers);
  }

  private static Result run(NetworkSpec network, int context) {
    return new Runner()
        .run(
            Job.of(network, MachineReader.open("comb-200mb-36"))
                .weights(new WeightStorage(new Packing(8, 8, 32), Packing.dense(8)))
                .context(context)
                .prompt(128)
                .build());
  }

  private static double keptBytes(Plan plan, int context) {
    return (plan.program().cachedElements(context) * 8.0 + plan.program().keptBits()) / 8;
  }

  @Test
  void the_page_has_these_figures() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(
        "| layers that attend | context | kept a sequence | TPOT at batch 1 | peak | limit at peak |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (int every : List.of(1, 4, 8)) {
      NetworkSpec network = network(every);
      for (int context : CONTEXTS) {
        Result result = run(network, context);
        Estimate.Decode decode = result.estimate().decode();
        table.append(
            "| %s of %s | %s | %s | %s | %s tokens/s | %s |%n"
                .formatted(
                    LAYERS / every,
                    LAYERS,
                    Si.grouped(context),
                    Si.of(keptBytes(result.plan(), context), "B"),
                    Si.of(decode.tpotBatch1S(), "s"),
                    Si.grouped(Math.round(decode.peakThroughputTokensPerS())),
                    decode.peakBottleneck().resource().label()));
      }
    }
    String page = Files.readString(PAGE);
    if (Boolean.getBoolean("golden.update")) {
      int from = page.indexOf("| layers that attend");
      int to = page.indexOf("\n\n", from) + 1;
      Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
    } else {
      assertThat(page).contains(table);
    }
  }

  /// Every layer caches 2 x 4,096 bytes a position; a state is 32 x 128 x 128 numbers of 32 bits,
  /// and the convolution keeps three of 3 x 4,096 elements.
  @Test
  void a_state_is_as_large_whatever_the_context() {
    Plan plan = run(network(4), 2_048).plan();
    double state = 24 * (32 * 128 * 128 + 3.0 * 3 * 4096) * 4;
    assertThat(keptBytes(plan, 2_048)).isEqualTo(8 * 8_192.0 * 2_048 + state);
    assertThat(keptBytes(plan, 32_768) - keptBytes(plan, 2_048)).isEqualTo(8 * 8_192.0 * 30_720);
  }

  @Test
  void both_engines_say_so() {
    for (int context : List.of(2_048, 32_768)) {
      Result result = run(network(4), context);
      Simulation.Decode events =
          Simulator.decode(result.plan(), SimulationOptions.measuring(2), Simulator.Progress.NONE);
      assertThat(events.times().meanPs() / 1e12 / result.estimate().decode().tpotS())
          .isCloseTo(1, within(0.05));
    }
  }
}

package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.compile.Parallelism;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.report.JsonReport;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Load;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Nothing is lost or made up on the way from plan through simulation to report: LLaMA-2-7B, whose
/// sizes are multiples of every row, on its default package.
class ConservationTest {
  private static final int TOKENS = 12;
  private static final int CONTEXT = 512;
  private static final long HIDDEN = 4096;
  private static final long LAYERS = 32;
  private static final long VOCABULARY = 32_000;

  private static final Result RESULT =
      new Runner()
          .run(
              Job.of("llama-2-7b", "comb-200mb-36")
                  .context(CONTEXT)
                  .prompt(64)
                  .batch(3)
                  .prefillChunk(32)
                  .mapping(Parallelism.FILLED)
                  .engine(Engine.simulate(TOKENS))
                  .build());

  private static final Plan PLAN = RESULT.plan();

  private static final Simulation SIMULATION =
      Simulator.simulate(
          PLAN,
          SimulationOptions.measuring(TOKENS).with(new SimulationOptions.Speedups(false, true)));

  private static final JsonNode REPORT = JsonMapper.shared().readTree(JsonReport.of(RESULT));

  private static double perToken(String action) {
    return REPORT.at("/actions_per_token/" + action).doubleValue();
  }

  @Test
  void every_weight_is_multiplied_once_a_token() {
    long weights = LAYERS * (4 * HIDDEN * HIDDEN + 3 * HIDDEN * 11_008) + HIDDEN * VOCABULARY;
    assertThat(PLAN.program().linearWeights() + PLAN.program().headWeights()).isEqualTo(weights);
    assertThat(SIMULATION.decode().actions().of(Action.MULTIPLY))
        .isEqualTo((double) (TOKENS * weights));
    assertThat(SIMULATION.decode().actions().of(Action.MACRO_READ))
        .isEqualTo(8.0 * TOKENS * weights);
    assertThat(perToken("multiplies")).isEqualTo((double) weights);
    assertThat(perToken("bits_read")).isEqualTo(8.0 * weights);
  }

  @Test
  void a_prompt_multiplies_every_weight_of_the_layers_for_every_token() {
    long layers = PLAN.program().linearWeights();
    assertThat(SIMULATION.prefill().actions().of(Action.MULTIPLY))
        .isEqualTo((double) (64 * layers + PLAN.program().headWeights()));
  }

  @Test
  void queries_keys_values_and_scores_reach_the_host_and_nothing_else() {
    long toHost = 8 * LAYERS * 3 * HIDDEN + 16 * VOCABULARY;
    long fromHost = 8 * LAYERS * HIDDEN + 16 * HIDDEN;
    assertThat(linkBits("chiplet0>host")).isCloseTo(TOKENS * toHost, within(3 * toHost));
    assertThat(linkBits("host>chiplet0")).isCloseTo(TOKENS * fromHost, within(3 * fromHost));
    assertThat(reported("chiplet0>host")).isEqualTo((double) toHost);
    assertThat(reported("host>chiplet0")).isEqualTo((double) fromHost);
  }

  @Test
  void what_links_carry_is_what_tokens_were_charged_for() {
    Simulation.Prefill prefill = SIMULATION.prefill();
    assertThat((double) prefill.loads().stream().mapToLong(Load::bits).sum())
        .isEqualTo(prefill.actions().of(Action.LINK));
    double all = 0;
    for (JsonNode link : REPORT.path("links")) {
      all += link.path("bits_per_token").doubleValue();
    }
    assertThat(all).isCloseTo(perToken("link_bits"), within(1e-6 * all));
    assertThat(SIMULATION.decode().actions().of(Action.LINK) / TOKENS)
        .isCloseTo(perToken("link_bits"), within(1.0));
  }

  @Test
  void the_host_reads_every_cached_key_and_value_once_and_writes_its_own() {
    long bits = 8 * LAYERS * 2 * HIDDEN * (CONTEXT + 1) + 16 * HIDDEN;
    assertThat(SIMULATION.decode().actions().of(Action.HOST_MEMORY))
        .isEqualTo((double) (TOKENS * bits));
    assertThat(perToken("host_memory_bits")).isEqualTo((double) bits);
  }

  @Test
  void no_part_works_longer_than_there_is_time() {
    assertThat(SIMULATION.decode().loads())
        .allSatisfy(load -> assertThat(load.utilisation()).as(load.name()).isBetween(0.0, 1.0));
    assertThat(SIMULATION.decode().loads())
        .filteredOn(load -> load.resource() == Resource.HOST_MEMORY)
        .hasSize(1);
  }

  private static long linkBits(String name) {
    return SIMULATION.decode().loads().stream()
        .filter(load -> load.name().equals(name))
        .mapToLong(Load::bits)
        .sum();
  }

  private static double reported(String name) {
    for (JsonNode link : REPORT.path("links")) {
      if (link.path("name").stringValue().equals(name)) {
        return link.path("bits_per_token").doubleValue();
      }
    }
    throw new AssertionError("no link " + name);
  }
}

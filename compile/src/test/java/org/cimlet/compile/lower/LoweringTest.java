package org.cimlet.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Linear;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoweringTest {
  private static Program lower(String preset) {
    return Lowering.lower(
        NetworkReader.read(preset), Packing.dense(8), Packing.dense(8), HostOffload.ELEMENTS);
  }

  /// Public counts: linear weights of all layers in 1e9, those active in 1e9, all weights but norms
  /// and biases in 1e9 (a tied head once), cached elements a token. Sources: the configs' shapes,
  /// multiplied out by hand and agreeing with the publishers' parameter counts.
  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, 6.476, 6.476, 6.738, 262144",
    "llama-2-13b, 12.688, 12.688, 13.015, 409600",
    "llama-2-70b, 68.451, 68.451, 68.975, 163840",
    "llama-3.1-8b, 6.979, 6.979, 8.030, 65536",
    "llama-3.1-70b, 68.451, 68.451, 70.552, 163840",
    "llama-3.1-405b, 401.6, 401.6, 405.8, 258048",
    "llama-3.2-1b, 0.973, 0.973, 1.236, 16384",
    "llama-3.2-3b, 2.819, 2.819, 3.213, 57344",
    "mistral-7b, 6.979, 6.979, 7.241, 65536",
    "mixtral-8x7b, 46.44, 12.62, 46.70, 65536",
    "mixtral-8x22b, 140.2, 38.8, 140.6, 114688",
    "qwen2.5-0.5b, 0.358, 0.358, 0.494, 6144",
    "qwen2.5-7b, 6.525, 6.525, 7.615, 28672",
    "qwen2.5-32b, 31.21, 31.21, 32.76, 131072",
    "qwen2.5-72b, 70.21, 70.21, 72.70, 163840",
    "qwen3-0.6b, 0.440, 0.440, 0.596, 57344",
    "qwen3-8b, 6.946, 6.946, 8.190, 73728",
    "qwen3-32b, 31.21, 31.21, 32.76, 131072",
    "qwen3-30b-a3b, 29.91, 2.73, 30.53, 49152",
    "qwen3-235b-a22b, 233.8, 20.9, 235.1, 96256",
    "tinyllama-1.1b, 0.969, 0.969, 1.100, 11264",
    "deepseek-v3, 669.2, 36, 671, 35136",
  })
  void weights_are_those_of_the_published_shapes(
      String preset, double linear, double active, double total, long cacheElements) {
    Program program = lower(preset);
    double tied = program.tiedHead() ? 0 : program.headWeights();
    assertThat(program.linearWeights() / 1e9).isCloseTo(linear, within(0.0006 * linear + 0.0006));
    assertThat(program.activeLinearWeights() / 1e9).isCloseTo(active, within(0.03 * active));
    assertThat((program.linearWeights() + program.embeddingWeights() + tied) / 1e9)
        .isCloseTo(total, within(0.0006 * total + 0.0006));
    assertThat(program.cacheElementsPerToken()).isEqualTo(cacheElements);
  }

  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, 6738415616",
    "llama-3.1-8b, 8030261248",
    "mixtral-8x7b, 46702792704",
    "qwen2.5-7b, 7615616512",
    "qwen3-0.6b, 596049920",
    "gpt2, 124439808",
    "gemma-2b, 2506172416",
    "gpt-oss-20b, 20914757184",
    "opt-6.7b, 6658473984",
    "llama-3.2-1b, 1235814400",
  })
  void parameters_are_exact_with_norms_and_biases(String preset, long parameters) {
    assertThat(lower(preset).parameters()).isEqualTo(parameters);
  }

  @Test
  void a_llama_layer_is_seven_linears_in_four_steps() {
    Block block = lower("llama-2-7b").layers().getFirst();
    assertThat(block.weights()).isEqualTo(202_375_168);
    assertThat(block.linears())
        .extracting(Linear::name)
        .containsExactly(
            "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
    assertThat(block.steps())
        .extracting(Step::name)
        .containsExactly("qkv", "attention out", "gate up", "down");
    assertThat(block.followUps(0)).containsExactly(block.attention());
    assertThat(block.operations()).hasSize(5).element(1).isEqualTo(block.attention());
  }

  @Test
  void equal_layers_share_one_block() {
    List<Block> layers = lower("llama-2-7b").layers();
    assertThat(layers).hasSize(32).allSatisfy(b -> assertThat(b).isSameAs(layers.getFirst()));
    assertThat(lower("deepseek-v3").layers().stream().distinct()).hasSize(2);
  }

  @Test
  void only_queries_keys_and_values_reach_the_host_where_the_chiplets_have_a_vector_unit() {
    Block block = lower("llama-2-7b").layers().getFirst();
    assertThat(block.steps().stream().mapToInt(Step::toHostElements).sum()).isEqualTo(3 * 4096);
    assertThat(block.steps().stream().mapToLong(Step::hostOps).sum()).isEqualTo(3 * 3 * 4096);
  }

  @Test
  void every_result_reaches_the_host_where_they_have_none() {
    Program program =
        Lowering.lower(
            NetworkReader.read("llama-2-7b"),
            Packing.dense(8),
            Packing.dense(8),
            HostOffload.PRODUCTS);
    Block block = program.layers().getFirst();
    assertThat(block.steps().stream().mapToInt(Step::toHostElements).sum())
        .isEqualTo(3 * 4096 + 4096 + 2 * 11008 + 4096);
    assertThat(block.steps()).allMatch(step -> step.source() == Step.Source.HOST);
    assertThat(block.steps()).allMatch(step -> step.vectorOps() == 0);
  }

  @Test
  void latent_attention_caches_one_latent_and_one_rotary_key() {
    Block block = lower("deepseek-v3").layers().getFirst();
    assertThat(block.attention().cacheElements()).isEqualTo(512 + 64);
    // 128 heads score against 576 elements and weigh 512.
    assertThat(block.attention().macs(1)).isEqualTo(128L * (576 + 512));
  }

  /// 64 heads of an indexer score one key of 128 elements a position; 128 heads then look back on
  /// 2,048 positions of all that are kept.
  @Test
  void sparse_attention_scores_every_position_and_reads_those_it_picks() {
    Block block = sparse();
    AttentionWork attention = block.attention();
    int cached = 512 + 64;
    assertThat(attention.cacheElements()).isEqualTo(cached + 128);
    assertThat(attention.cachedElements(10_000)).isEqualTo(10_000L * (cached + 128));
    assertThat(attention.readElements(10_000)).isEqualTo(2048L * cached + 10_000L * 128);
    assertThat(attention.macs(10_000)).isEqualTo(2048L * 128 * (cached + 512) + 10_000L * 64 * 128);
    assertThat(attention.readElements(1000)).isEqualTo(attention.cachedElements(1000));
    // scores and the choice come before scores, softmax and weighted values
    assertThat(attention.dependentOperations()).isEqualTo(5);
    assertThat(attention.inputElements()).isEqualTo(128 * cached + cached + 64 * 128 + 128 + 64);
    assertThat(attention.outputElements()).isEqualTo(128 * 512);
  }

  @Test
  void an_indexers_results_reach_the_host_with_those_of_attention() {
    Block block = sparse();
    assertThat(block.linears())
        .extracting(Linear::name)
        .contains("indexer.wk", "indexer.weights_proj", "indexer.wq_b");
    assertThat(block.steps().stream().mapToInt(Step::toHostElements).sum())
        .isEqualTo(512 + 64 + 128 + 64 + 128 * 64 + 64 * 128 + 128 * 512);
  }

  /// The first layer of DeepSeek-V3 with the indexer of V3.2.
  private static Block sparse() {
    NetworkSpec dense = NetworkReader.read("deepseek-v3");
    NetworkSpec.Layer first = dense.layers().getFirst();
    NetworkSpec.Attention.Latent latent = (NetworkSpec.Attention.Latent) first.attention();
    NetworkSpec.Layer layer =
        new NetworkSpec.Layer(
            latent.withIndexer(new NetworkSpec.Indexer(64, 128, 2048, false)),
            first.feedForward(),
            first.normWeights());
    NetworkSpec one =
        new NetworkSpec(
            "sparse",
            "deepseek_v32",
            7168,
            129_280,
            163_840,
            0,
            false,
            false,
            7168,
            List.of(layer));
    return Lowering.lower(one, Packing.dense(8), Packing.dense(8), HostOffload.ELEMENTS)
        .layers()
        .getFirst();
  }

  @Test
  void absorbing_the_latent_projections_changes_no_weight_count() {
    Block block = lower("deepseek-v3").layers().getFirst();
    long absorbed =
        block.linears().stream()
            .filter(linear -> linear.name().startsWith("kv_b_proj"))
            .mapToLong(Linear::weights)
            .sum();
    assertThat(absorbed).isEqualTo(128L * (128 + 128) * 512);
  }

  @Test
  void a_router_chooses_eight_of_128_experts() {
    Block block = lower("qwen3-30b-a3b").layers().getFirst();
    assertThat(block.linears())
        .filteredOn(linear -> linear.name().startsWith("experts."))
        .hasSize(3)
        .allMatch(linear -> linear.copies() == 128 && linear.activeCopies() == 8);
    assertThat(block.steps())
        .extracting(Step::name)
        .containsExactly("qkv", "attention out", "router", "experts gate up", "experts down");
  }
}

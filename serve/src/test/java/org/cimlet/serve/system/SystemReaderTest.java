package org.cimlet.serve.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.serve.engine.FleetSpec;
import org.cimlet.serve.engine.KvSpec;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.measure.Slo;
import org.junit.jupiter.api.Test;

/// Systems as users write them.
class SystemReaderTest {
  private static final String PREFILL_ON_GPUS =
      """
      schema: cimlet.serve/1
      name: prompts on GPUs
      network: llama-3.1-8b
      pools:
        prefill: {role: prefill, gpu: "h100:weights=bf16,tp=1", count: 2, policy: prefill_first}
        decode: {role: decode, machine: comb-200mb-36-aim-36, compress: "8:32", count: 3}
      routing: prefix_affinity
      kv: {admit: reserve, prefix_cache: false, block_tokens: 32}
      handover: {gbit_s: 800, latency_us: 3}
      overhead: {request_ms: 5}
      slo: {all: {ttft_s: 1, tpot_ms: 30}, batch: {ttft_s: 60, tpot_ms: 500}}
      prices: {years: 4}
      """;

  @Test
  void every_key_is_read() {
    SystemFile file = SystemReader.parse("s.yaml", PREFILL_ON_GPUS);
    SystemSpec system = file.system();
    assertThat(file.network()).isEqualTo("llama-3.1-8b");
    assertThat(system.pools()).extracting(PoolSpec::name).containsExactly("prefill", "decode");
    assertThat(system.pools())
        .extracting(PoolSpec::role)
        .containsExactly(Pool.Role.PREFILL, Pool.Role.DECODE);
    assertThat(system.pools()).extracting(PoolSpec::count).containsExactly(2, 3);
    assertThat(system.routing()).isEqualTo(FleetSpec.Routing.PREFIX_AFFINITY);
    assertThat(system.admit()).isEqualTo(KvSpec.Admit.RESERVE);
    assertThat(system.prefixCache()).isFalse();
    assertThat(system.blockTokens()).isEqualTo(32);
    assertThat(system.handover()).isEqualTo(new FleetSpec.Handover(100e9, 3_000_000));
    assertThat(system.requestMs()).isEqualTo(5);
    assertThat(file.slos()).containsExactly(new Slo("", 1, 0.03), new Slo("batch", 60, 0.5));
    assertThat(file.prices()).isEqualTo(new Prices(4, 0.08, 1.3));
  }

  private static void refuses(String from, String to, String message) {
    String text = PREFILL_ON_GPUS.replace(from, to);
    assertThat(text).isNotEqualTo(PREFILL_ON_GPUS);
    assertThatThrownBy(() -> SystemReader.parse("s.yaml", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void what_is_wrong_is_said_with_its_place() {
    refuses("role: decode, ", "", "pools: must all have the role both, or some prefill and some");
    refuses("count: 2", "count: 0", "s.yaml:5:66: pools.prefill.count: must be a whole number");
    refuses("routing: prefix_affinity", "routing: random", "routing: must be one of least_kv");
    refuses("gbit_s: 800", "gbit_s: -1", "handover.gbit_s: must be a number above 0");
    refuses("ttft_s: 1,", "", "slo.all.ttft_s: must be");
    refuses("policy: prefill_first", "policy: static", "must be mixed or prefill_first");
    refuses("count: 3", "counts: 3", "pools.decode.counts: must be a key a system knows");
    refuses("compress: \"8:32\"", "compress: \"32:8\"", "must be N:M with 1 <= N < M <= 64");
  }
}

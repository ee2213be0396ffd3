package org.cimlet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.cimlet.compile.Parallelism;
import org.cimlet.estimate.Estimate;
import org.cimlet.plan.Resource;
import org.junit.jupiter.api.Test;

/// What follows from a run, against hand arithmetic on LLaMA-2-7B: hidden size 4096, 32 layers, 32
/// key/value heads of 128, context 2048.
class FiguresTest {
  private static final Figures LLAMA = run(1);
  private static final Percentage EXACT = Percentage.withPercentage(1e-9);

  private static Figures run(int batch) {
    Job job =
        Job.of("llama-2-7b", "comb-200mb-36").batch(batch).mapping(Parallelism.FILLED).build();
    return new Runner().run(job).figures();
  }

  @Test
  void a_token_reads_537_MB_of_keys_and_values() {
    // 2 x 32 layers x 4096 elements x 2048 positions x 1 byte
    assertThat(LLAMA.cacheBytesPerToken()).isEqualTo(536_870_912);
    assertThat(LLAMA.cacheBytesKept()).isEqualTo(536_870_912);
  }

  @Test
  void a_token_takes_14_billion_operations() {
    // 2 x (6,476,005,376 in the layers + 131,072,000 in the head + 2 x 4096 x 2048 x 32 of
    // attention)
    assertThat(LLAMA.operationsPerToken()).isEqualTo(2.0 * 7_143_948_288L);
  }

  @Test
  void the_macros_read_180_terabytes_a_second() {
    // 36 chiplets x 1250 macros x 8 bytes x 500 MHz
    assertThat(LLAMA.macroBytesPerS()).isCloseTo(180e12, EXACT);
  }

  @Test
  void energy_at_peak_throughput_is_that_of_a_batch_that_saturates() {
    double batch64 = run(64).estimate().decode().energyPerTokenJ();
    assertThat(Answer.of(LLAMA).decode().peakEnergyPerTokenJ()).isCloseTo(batch64, EXACT);
    assertThat(Answer.of(LLAMA).decode().peakEnergyPerTokenJ())
        .isLessThan(LLAMA.estimate().decode().energyPerTokenJ());
  }

  @Test
  void the_host_memory_is_busy_all_the_time_where_it_limits() {
    Estimate.Decode decode = LLAMA.estimate().decode();
    assertThat(decode.peakBottleneck().resource()).isEqualTo(Resource.HOST_MEMORY);
    assertThat(LLAMA.hostMemoryBusy(decode.peakThroughputTokensPerS())).isCloseTo(1, within(1e-9));
  }
}

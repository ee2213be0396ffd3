package org.cimlet.simulate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PicosecondsTest {
  @Test
  void twenty_thousand_cycles_of_500_mhz_are_40_us() {
    assertThat(Picoseconds.ofCycles(20_000, 500_000_000)).isEqualTo(40_000_000);
  }

  @Test
  void a_third_of_a_ghz_rounds_to_the_nearest_picosecond() {
    // 1 / 300 MHz = 3333.33 ps, 2 / 300 MHz = 6666.67 ps
    assertThat(Picoseconds.ofCycles(1, 300_000_000)).isEqualTo(3333);
    assertThat(Picoseconds.ofCycles(2, 300_000_000)).isEqualTo(6667);
  }

  @Test
  void long_times_are_as_exact_as_short_ones() {
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      long cycles = random.nextLong(1L << 40);
      long clockHz = 1 + random.nextLong(2_000_000_000L);
      if (cycles / clockHz > 1_000_000) {
        continue;
      }
      BigDecimal exact =
          new BigDecimal(cycles)
              .multiply(new BigDecimal("1e12"))
              .divide(new BigDecimal(clockHz), 0, RoundingMode.HALF_UP);
      assertThat(BigDecimal.valueOf(Picoseconds.ofCycles(cycles, clockHz)))
          .isEqualByComparingTo(exact);
    }
  }

  @Test
  void a_packet_of_512_bytes_takes_16_ns_at_256_gbit_s() {
    assertThat(Picoseconds.of(512 * 8, 256e9)).isEqualTo(16_000);
  }

  @Test
  void something_takes_at_least_a_picosecond_and_nothing_takes_none() {
    assertThat(Picoseconds.of(1, 1e15)).isEqualTo(1);
    assertThat(Picoseconds.of(0, 1)).isZero();
  }

  @Test
  void rates_and_latencies_that_no_machine_has_are_refused() {
    assertThatThrownBy(() -> Picoseconds.rate(0, "bandwidth"))
        .hasMessage("bandwidth must be above 0 and finite, got 0.0");
    assertThatThrownBy(() -> Picoseconds.rate(Double.NaN, "bandwidth"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Picoseconds.ofSeconds(-1, "latency"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package org.cimlet.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A key of another unit is told with what its number comes to.
class UnitKeysTest {
  private static final JsonNode THIRTY_TWO = JsonNodeFactory.instance.numberNode(32);

  @Test
  void a_number_is_converted() {
    assertThat(UnitKeys.hint("bandwidth_gb_s", THIRTY_TWO, List.of("bandwidth_gbit_s")))
        .hasValue(" (bandwidth_gbit_s is in another unit: write 256)");
    assertThat(UnitKeys.hint("energy_pj_per_bit", THIRTY_TWO, List.of("energy_fj_per_bit")))
        .hasValue(" (energy_fj_per_bit is in another unit: write 32000)");
    assertThat(
            UnitKeys.hint(
                "latency_us",
                JsonNodeFactory.instance.objectNode().put("value", 0.01),
                List.of("latency_ns")))
        .hasValue(" (latency_ns is in another unit: write 10)");
  }

  /// Every spelling of datasheets: letters' case, binary prefixes, `per`, what stands below.
  @ParameterizedTest
  @CsvSource({
    "bandwidth_GBps, bandwidth_gbit_s, 256",
    "bandwidth_gb_per_s, bandwidth_gbit_s, 256",
    "bandwidth_TB_s, bandwidth_gb_s, 32000",
    "capacity_gib, capacity_gb, 34.35973837",
    "read_pj_per_byte, read_fj_per_bit, 4000",
    "spacing_um, spacing_mm, 0.032",
    "compute_gops, compute_tops, 0.032",
    "voltage_mv, voltage_v, 0.032",
    "latency_s, latency_ns, 3.2e+10",
    "leakage_w, leakage_mw, 32000",
  })
  void every_spelling_is_converted(String given, String known, String write) {
    assertThat(UnitKeys.hint(given, THIRTY_TWO, List.of(known)))
        .hasValue(" (%s is in another unit: write %s)".formatted(known, write));
  }

  @Test
  void other_quantities_are_none() {
    assertThat(UnitKeys.hint("bandwidth_Gbps", THIRTY_TWO, List.of("bandwidth_gbit_s"))).isEmpty();
    assertThat(UnitKeys.hint("latency_gb", THIRTY_TWO, List.of("latency_ns"))).isEmpty();
    assertThat(UnitKeys.hint("bandwith_gbit_s", THIRTY_TWO, List.of("bandwidth_gbit_s"))).isEmpty();
  }
}

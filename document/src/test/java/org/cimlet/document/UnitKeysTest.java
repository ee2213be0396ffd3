package org.cimlet.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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

  @Test
  void other_quantities_are_none() {
    assertThat(UnitKeys.hint("latency_gb", THIRTY_TWO, List.of("latency_ns"))).isEmpty();
    assertThat(UnitKeys.hint("bandwith_gbit_s", THIRTY_TWO, List.of("bandwidth_gbit_s"))).isEmpty();
  }
}

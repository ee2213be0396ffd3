package org.cimlet.compile.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.plan.machine.Gpu;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GpuResolverTest {
  @Test
  void everyTraitArrivesInBaseUnits() {
    List<Provenance> provenance = List.of(new Provenance("power_w", number(700)));
    Gpu gpu = Compiler.gpu(spec(number(2000), provenance));
    assertThat(gpu)
        .isEqualTo(
            new Gpu(
                "GPU",
                1e15,
                2e15,
                80 * 1_073_741_824.0,
                3.35e12,
                450e9,
                700,
                814,
                0.5,
                0.9,
                75e-6,
                0.95,
                provenance));
  }

  @Test
  void withoutAFastPathFor8BitsTheirPeakIsThatOf16() {
    assertThat(Compiler.gpu(spec(null, List.of())).int8OpsPerS()).isEqualTo(1e15);
  }

  private static GpuSpec spec(@Nullable Sourced int8Tops, List<Provenance> provenance) {
    return new GpuSpec(
        "GPU",
        number(1000),
        int8Tops,
        number(80),
        number(3.35),
        number(450),
        number(700),
        number(814),
        number(0.5),
        number(0.9),
        number(75),
        number(0.95),
        null,
        provenance);
  }

  private static Sourced number(double value) {
    return Sourced.assumed(value, "test");
  }
}

package org.cimlet.compile.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.compile.Compiler;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.gpu.GpuPower;
import org.cimlet.plan.gpu.KernelLaws;
import org.junit.jupiter.api.Test;

class GpuResolverTest {
  @Test
  void everyTraitArrivesInBaseUnits() {
    GpuSpec spec = GpuReader.read("h100");
    Gpu gpu = Compiler.gpu(spec);
    assertThat(gpu.name()).isEqualTo("H100 SXM");
    assertThat(gpu.devicesPerModule()).isEqualTo(1);
    assertThat(gpu.fp16OpsPerS()).isEqualTo(989.4e12);
    assertThat(gpu.fp8OpsPerS()).isEqualTo(1978.9e12);
    assertThat(gpu.int8OpsPerS()).isEqualTo(1978.9e12);
    assertThat(gpu.multiprocessors()).isEqualTo(132);
    assertThat(gpu.cacheBytes()).isEqualTo(50 * 1_048_576.0);
    assertThat(gpu.memoryBytes()).isEqualTo(79.65 * 1_073_741_824.0);
    assertThat(gpu.memoryBytesPerS()).isEqualTo(3.35e12);
    assertThat(gpu.linkBytesPerS()).isEqualTo(450e9);
    assertThat(gpu.power()).isEqualTo(new GpuPower(70, 160, 220, 600, 700));
    assertThat(gpu.dieMm2()).isEqualTo(814);
    assertThat(gpu.capacityEfficiency()).isEqualTo(0.955);
    assertThat(gpu.carriedOver()).isFalse();
    assertThat(gpu.provenance()).isEqualTo(spec.provenance());
  }

  @Test
  void lawsArriveInSeconds() {
    GpuSpec spec = GpuReader.read("h100");
    KernelLaws laws = Compiler.gpu(spec).laws();
    assertThat(laws.name()).isEqualTo("Hopper");
    assertThat(1e6 * laws.products().startS())
        .isCloseTo(spec.kernels().laws().products().startUs().value(), within(1e-9));
    assertThat(1e9 * laws.decoding().jobS())
        .isCloseTo(spec.kernels().laws().decoding().jobNs().value(), within(1e-6));
    assertThat(1e6 * laws.allReduce().ringStartS())
        .isCloseTo(spec.kernels().laws().allReduce().ringStartUs().value(), within(1e-9));
  }

  @Test
  void withoutAFastPathFor8BitsTheyAreMultipliedAs16() {
    Gpu die = Compiler.gpu(GpuReader.read("mi250x-die"));
    assertThat(die.int8OpsPerS()).isEqualTo(die.fp16OpsPerS());
    assertThat(die.multiplies(GpuFormat.FP8)).isFalse();
    assertThat(die.products(GpuFormat.INT8)).isEqualTo(die.laws().products());
    Gpu a100 = Compiler.gpu(GpuReader.read("a100"));
    assertThat(a100.multiplies(GpuFormat.INT8)).isTrue();
    assertThat(a100.multiplies(GpuFormat.FP8)).isFalse();
    assertThat(a100.peakOpsPerS(GpuFormat.FP8)).isEqualTo(312e12);
    assertThat(a100.peakOpsPerS(GpuFormat.MXFP4)).isEqualTo(312e12);
  }

  @Test
  void theDevicesOfAModuleShareItsFigures() {
    Gpu device = Compiler.gpu(GpuReader.read("mi250x"));
    Gpu die = Compiler.gpu(GpuReader.read("mi250x-die"));
    assertThat(device.devicesPerModule()).isEqualTo(2);
    assertThat(device.fp16OpsPerS()).isEqualTo(die.fp16OpsPerS());
    assertThat(device.memoryBytesPerS()).isEqualTo(die.memoryBytesPerS());
    assertThat(device.multiprocessors()).isEqualTo(die.multiprocessors());
    assertThat(device.power()).isEqualTo(die.power());
  }
}

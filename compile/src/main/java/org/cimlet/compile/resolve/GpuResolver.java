package org.cimlet.compile.resolve;

import org.cimlet.machine.gpu.GpuPowerSpec;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuPower;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// Turns a GPU as written into one device of it in base units.
public final class GpuResolver {
  private static final double MEBI = 1 << 20;
  private static final double GIBI = 1 << 30;
  private static final double GIGA = 1e9;
  private static final double TERA = 1e12;

  private GpuResolver() {}

  public static Gpu resolve(GpuSpec spec) {
    int devices = spec.devices();
    double fp16 = spec.fp16Tops().value() * TERA / devices;
    return new Gpu(
        spec.name(),
        devices,
        fp16,
        peak(spec.fp8Tops(), devices, fp16),
        peak(spec.int8Tops(), devices, fp16),
        (int) Math.round(spec.multiprocessors().value() / devices),
        spec.cacheMib().value() * MEBI / devices,
        spec.memoryGib().value() * GIBI / devices,
        spec.memoryTbS().value() * TERA / devices,
        spec.linkGbS().value() * GIGA / devices,
        power(spec.power(), devices),
        spec.host() == null ? 0 : spec.host().powerW().value() / devices,
        spec.dieMm2().value() / devices,
        spec.capacityEfficiency().value(),
        KernelLawsResolver.resolve(spec.kernels().laws()),
        spec.kernels().carriedOver() != null,
        spec.provenance());
  }

  private static double peak(@Nullable Sourced tops, int devices, double fp16) {
    return tops == null ? fp16 : tops.value() * TERA / devices;
  }

  private static GpuPower power(GpuPowerSpec spec, int devices) {
    return new GpuPower(
        spec.idleW().value() / devices,
        spec.runningW().value() / devices,
        spec.memoryW().value() / devices,
        spec.computeW().value() / devices,
        spec.boardW().value() / devices);
  }
}

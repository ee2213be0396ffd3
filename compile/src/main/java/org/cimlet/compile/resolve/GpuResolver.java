package org.cimlet.compile.resolve;

import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.plan.machine.Gpu;
import org.cimlet.quantity.Sourced;

/// Turns a GPU as written into a GPU in base units.
public final class GpuResolver {
  private static final double GIBI = 1 << 30;
  private static final double GIGA = 1e9;
  private static final double TERA = 1e12;

  private GpuResolver() {}

  public static Gpu resolve(GpuSpec spec) {
    Sourced int8 = spec.int8Tops();
    return new Gpu(
        spec.name(),
        spec.fp16Tops().value() * TERA,
        (int8 == null ? spec.fp16Tops() : int8).value() * TERA,
        spec.memoryGib().value() * GIBI,
        spec.memoryTbS().value() * TERA,
        spec.linkGbS().value() * GIGA,
        spec.powerW().value(),
        spec.dieMm2().value(),
        spec.computeEfficiency().value(),
        spec.memoryEfficiency().value(),
        spec.layerOverheadUs().value() / 1e6,
        spec.capacityEfficiency().value(),
        spec.provenance());
  }
}

package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuPower;
import org.cimlet.plan.gpu.KernelLaws;

/// A GPU of round numbers near an H100's, so that expectations can be worked out by hand: every
/// start takes 10 us, memory reaches 0.8 of its bandwidth and arithmetic 0.5 of its peak, the
/// longer of both hides the shorter, and nothing is lost to a last wave of tiles.
public final class RoundGpu {
  private static final double START_S = 10e-6;

  /// Time to start the copies of inputs scaled block by block, in s.
  public static final double ALIGN_S = 7e-6;

  /// Hides the shorter of two times to the precision of tests.
  private static final double HIDES = 1e4;

  private RoundGpu() {}

  /// 1e15 operations a second at 16 bits, 2e15 at 8, 100 multiprocessors, 80 GiB at 3.35 TB/s,
  /// links of 450 GB/s; 50 W of a host; 100 W idle, 100 more running, 200 more at the bandwidth,
  /// 400 at the peak, 700 at most.
  public static Gpu h100() {
    return of("H100", 1, 2e15, 450e9, laws());
  }

  /// The same with traits of one's own.
  public static Gpu of(
      String name, int devicesPerModule, double eightBits, double links, KernelLaws laws) {
    return new Gpu(
        name,
        devicesPerModule,
        1e15,
        eightBits,
        eightBits,
        100,
        50e6,
        80 * 1.073741824e9,
        3.35e12,
        links,
        new GpuPower(100, 100, 200, 400, 700),
        50,
        814,
        0.95,
        laws,
        false,
        List.of());
  }

  /// Laws of round numbers.
  public static KernelLaws laws() {
    return laws(new KernelLaws.Overheads(20e-6, 0.8, 100e-6, 1e-6, 0, 0));
  }

  /// The same with overheads of one's own.
  static KernelLaws laws(KernelLaws.Overheads overheads) {
    KernelLaws.Product product = new KernelLaws.Product(START_S, 0.8, 0.5, HIDES, 0);
    KernelLaws.Routed routed = new KernelLaws.Routed(START_S, 0.8, 0.5, HIDES);
    return new KernelLaws(
        "round",
        product,
        product,
        product,
        product,
        0.5,
        ALIGN_S,
        routed,
        routed,
        routed,
        routed,
        new KernelLaws.PromptAttention(START_S, 0.8, 0.5, 0, 0),
        new KernelLaws.DecodeAttention(START_S, 0.8, 1.6, 0.5, 0, 0, HIDES),
        new KernelLaws.AllReduce(START_S, 5e-6, 20e-6, 0.9),
        overheads);
  }
}

package org.cimlet.estimate;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Gpu;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;

/// The system a user would buy otherwise: GPUs that stream the weights from stacked memory.
///
/// A pass is a sequence of kernels, one a linear and one for the attention of each layer. A kernel
/// takes the longer of the time to read its weights or its keys and values at the bandwidth that
/// decoding reaches and the time of its operations at the rate that large batches reach. To their
/// sum come a launch overhead for each layer and, on more than one device, two ring all-reduces of
/// the residual stream for each layer. Of routed experts the expected number that the batch touches
/// is read, `E (1 - (1 - k/E)^B)` of E for B tokens that pick k each. Keys and values are read once
/// for all query heads that share them. The calibration is told in
/// `docs/studies/gpu-calibration.md`.
///
/// Left out: all devices are taken to be linked alike, however many; a cache with fewer key/value
/// heads than devices is cut as evenly as any other; the absorbed form of latent attention is timed
/// in prefill too, where expanding the latents would take fewer operations.
public final class GpuBaseline {
  /// Devices that one board links directly.
  private static final int BOARD = 8;

  /// More than any installation has: a count above it is a slip in the scenario.
  private static final int MOST_DEVICES = 1 << 16;

  private final Gpu gpu;
  private final Program program;
  private final Scenario scenario;
  private final int weightBits;
  private final int cacheBits;
  private final double weightBytes;
  private final double kvCacheBytesPerSequence;

  private GpuBaseline(Gpu gpu, Program program, Scenario scenario, int weightBits, int cacheBits) {
    if (weightBits != 8 && weightBits != 16) {
      throw new IllegalArgumentException("GPU weights must have 8 or 16 bits, got " + weightBits);
    }
    if (cacheBits < 1) {
      throw new IllegalArgumentException("cached elements must have bits, got " + cacheBits);
    }
    this.gpu = gpu;
    this.program = program;
    this.scenario = scenario;
    this.weightBits = weightBits;
    this.cacheBits = cacheBits;
    weightBytes = (double) program.parameters() * weightBits / 8;
    kvCacheBytesPerSequence = kvCacheBytesPerSequence(program, scenario.contextTokens(), cacheBits);
  }

  /// On the smallest number of devices that holds the weights and the scenario's batch: a power of
  /// two up to 8, then a multiple of 8.
  ///
  /// @param weightBits 8 or 16
  /// @param cacheBits bits of a cached key or value element
  /// @throws InvalidInputException where more than 65,536 devices would be needed
  /// @throws IllegalArgumentException where the bits are none of these
  public static GpuEstimate estimate(
      Gpu gpu, Program program, Scenario scenario, int weightBits, int cacheBits) {
    GpuBaseline baseline = new GpuBaseline(gpu, program, scenario, weightBits, cacheBits);
    return baseline.on(baseline.devicesNeeded());
  }

  /// On a given number of devices.
  ///
  /// @throws InvalidInputException where they do not hold the weights and the scenario's batch:
  ///   says what would
  /// @throws IllegalArgumentException where the bits are neither 8 nor 16
  public static GpuEstimate estimate(
      Gpu gpu, Program program, Scenario scenario, int weightBits, int cacheBits, int devices) {
    GpuBaseline baseline = new GpuBaseline(gpu, program, scenario, weightBits, cacheBits);
    baseline.requireFit(devices);
    return baseline.on(devices);
  }

  /// Keys and values of one sequence with `context` tokens cached, windows respected.
  static double kvCacheBytesPerSequence(Program program, int context, int cacheBits) {
    double elements = 0;
    for (Block block : program.layers()) {
      elements += block.attention().cachedElements(context);
    }
    return elements * cacheBits / 8;
  }

  private double neededBytes() {
    return weightBytes + scenario.batch() * kvCacheBytesPerSequence;
  }

  private int devicesNeeded() {
    double needed = Math.ceil(neededBytes() / GpuDevices.usableBytesPerDevice(gpu));
    if (needed > MOST_DEVICES) {
      throw InvalidInputException.of(
          gpu.name(),
          "must hold %s in at most %s devices, got %s; lower the batch or the context"
              .formatted(contents(0), Si.grouped(MOST_DEVICES), Si.grouped((long) needed)));
    }
    int count = roundedUp(Math.max(1, (int) needed));
    // the two divisions may round apart where the last sequence fits to the byte
    return largestBatch(devices(count)) >= scenario.batch() ? count : roundedUp(count + 1);
  }

  private static int roundedUp(int count) {
    return count <= BOARD
        ? Integer.highestOneBit(2 * count - 1)
        : Math.ceilDiv(count, BOARD) * BOARD;
  }

  private void requireFit(int devices) {
    if (devices < 1) {
      throw InvalidInputException.of(gpu.name(), "must be at least 1 device, got " + devices);
    }
    long largest = largestBatch(devices(devices));
    if (largest < scenario.batch()) {
      String fewer = largest < 1 ? "" : " or --batch %s".formatted(Si.grouped(largest));
      throw InvalidInputException.of(
          gpu.name(),
          "must hold %s, got %s with room for %s; use %s devices%s"
              .formatted(
                  contents(devices(devices).usableBytes()),
                  devices == 1 ? "1 device" : Si.grouped(devices) + " devices",
                  Si.apartFrom(devices(devices).usableBytes(), neededBytes(), "B"),
                  Si.grouped(devicesNeeded()),
                  fewer));
    }
  }

  /// @param heldBytes what there is room for
  private String contents(double heldBytes) {
    return "%s of weights and the KV cache of %s at context %s, %s together"
        .formatted(
            Si.of(weightBytes, "B"),
            scenario.batch() == 1 ? "1 sequence" : Si.grouped(scenario.batch()) + " sequences",
            Si.grouped(scenario.contextTokens()),
            Si.apartFrom(neededBytes(), heldBytes, "B"));
  }

  private GpuDevices devices(int count) {
    return new GpuDevices(gpu, count, weightBits, cacheBits);
  }

  private long largestBatch(GpuDevices devices) {
    return (long) Math.floor((devices.usableBytes() - weightBytes) / kvCacheBytesPerSequence);
  }

  private GpuEstimate on(int count) {
    GpuDevices devices = devices(count);
    long largest = largestBatch(devices);
    double ttftS = GpuPass.prefill(devices, program, 1, scenario.promptTokens()).seconds();
    return new GpuEstimate(
        gpu,
        weightBits,
        cacheBits,
        count,
        weightBytes,
        kvCacheBytesPerSequence,
        largest,
        at(devices, scenario.batch(), ttftS),
        at(devices, largest, ttftS));
  }

  private GpuEstimate.At at(GpuDevices devices, long batch, double ttftS) {
    GpuPass step = GpuPass.decode(devices, program, batch, scenario.contextTokens());
    double throughput = batch / step.seconds();
    return new GpuEstimate.At(
        batch,
        ttftS,
        step.seconds(),
        throughput,
        devices.count() * gpu.powerW() / throughput,
        step.operations() / step.bytes(),
        step.operations() / step.seconds(),
        step.bottleneck());
  }
}

package org.cimlet.estimate;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;

/// The system a user would buy otherwise: GPUs that stream the weights from stacked memory.
///
/// A pass is a sequence of kernels ([GpuPass]), each timed by a law fitted to measured kernels
/// ([org.cimlet.estimate.gpu.GpuKernels]). The study is `docs/studies/gpu-calibration.md`.
///
/// Left out: all devices are taken to be linked alike, however many; the absorbed form of latent
/// attention is timed in prefill too, where expanding the latents would take fewer operations.
public final class GpuBaseline {
  /// Devices that one board links directly.
  private static final int BOARD = 8;

  /// More than any installation has: a count above it is a slip in the scenario.
  private static final int MOST_DEVICES = 1 << 16;

  private final GpuSystem system;
  private final Gpu gpu;
  private final Program program;
  private final Scenario scenario;
  private final double weightBytes;

  private GpuBaseline(GpuSystem system, Program program, Scenario scenario) {
    this.system = system;
    this.gpu = system.gpu();
    this.program = program;
    this.scenario = scenario;
    weightBytes = devices(1).weightBytes(program);
  }

  /// Where the system leaves the number of devices open, on the smallest that holds the weights and
  /// the scenario's batch: a power of two up to 8, then a multiple of 8, and whole modules.
  ///
  /// @param program with norms, activations and residuals done where the products are
  /// @throws InvalidInputException where the devices do not hold the weights and the scenario's
  ///   batch: says what would; and where more than 65,536 would be needed
  public static GpuEstimate estimate(GpuSystem system, Program program, Scenario scenario) {
    GpuBaseline baseline = new GpuBaseline(system, program, scenario);
    if (system.devices() == 0) {
      return baseline.on(baseline.devicesNeeded());
    }
    baseline.requireFit(system.devices());
    return baseline.on(system.devices());
  }

  /// Whole requests on the same devices: the scenario's batch of prompts in one pass, then answers
  /// written together, as a batch that is collected before it is sent.
  ///
  /// @param answerTokens of each, at least 1
  /// @throws InvalidInputException as [#estimate] does
  public static Request request(
      GpuSystem system, Program program, Scenario scenario, int answerTokens) {
    GpuEstimate estimate = estimate(system, program, scenario);
    GpuDevices devices =
        new GpuBaseline(estimate.system(), program, scenario).devices(estimate.devices());
    int prompt = scenario.promptTokens();
    double promptsS = GpuPass.prefill(devices, program, scenario.batch(), prompt).seconds();
    double answersS =
        GrowingContext.sum(
            prompt + 1,
            prompt + answerTokens - 1,
            context -> GpuPass.decode(devices, program, scenario.batch(), context).seconds());
    return new Request(prompt, answerTokens, scenario.batch(), promptsS, promptsS + answersS);
  }

  private double neededBytes(int count) {
    return weightBytes + scenario.batch() * cacheBytes(count);
  }

  private double cacheBytes(int count) {
    return devices(count).cacheBytes(program, scenario.contextTokens());
  }

  /// Keys that several devices keep take more memory on more devices, so one counts up.
  private int devicesNeeded() {
    double least = Math.ceil(neededBytes(1) / devices(1).usableBytes());
    if (least > MOST_DEVICES) {
      throw tooMany((long) least);
    }
    int count = roundedUp(Math.max(1, (int) least));
    while (largestBatch(devices(count)) < scenario.batch()) {
      if (count >= MOST_DEVICES) {
        throw tooMany(count);
      }
      count = roundedUp(count + 1);
    }
    return count;
  }

  private InvalidInputException tooMany(long needed) {
    return InvalidInputException.of(
        gpu.name(),
        "must hold %s in at most %s devices, got %s; lower the batch or the context"
            .formatted(contents(1, 0), Si.grouped(MOST_DEVICES), Si.grouped(needed)));
  }

  private int roundedUp(int count) {
    int rounded =
        count <= BOARD ? Integer.highestOneBit(2 * count - 1) : Math.ceilDiv(count, BOARD) * BOARD;
    return Math.ceilDiv(rounded, gpu.devicesPerModule()) * gpu.devicesPerModule();
  }

  private void requireFit(int devices) {
    if (devices < 1) {
      throw InvalidInputException.of(gpu.name(), "must be at least 1 device, got " + devices);
    }
    if (devices % gpu.devicesPerModule() != 0) {
      throw InvalidInputException.of(
          gpu.name(),
          "must be whole modules of %s devices, got %s"
              .formatted(gpu.devicesPerModule(), Si.grouped(devices)));
    }
    long largest = largestBatch(devices(devices));
    if (largest < scenario.batch()) {
      String fewer = largest < 1 ? "" : " or --batch %s".formatted(Si.grouped(largest));
      throw InvalidInputException.of(
          gpu.name(),
          "must hold %s, got %s with room for %s; use %s devices%s"
              .formatted(
                  contents(devices, devices(devices).usableBytes()),
                  devices == 1 ? "1 device" : Si.grouped(devices) + " devices",
                  Si.apartFrom(devices(devices).usableBytes(), neededBytes(devices), "B"),
                  Si.grouped(devicesNeeded()),
                  fewer));
    }
  }

  /// @param heldBytes what there is room for
  private String contents(int devices, double heldBytes) {
    return "%s of weights and the KV cache of %s at context %s, %s together"
        .formatted(
            Si.of(weightBytes, "B"),
            scenario.batch() == 1 ? "1 sequence" : Si.grouped(scenario.batch()) + " sequences",
            Si.grouped(scenario.contextTokens()),
            Si.apartFrom(neededBytes(devices), heldBytes, "B"));
  }

  private GpuDevices devices(int count) {
    return new GpuDevices(gpu, count, system.weights(), system.experts(), system.cache());
  }

  private long largestBatch(GpuDevices devices) {
    double room = devices.usableBytes() - weightBytes;
    return (long) Math.floor(room / devices.cacheBytes(program, scenario.contextTokens()));
  }

  private GpuEstimate on(int count) {
    GpuDevices devices = devices(count);
    long largest = largestBatch(devices);
    double ttftS = GpuPass.prefill(devices, program, 1, scenario.promptTokens()).seconds();
    return new GpuEstimate(
        system.on(count),
        weightBytes,
        cacheBytes(count),
        largest,
        at(devices, scenario.batch(), ttftS),
        at(devices, largest, ttftS));
  }

  private GpuEstimate.At at(GpuDevices devices, long batch, double ttftS) {
    GpuPass step = GpuPass.decode(devices, program, batch, scenario.contextTokens());
    return new GpuEstimate.At(
        batch,
        ttftS,
        step.seconds(),
        batch / step.seconds(),
        step.watts(),
        devices.count() * gpu.hostW(),
        step.operations() / step.bytes(),
        step.operations() / step.seconds(),
        step.bottleneck());
  }
}

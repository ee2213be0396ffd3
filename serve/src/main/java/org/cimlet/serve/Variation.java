package org.cimlet.serve;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cimlet.appraise.MachineSamples;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineSpec;
import org.cimlet.quantity.Interval;
import org.cimlet.serve.system.PoolSpec;
import org.cimlet.serve.system.SystemSpec;

/// What a sample of a system has otherwise than it is written: technology numbers of its machines
/// within their intervals, steps of GPUs as far off as the laws were from what was measured, prices
/// and the time before a request waits within their ranges. The requests stay.
///
/// Sample `n` of every system draws prices, steps and the time before a request alike; numbers of
/// machines only where both have the same ones.
final class Variation {
  /// As written.
  static final Variation NONE = new Variation(Map.of(), -1, 1, 0.5, 0.5);

  /// Nine steps in ten of those measured were within this of the laws.
  private static final double STEP_SPREAD = 0.15;

  private static final double LEAST_REQUEST_MS = 5;
  private static final double MOST_REQUEST_MS = 25;

  private final Map<MachineFile, MachineSamples> machines;
  private final int sample;
  private final double stepFactor;
  private final double priceShare;
  private final double requestShare;

  private Variation(
      Map<MachineFile, MachineSamples> machines,
      int sample,
      double stepFactor,
      double priceShare,
      double requestShare) {
    this.machines = machines;
    this.sample = sample;
    this.stepFactor = stepFactor;
    this.priceShare = priceShare;
    this.requestShare = requestShare;
  }

  /// Draws samples of a system.
  static Variation[] of(SystemSpec system, int samples) {
    Map<MachineFile, MachineSamples> machines = new HashMap<>();
    for (PoolSpec pool : system.pools()) {
      if (pool.hardware() instanceof PoolSpec.Hardware.Machine machine) {
        machines.computeIfAbsent(machine.file(), file -> MachineSamples.of(file, samples));
      }
    }
    double[] steps = shares(samples, 1);
    double[] prices = shares(samples, 2);
    double[] requests = shares(samples, 3);
    Variation[] drawn = new Variation[samples];
    for (int sample = 0; sample < samples; sample++) {
      drawn[sample] =
          new Variation(
              machines,
              sample,
              1 + STEP_SPREAD * (2 * steps[sample] - 1),
              prices[sample],
              requests[sample]);
    }
    return drawn;
  }

  /// One share from each of as many equal slices of 0 to 1, in an order of its own.
  private static double[] shares(int samples, int number) {
    SplittableRandom random = new SplittableRandom(Uncertainty.SEED + number);
    double[] shares = new double[samples];
    for (int i = 0; i < samples; i++) {
      int other = random.nextInt(i + 1);
      shares[i] = shares[other];
      shares[other] = (i + random.nextDouble()) / samples;
    }
    return shares;
  }

  MachineSpec machine(MachineFile file) {
    return sample < 0 ? file.machine() : Objects.requireNonNull(machines.get(file)).machine(sample);
  }

  double stepFactor() {
    return stepFactor;
  }

  double priceShare() {
    return priceShare;
  }

  /// @param written the time as written, which half of the samples do not exceed
  double requestMs(double written) {
    double least = Math.min(written, LEAST_REQUEST_MS);
    double most = Math.max(written, MOST_REQUEST_MS);
    return new Interval(least, most).quantile(written, requestShare);
  }
}

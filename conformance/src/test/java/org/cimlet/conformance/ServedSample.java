package org.cimlet.conformance;

import java.util.List;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.run.BaselineSpec;
import org.cimlet.run.Progress;
import org.cimlet.serve.ServeJob;
import org.cimlet.serve.ServeResult;
import org.cimlet.serve.Serving;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.engine.StepPolicy;
import org.cimlet.serve.measure.Slo;
import org.cimlet.serve.system.PoolSpec;
import org.cimlet.serve.system.Prices;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.MadeTraffic;

/// Requests that a package and a GPU serve, with loads, sizes and ranges: every part of a result.
public final class ServedSample {
  private ServedSample() {}

  /// What came of them.
  public static ServeResult result(int threads) {
    PoolSpec packages =
        new PoolSpec(
            "packages",
            Pool.Role.BOTH,
            1,
            new PoolSpec.Hardware.Machine(
                MachineReader.open("comb-200mb-36"),
                WeightStorage.dense(8),
                Parallelism.AUTO,
                8,
                16,
                1 << 20));
    PoolSpec gpus =
        new PoolSpec(
            "gpus",
            Pool.Role.BOTH,
            1,
            new PoolSpec.Hardware.Gpus(
                BaselineSpec.parse("h100").getFirst(),
                WeightStorage.dense(8),
                new StepPolicy(StepPolicy.Kind.MIXED, 2048, 64),
                0.9,
                0,
                0));
    return Serving.run(
        new ServeJob(
            NetworkReader.read("tinyllama-1.1b"),
            new MadeTraffic(40, 0, 400, 60, 0.5, 400, 1),
            List.of(SystemSpec.of("packages", packages), SystemSpec.of("GPUs", gpus)),
            List.of(new Slo("", 0.5, 0.01)),
            Prices.USUAL,
            0.1,
            List.of(0.5, 2.0),
            0.9,
            3,
            threads),
        Progress.NONE,
        Serving.RequestLog.NONE);
  }
}

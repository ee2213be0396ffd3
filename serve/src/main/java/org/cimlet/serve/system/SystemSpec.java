package org.cimlet.serve.system;

import java.util.List;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineFile;
import org.cimlet.run.BaselineSpec;
import org.cimlet.serve.engine.FleetSpec;
import org.cimlet.serve.engine.KvSpec;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.engine.StepPolicy;

/// A system that serves requests.
///
/// @param name what it is called
/// @param pools of packages and of GPUs
/// @param routing which server gets a request
/// @param admit what a request takes of the memory for keys and values as it starts
/// @param prefixCache whether prompts' blocks are kept for those that begin alike
/// @param blockTokens that memory is given out in blocks of so many tokens
/// @param handover how keys and values come from pools that read prompts to those that write
/// @param requestMs from a client's request until it waits at a server
public record SystemSpec(
    String name,
    List<PoolSpec> pools,
    FleetSpec.Routing routing,
    KvSpec.Admit admit,
    boolean prefixCache,
    int blockTokens,
    FleetSpec.Handover handover,
    double requestMs) {
  /// Text, tokens and network: measured by peers as 15.6 ms.
  public static final double REQUEST_MS = 15;

  /// 400 Gbit/s and 10 us.
  public static final FleetSpec.Handover LINK = new FleetSpec.Handover(50e9, 10_000_000);

  private static final int BLOCK = 16;

  /// Copies the list.
  public SystemSpec {
    pools = List.copyOf(pools);
  }

  /// One pool that does all, keys and values given out as they come.
  public static SystemSpec of(String name, PoolSpec pool) {
    return new SystemSpec(
        name,
        List.of(pool),
        FleetSpec.Routing.LEAST_KV,
        KvSpec.Admit.GROW,
        true,
        BLOCK,
        LINK,
        REQUEST_MS);
  }

  /// Packages of one machine, whose memory alone limits how many sequences run.
  ///
  /// @param batch sequences for which what the mapping leaves open is chosen
  /// @param chunkTokens tokens of a prompt that set out together
  public static SystemSpec packages(
      MachineFile machine,
      int count,
      WeightStorage weights,
      Parallelism mapping,
      int batch,
      int chunkTokens) {
    PoolSpec.Hardware hardware =
        new PoolSpec.Hardware.Machine(
            machine, weights, mapping, batch, chunkTokens, PoolSpec.MOST_SEQUENCES);
    return of(machine.machine().name(), new PoolSpec("packages", Pool.Role.BOTH, count, hardware));
  }

  /// Groups of GPUs that step as vLLM does where it is set up for them.
  ///
  /// @param weights how packages they are compared with store weights
  public static SystemSpec gpus(BaselineSpec gpus, int count, WeightStorage weights) {
    String name = gpus.gpu().name();
    PoolSpec.Hardware hardware =
        new PoolSpec.Hardware.Gpus(
            gpus,
            weights,
            new StepPolicy(StepPolicy.Kind.MIXED, PoolSpec.STEP_TOKENS, PoolSpec.SEQUENCES),
            PoolSpec.MEMORY_SHARE,
            0,
            0);
    return of(
        gpus.devices() > 1 ? gpus.devices() + " x " + name : name,
        new PoolSpec("gpus", Pool.Role.BOTH, count, hardware));
  }

  /// Every pool so many times as large.
  public SystemSpec times(int factor) {
    return new SystemSpec(
        name,
        pools.stream().map(pool -> pool.times(factor)).toList(),
        routing,
        admit,
        prefixCache,
        blockTokens,
        handover,
        requestMs);
  }
}

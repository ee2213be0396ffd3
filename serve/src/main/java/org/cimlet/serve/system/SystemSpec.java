package org.cimlet.serve.system;

import java.util.List;
import org.cimlet.serve.engine.FleetSpec;
import org.cimlet.serve.engine.KvSpec;

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

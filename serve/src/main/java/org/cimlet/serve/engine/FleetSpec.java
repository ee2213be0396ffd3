package org.cimlet.serve.engine;

import java.util.List;

/// Servers, and what leads requests to them.
///
/// @param pools at least one, with servers for every task
/// @param routing which server of a task gets a request
/// @param handover how keys and values come from the servers that read prompts to those that write
/// @param requestPs from a client's request until it waits at a server: text, tokens, network
/// @param longest tokens of prompt and answer that the network reads
public record FleetSpec(
    List<Pool> pools, Routing routing, Handover handover, long requestPs, int longest) {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException where a task has no server, or both pools that do all and
  ///   pools that do a part
  public FleetSpec {
    pools = List.copyOf(pools);
    boolean both = pools.stream().anyMatch(pool -> pool.role() == Pool.Role.BOTH);
    boolean reads = pools.stream().anyMatch(pool -> pool.role() == Pool.Role.PREFILL);
    boolean writes = pools.stream().anyMatch(pool -> pool.role() == Pool.Role.DECODE);
    if (both ? reads || writes : !reads || !writes) {
      throw new IllegalArgumentException(
          "pools must all have the role both, or some prefill and some decode");
    }
  }

  /// Every pool so many times as large.
  public FleetSpec times(int factor) {
    return new FleetSpec(
        pools.stream().map(pool -> pool.times(factor)).toList(),
        routing,
        handover,
        requestPs,
        longest);
  }

  /// Which server gets a request.
  public enum Routing {
    /// The one with the least of its memory taken or waited for.
    LEAST_KV,
    /// One after the other.
    ROUND_ROBIN,
    /// The one that has most of the prompt's beginning; of equals the one with the least memory
    /// taken.
    PREFIX_AFFINITY
  }

  /// A link of each server that reads prompts, one transfer after the other.
  ///
  /// @param bytesPerS its bandwidth
  /// @param latencyPs of each transfer
  public record Handover(double bytesPerS, long latencyPs) {}
}

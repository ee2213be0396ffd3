package org.cimlet.serve.engine;

/// Equal servers with one task.
///
/// @param name what it is called
/// @param role what its servers do
/// @param count of them
/// @param hardware of each
/// @param memory of each
public record Pool(String name, Role role, int count, Hardware hardware, KvSpec memory) {
  /// @throws IllegalArgumentException where there is no server
  public Pool {
    if (count < 1) {
      throw new IllegalArgumentException("a pool must have at least 1 server, got " + count);
    }
  }

  /// What servers do.
  public enum Role {
    /// They read prompts, write the first token, and hand over.
    PREFILL,
    /// They write what follows.
    DECODE,
    /// All of it.
    BOTH
  }

  /// What a server is.
  public sealed interface Hardware {
    /// A package of chiplets that holds all weights.
    ///
    /// @param law what tokens and prompts take
    /// @param sequences that run at the same time at most
    record Chiplets(PackageLaw law, int sequences) implements Hardware {}

    /// A group of GPUs, or a package whose weights are reloaded.
    ///
    /// @param law what steps take
    /// @param policy what goes into them
    record Steps(StepLaw law, StepPolicy policy) implements Hardware {}
  }

  /// The same with so many times the servers.
  Pool times(int factor) {
    return new Pool(name, role, Math.multiplyExact(count, factor), hardware, memory);
  }

  Server server(Server.Listener listener) {
    boolean handsOver = role == Role.PREFILL;
    return switch (hardware) {
      case Hardware.Chiplets chiplets ->
          new PackageServer(chiplets.law(), memory, chiplets.sequences(), handsOver, listener);
      case Hardware.Steps steps ->
          new StepServer(steps.policy(), steps.law(), memory, handsOver, listener);
    };
  }
}

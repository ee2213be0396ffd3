package org.cimlet.cli;

import org.cimlet.compile.Parallelism;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the network is cut over the package.
final class MappingOptions {
  @Option(
      names = "--mapping",
      paramLabel = "M",
      defaultValue = "auto",
      description =
          "how the network is cut over the chiplets: filled (one after the other), pipelined (equal"
              + " shares, a chiplet each), mixed:T (groups of T chiplets share each layer), spread"
              + " (all share each layer), or auto: the fastest for the batch, never worse than"
              + " filled (default: auto)")
  private String mapping = "auto";

  @Option(
      names = "--replicas",
      paramLabel = "R",
      description =
          "how often the package holds the network, streams being dealt out to the replicas"
              + " (default: as often as pays)")
  private @Nullable Integer replicas;

  MappingOptions() {}

  /// @throws InvalidInputException where the options say nothing that can be done
  Parallelism mapping() {
    Integer count = replicas;
    if (count != null && count < 1) {
      throw InvalidInputException.of("--replicas", "must be at least 1, got " + count);
    }
    return Parallelism.parse(mapping, count == null ? 0 : count);
  }
}

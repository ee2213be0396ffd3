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
          "parallelism: filled (chiplet after chiplet), pipelined (PP), mixed:T (TP T in a pipeline),"
              + " spread (TP over all chiplets), auto (fastest for the batch, never worse than"
              + " filled; default)")
  private String mapping = "auto";

  @Option(
      names = "--replicas",
      paramLabel = "R",
      description = "data-parallel replicas (default: chosen by the estimate)")
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

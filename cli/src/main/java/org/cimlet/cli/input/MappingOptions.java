package org.cimlet.cli.input;

import org.cimlet.compile.Parallelism;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the network is cut over the package.
public final class MappingOptions {
  @Option(
      names = "--mapping",
      paramLabel = "M",
      defaultValue = "auto",
      description =
          "parallelism: filled (chiplet after chiplet), pipelined (PP), mixed:T (TP T in a"
              + " pipeline), spread (TP over all chiplets), auto (fastest for the batch, never"
              + " worse than filled; default)")
  private String mapping = "auto";

  @Option(
      names = "--tp",
      paramLabel = "N",
      description = "tensor-parallel chiplets per pipeline stage, in place of --mapping")
  private @Nullable Integer tensor;

  @Option(
      names = "--pp",
      paramLabel = "N",
      description = "pipeline-parallel stages, in place of --mapping")
  private @Nullable Integer pipeline;

  @Option(
      names = {"--dp", "--replicas"},
      paramLabel = "N",
      description = "data-parallel replicas (default: chosen by the estimate)")
  private @Nullable Integer data;

  /// Made by picocli.
  public MappingOptions() {}

  /// How the network is cut, as asked for.
  ///
  /// @throws InvalidInputException where the options contradict each other
  public Parallelism mapping() {
    int tp = checked("--tp", tensor);
    int pp = checked("--pp", pipeline);
    int dp = checked("--dp", data);
    if (tp == 0 && pp == 0) {
      return Parallelism.parse(mapping, dp);
    }
    if (!mapping.equals("auto")) {
      throw InvalidInputException.of(
          "--mapping", "must be left out with --tp and --pp, got " + mapping);
    }
    return Parallelism.of(tp, pp, dp);
  }

  /// @return 0 where the option is not given
  private static int checked(String option, @Nullable Integer count) {
    if (count == null) {
      return 0;
    }
    if (count < 1) {
      throw InvalidInputException.of(option, "must be at least 1, got " + count);
    }
    return count;
  }
}

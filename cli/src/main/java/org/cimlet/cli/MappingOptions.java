package org.cimlet.cli;

import java.util.function.IntSupplier;
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

  MappingOptions() {}

  /// @param chiplets of the machine that hold weights of layers
  /// @throws InvalidInputException where the options contradict each other or the machine
  Parallelism mapping(IntSupplier chiplets) {
    checked("--tp", tensor);
    checked("--pp", pipeline);
    int replicas = checked("--dp", data);
    if (tensor == null && pipeline == null) {
      return Parallelism.parse(mapping, replicas);
    }
    if (!mapping.equals("auto")) {
      throw InvalidInputException.of(
          "--mapping", "must be left out with --tp and --pp, got " + mapping);
    }
    if (pipeline == null) {
      return Parallelism.groups(checked("--tp", tensor), replicas);
    }
    return stages(pipeline, replicas, chiplets.getAsInt());
  }

  /// What is not given follows from the machine: all its chiplets are used.
  private Parallelism stages(int stages, int replicas, int chiplets) {
    int group = tensor == null ? chiplets / stages / Math.max(1, replicas) : tensor;
    int copies = replicas == 0 ? Math.max(1, chiplets / stages / Math.max(1, group)) : replicas;
    if ((long) group * stages * copies != chiplets) {
      throw InvalidInputException.of(
          "--tp x --pp x --dp",
          "must make the machine's %s chiplets, got %s x %s x %s"
              .formatted(chiplets, group, stages, copies));
    }
    return Parallelism.groups(group, copies);
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

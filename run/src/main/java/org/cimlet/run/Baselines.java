package org.cimlet.run;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.run.catalogue.Catalogue;

/// What a machine is compared with, as it is written: GPUs, and other machines that run the same
/// job.
///
/// @param gpus in their order
/// @param machines in theirs
public record Baselines(List<BaselineSpec> gpus, List<MachineFile> machines) {
  private static final String MACHINE = "cimlet.machine/";

  /// Copies the lists.
  public Baselines {
    gpus = List.copyOf(gpus);
    machines = List.copyOf(machines);
  }

  /// Systems separated by commas, each a shipped name or a file: machines, and GPUs with settings
  /// as [BaselineSpec#parse] takes them. `none` stands for no system.
  ///
  /// @throws InvalidInputException where one is not there or not right
  public static Baselines parse(String text) {
    List<String> gpus = new ArrayList<>();
    List<MachineFile> machines = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (isMachine(item)) {
        machines.add(MachineReader.open(item));
      } else {
        gpus.add(known(item));
      }
    }
    return new Baselines(
        gpus.isEmpty() ? List.of() : BaselineSpec.parse(String.join(",", gpus)), machines);
  }

  private static boolean isMachine(String item) {
    if (MachineReader.presets().contains(item)) {
      return true;
    }
    try {
      Path file = Path.of(item);
      return Files.isRegularFile(file) && Catalogue.schema(file).startsWith(MACHINE);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// A name that is closest to a machine's is called one of those.
  private static String known(String item) {
    String didYouMean = Suggestion.didYouMean(item, MachineReader.presets());
    if (!item.matches(".*[=/.].*")
        && !didYouMean.isEmpty()
        && Suggestion.didYouMean(item.split(":", 2)[0], GpuReader.presets()).isEmpty()) {
      throw InvalidInputException.of(
          "--baseline",
          "must be a GPU or a machine, a shipped name or a file, got " + item + didYouMean);
    }
    return item;
  }
}

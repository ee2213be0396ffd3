package org.cimlet.cli.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import picocli.CommandLine.Option;

/// Which machine, and what is set in it for this run.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class MachineOptions {
  @Option(
      names = "--machine",
      paramLabel = "M",
      defaultValue = "comb-200mb-36",
      description = "YAML file or shipped name (default: comb-200mb-36)")
  private String machine = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "set a key of the machine for this run, like chiplet.macros=512; null leaves it out;"
              + " repeatable")
  private List<String> settings = List.of();

  /// Made by picocli.
  public MachineOptions() {}

  /// The file or shipped name.
  public String name() {
    return machine;
  }

  /// The machine with what is set.
  ///
  /// @throws InvalidInputException with everything that is wrong with the file or the settings
  public MachineFile open() {
    MachineFile file = MachineReader.open(machine);
    return settings.isEmpty() ? file : file.set(values(settings));
  }

  /// Keys and what they are set to, as written.
  ///
  /// @param settings `KEY=VALUE`
  /// @throws InvalidInputException where one is not, or a key comes twice
  public static Map<String, String> values(List<String> settings) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> faulty = new ArrayList<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1
          || values.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip())
              != null) {
        faulty.add(setting);
      }
    }
    if (!faulty.isEmpty()) {
      throw InvalidInputException.of(
          "--set", "must be KEY=VALUE, each key once, got " + String.join(", ", faulty));
    }
    return values;
  }
}

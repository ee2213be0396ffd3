package org.cimlet.cli.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.document.Sha256;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.report.Origin;
import org.cimlet.run.Version;

/// Notes how a result comes about.
public final class Origins {
  private static final String CONFIG = "config.json";
  private static final String THREADS = "--threads";

  /// Files of weights, of which only the head is read, are larger.
  private static final long LARGEST = 64L << 20;

  private Origins() {}

  /// @param arguments as they were entered
  /// @param network a path or a shipped name
  /// @param machine likewise
  /// @param file the machine with all that is set
  public static Origin of(
      List<String> arguments, String network, String machine, MachineFile file) {
    return new Origin(
        Version.NUMBER,
        System.getProperty("cimlet.commit", "unknown"),
        command(arguments),
        List.of(
            new Origin.Input("network", network, network(network)),
            new Origin.Input("machine", machine, machine(machine, file))));
  }

  /// @param arguments as they were entered
  /// @param network a path or a shipped name
  /// @param others names of what else may be files; those that are not are left out
  public static Origin of(List<String> arguments, String network, List<String> others) {
    List<Origin.Input> inputs = new ArrayList<>();
    inputs.add(new Origin.Input("network", network, network(network)));
    for (String other : others) {
      if (other.indexOf('\0') < 0 && Files.isRegularFile(Path.of(other))) {
        inputs.add(new Origin.Input("file", other, hash(Path.of(other))));
      }
    }
    return new Origin(
        Version.NUMBER, System.getProperty("cimlet.commit", "unknown"), command(arguments), inputs);
  }

  /// The command as a shell takes it, less what changes no byte of a result.
  public static String command(List<String> arguments) {
    return significant(arguments).stream()
        .map(Origins::quoted)
        .collect(Collectors.joining(" ", "cimlet ", ""));
  }

  /// Without the number of threads, which changes no byte of a result.
  private static List<String> significant(List<String> arguments) {
    List<String> significant = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).equals(THREADS)) {
        i++; // its number too
      } else if (!arguments.get(i).startsWith(THREADS + "=")) {
        significant.add(arguments.get(i));
      }
    }
    return significant;
  }

  private static String network(String network) {
    if (NetworkReader.presets().contains(network)) {
      return "";
    }
    Path path = NetworkReader.path(network);
    return hash(Files.isDirectory(path) ? path.resolve(CONFIG) : path);
  }

  private static String hash(Path file) {
    try {
      long bytes = Files.size(file);
      return bytes > LARGEST
          ? "not taken of %s bytes".formatted(bytes)
          : Sha256.hex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String machine(String machine, MachineFile file) {
    boolean shipped =
        MachineReader.presets().contains(machine)
            && file.machine().name().equals(MachineReader.read(machine).name());
    return shipped ? "" : Sha256.hex(file.yaml());
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=,%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}

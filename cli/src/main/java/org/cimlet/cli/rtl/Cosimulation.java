package org.cimlet.cli.rtl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.macro.PlacedLinears;
import org.cimlet.execute.products.RecordedArithmetic;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Macro;
import org.cimlet.quantity.Si;
import org.cimlet.rtl.Origin;
import org.cimlet.rtl.RtlFolder;
import org.cimlet.rtl.RtlJob;
import org.cimlet.rtl.folder.Cycles;
import org.cimlet.rtl.folder.GoldenVectors;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.tensor.WeightMatrix;

/// Linears of a network through the emitted edge in Verilator: every sum as the machine's macros
/// have it in integer execution, and as many rows.
///
/// @param text what came of it, in words
/// @param agrees whether all sums and the count of rows are the same
public record Cosimulation(String text, boolean agrees) {
  /// What `--rtl` takes.
  public static final String VERILATOR = "verilator";

  private static final List<String> TOOLS = List.of("make", VERILATOR, "g++");

  /// Wide ports are `VlWide` from here on.
  private static final double LEAST_VERSION = 4.2;

  private static final Pattern VERSION = Pattern.compile("Verilator ([0-9]+\\.[0-9]+)");
  private static final Pattern CLOSING =
      Pattern.compile(
          "golden vectors: ([0-9]+) passed, ([0-9]+) failed, ([0-9]+) clocks with a row");
  private static final int MOST_REGISTERS = 2;

  /// @throws InvalidInputException where a simulator is asked for that is not known, not installed,
  ///   or too old
  public static void check(String simulator) {
    check(simulator, Objects.requireNonNullElse(System.getenv("PATH"), ""));
  }

  /// The same with the tools of other folders.
  ///
  /// @param path folders, joined by colons
  public static void check(String simulator, String path) {
    if (!simulator.equals(VERILATOR)) {
      throw InvalidInputException.of("--rtl", "must be verilator, got '%s'".formatted(simulator));
    }
    Path verilator = Path.of(VERILATOR);
    for (String tool : TOOLS) {
      Path found =
          Arrays.stream(path.split(":", -1))
              .map(folder -> Path.of(folder, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() ->
                  InvalidInputException.of(
                      "--rtl",
                      "needs %s, which is not installed; on Debian and Ubuntu: apt-get install %s"
                          .formatted(tool, String.join(" ", TOOLS))));
      verilator = tool.equals(VERILATOR) ? found : verilator;
    }
    String version = run(Path.of("."), verilator.toString(), "--version");
    Matcher number = VERSION.matcher(version);
    if (!number.find() || Double.parseDouble(number.group(1)) < LEAST_VERSION) {
      throw InvalidInputException.of(
          "--rtl",
          "needs Verilator 4.200 or newer, got '%s'; install a newer one"
              .formatted(version.strip()));
    }
  }

  /// @param machine as it was named
  /// @param recorded a stage's linears and the inputs that tokens brought them
  /// @throws InvalidInputException where the machine has no edge that is emitted
  public static Cosimulation of(String machine, Plan plan, RecordedArithmetic recorded) {
    List<WeightMatrix> linears = recorded.linears();
    List<byte[]> tokens = recorded.tokens();
    Macro macro = plan.machine().chiplet().macro();
    var pattern = linears.getFirst().pattern();
    boolean dense = pattern.isDense();
    Design design =
        new DesignOf(
                machine,
                Part.MACRO_EDGE,
                dense ? "none" : "%s:%s".formatted(pattern.kept(), pattern.group()),
                dense ? 1 : MOST_REGISTERS)
            .design(macro);
    PlacedLinears placed = new PlacedLinears(plan, 0, 0, linears);
    List<int[]> sums = placed.multiply(tokens);
    long rows = placed.actions().rowReads();
    String printed = simulated(machine, design, cycles(design, linears, tokens, sums));
    Matcher closing = CLOSING.matcher(printed);
    if (!closing.find()) {
      return new Cosimulation("RTL: the simulation did not end:\n%s\n".formatted(printed), false);
    }
    long failed = Long.parseLong(closing.group(2));
    long clocks = Long.parseLong(closing.group(3));
    String text =
        """
        RTL: %s sums of layer 0's first linears, %s tokens, through the emitted edge in Verilator
          sums  %s
          rows  %s, executed %s%s
        """
            .formatted(
                Si.grouped((long) tokens.size() * sums.getFirst().length),
                tokens.size(),
                failed == 0 ? "as executed" : Si.grouped(failed) + " clocks are wrong",
                Si.grouped(clocks),
                Si.grouped(rows),
                clocks == rows ? "" : ": not the same");
    return new Cosimulation(text, failed == 0 && clocks == rows);
  }

  /// The linears one after the other through one edge.
  private static Cycles cycles(
      Design design, List<WeightMatrix> linears, List<byte[]> tokens, List<int[]> sums) {
    List<Cycles> parts = new ArrayList<>();
    int first = 0;
    for (WeightMatrix linear : linears) {
      int from = first;
      int to = from + linear.outputs();
      List<int[]> its = sums.stream().map(all -> Arrays.copyOfRange(all, from, to)).toList();
      parts.add(GoldenVectors.of(design, linear, tokens, its));
      first = to;
    }
    return Cycles.together(parts);
  }

  private static String simulated(String machine, Design design, Cycles cycles) {
    RtlJob job =
        new RtlJob(Part.MACRO_EDGE, design, false, 1, new Origin(machine, "", "", 1e9), List.of());
    try {
      Path folder = Files.createTempDirectory("cimlet-rtl");
      try {
        new EmissionFolder(folder, List.of()).write(RtlFolder.files(job, cycles));
        return run(folder, "make", "-s", "verilate", "COUNT=0", "OPTIMIZE=-O0");
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--rtl", "needs a folder for temporary files (%s)".formatted(e.getMessage()));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String run(Path folder, String... command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text;
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--rtl", "%s cannot be started (%s)".formatted(command[0], e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}

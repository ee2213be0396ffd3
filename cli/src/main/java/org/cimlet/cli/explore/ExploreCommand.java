package org.cimlet.cli.explore;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.cli.input.MachineOptions;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.Cluster;
import org.cimlet.explore.Exploration;
import org.cimlet.explore.Explored;
import org.cimlet.explore.ExploredDesign;
import org.cimlet.explore.ExploredRows;
import org.cimlet.explore.FrontReport;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceFiles;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.quantity.Si;
import org.cimlet.report.html.explore.ExploreHtml;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet explore`: answers the designs of a space and keeps the Pareto front.
@Command(
    name = "explore",
    description = "Answer the designs of a space and keep its Pareto front.",
    mixinStandardHelpOptions = true,
    subcommands = MergeCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ExploreCommand implements Callable<Integer> {
  private static final String SET = "set.";
  private static final Pattern SHARD = Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})");
  private static final int SAMPLES = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SPACE",
      description = "YAML file or shipped name; with --resume that of the folder")
  private @Nullable String space;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "folder for rows (Parquet), front.json, front.csv, front.parquet and explore.html; with"
              + " --design the machine file")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "go on where an exploration of the same space was stopped")
  private @Nullable Path resume;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "set a key of every design's machine, like chiplet.macros=512; repeatable; stands in"
              + " space.yaml from then on")
  private List<String> settings = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads; results do not depend on them (default: all processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "answer the I-th of N shares, each on a machine and in a folder of its own; 'explore"
              + " merge' puts them together")
  private @Nullable String shard;

  @Option(
      names = "--on",
      paramLabel = "CLUSTER",
      description =
          "answer on a Spark cluster, spark://host:port or local[*], with --out or --resume;"
              + " results are the same")
  private @Nullable String on;

  @Option(
      names = "--count",
      description = "print the size of the space with three designs and exit")
  private boolean count;

  @Option(
      names = "--design",
      paramLabel = "N",
      description = "print the machine file of a design, and the command that answers it")
  private @Nullable Long design;

  @Option(
      names = "--csv",
      paramLabel = "F",
      description = "write every row as CSV to a file, with --out or --resume")
  private @Nullable Path csv;

  @Option(
      names = "--json",
      paramLabel = "F",
      description = "write the front as JSON to a file; - for standard output")
  private @Nullable String json;

  /// Made by picocli.
  public ExploreCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter terminal = spec.commandLine().getOut();
    String own = yaml();
    String yaml = own + set();
    Space read = read(own, yaml);
    if (count) {
      terminal.print(FrontText.size(read, SAMPLES));
      terminal.flush();
      return 0;
    }
    if (design != null) {
      taken(terminal, ExploredDesign.of(read, design));
      return 0;
    }
    if (threads < 1) {
      throw InvalidInputException.of("--threads", "must be at least 1, got " + threads);
    }
    if (out != null && resume != null) {
      throw InvalidInputException.of("--out", "must be left out with --resume, got both");
    }
    Exploration.Shard share = share();
    if (share.of() > 1 && out == null && resume == null) {
      throw InvalidInputException.of("--shard", "must come with --out or --resume");
    }
    if (on != null && out == null && resume == null) {
      throw InvalidInputException.of("--on", "must come with --out or --resume");
    }
    if (csv != null && out == null && resume == null) {
      throw InvalidInputException.of("--csv", "must come with --out or --resume");
    }
    Exploration.Place place =
        resume != null
            ? new Exploration.Place(resume, true, yaml)
            : out == null ? null : new Exploration.Place(out, false, yaml);
    long start = System.nanoTime();
    FrontReport report;
    try (ExploreProgress progress = new ExploreProgress(spec.commandLine().getErr())) {
      report =
          on == null || place == null
              ? Exploration.explore(read, place, threads, share, progress)
              : Exploration.exploreOn(cluster(), on, read, place, threads, share, progress);
    }
    if (place != null && share.of() == 1) {
      picture(place.folder(), read, yaml);
    }
    if (csv != null && place != null) {
      rows(csv, place.folder());
    }
    if ("-".equals(json)) {
      terminal.print(report.json());
    } else {
      if (json != null) {
        write("--json", Path.of(json), report.json());
      }
      terminal.print(FrontText.of(report, (System.nanoTime() - start) / 1e9));
      if (share.of() > 1) {
        terminal.print(
            "\n  This is the front of share %s of %s alone; put all together with 'cimlet explore merge'\n"
                .formatted(share.number(), share.of()));
      }
    }
    terminal.flush();
    return 0;
  }

  private String yaml() {
    if (space != null) {
      return SpaceFiles.text(space);
    }
    if (!settings.isEmpty()) {
      throw InvalidInputException.of(
          "--set", "must be left out with --resume, whose space.yaml says what is set");
    }
    if (resume == null) {
      throw InvalidInputException.of(
          "SPACE",
          "must name a space: a YAML file, or one of %s"
              .formatted(String.join(", ", SpaceFiles.presets())));
    }
    return SpaceFiles.text(resume.resolve("space.yaml").toString());
  }

  /// What lies behind the file's own lines is the option's.
  private Space read(String own, String yaml) {
    try {
      return SpaceReader.parse(space == null ? resume + "/space.yaml" : space, yaml);
    } catch (InvalidInputException e) {
      long lines = own.lines().count();
      throw new InvalidInputException(
          e.diagnostics().stream()
              .map(fault -> fault.line() > lines ? ofSettings(fault) : fault)
              .toList());
    }
  }

  private static Diagnostic ofSettings(Diagnostic fault) {
    String key = fault.key().startsWith(SET) ? fault.key().substring(SET.length()) : fault.key();
    return new Diagnostic("--set", 0, 0, key, fault.message());
  }

  /// As a space has them.
  private String set() {
    StringBuilder text = new StringBuilder();
    MachineOptions.values(settings)
        .forEach((key, value) ->
            text.append(text.isEmpty() ? "\nset:\n" : "")
                .append("  %s: %s\n".formatted(key, value)));
    return text.toString();
  }

  private static Cluster cluster() {
    return Cluster.installed()
        .orElseThrow(() ->
            InvalidInputException.of(
                "--on",
                "must be left out in this installation, which has no Spark: call ./cimlet of the"
                    + " sources, which fetches it; or use --shard"));
  }

  private Exploration.Shard share() {
    if (shard == null) {
      return Exploration.Shard.WHOLE;
    }
    Matcher matcher = SHARD.matcher(shard);
    int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    int of = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    if (number < 1 || number > of) {
      throw InvalidInputException.of(
          "--shard", "must be I/N with I from 1 to N, such as 3/16, got " + shard);
    }
    return new Exploration.Shard(number, of);
  }

  private void taken(PrintWriter terminal, ExploredDesign taken) {
    String file = out == null ? "machine.yaml" : out.toString();
    if (out == null) {
      terminal.print(taken.machineYaml());
    } else {
      write("--out", out, taken.machineYaml());
    }
    terminal.print("# %s\n# %s\n".formatted(taken.standing(), taken.command().formatted(file)));
    terminal.flush();
  }

  /// Part by part, since all rows together need not fit the memory.
  private static void rows(Path file, Path folder) {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      boolean[] header = {true};
      ExploredRows.each(
          folder,
          table -> {
            try {
              writer.write(table.csv(header[0]));
              header[0] = false;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException | UncheckedIOException e) {
      throw InvalidInputException.of(
          "--csv", "must name a file that can be written, got '%s' (%s)".formatted(file, e));
    }
  }

  private static void write(String option, Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw InvalidInputException.of(
          option, "must name a file that can be written, got '%s' (%s)".formatted(file, e));
    }
  }

  /// The page with the pictures, in the exploration's folder.
  static void picture(Path folder, Space space, String yaml) {
    Explored.keep(folder, "explore.html", ExploreHtml.of(Explored.read(folder, space, yaml)));
  }

  /// Progress of an exploration that has more to say than how far it is.
  static String refusals(Map<String, Long> refused, int most) {
    List<String> reasons =
        refused.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .map(reason -> "%s %s".formatted(Si.grouped(reason.getValue()), reason.getKey()))
            .toList();
    return String.join(", ", reasons);
  }
}

package org.cimlet.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.cimlet.execute.kernel.KernelWidth;
import org.cimlet.tensor.Pattern;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// What `./benchmark` runs: JMH with its usual arguments, `PackedKernel --widths`, `random-network
/// OUT [PATTERN]`, `scaling OUT [WORD]`, `designs [MAPPING...]`, `searching OUT [DESIGNS]`, or
/// `front FRONT.json ACROSS UP KEY OUT.svg`.
public final class Benchmarks {
  private Benchmarks() {}

  /// @throws Exception what JMH throws
  @SuppressWarnings("SystemOut") // a program of its own
  public static void main(String[] args) throws Exception {
    if (args.length > 1 && args[0].equals("random-network")) {
      String pattern = args.length > 2 ? args[2] : "8:32";
      RandomNetwork.write(
          Path.of(args[1]),
          Pattern.parse(pattern)
              .orElseThrow(() -> new IllegalArgumentException("no pattern: " + pattern)));
      return;
    }
    if (args.length > 1 && args[0].equals("scaling")) {
      ScalingStudy.run(Path.of(args[1]), args.length > 2 ? args[2] : "");
      return;
    }
    if (args.length == 6 && args[0].equals("front")) {
      FrontPlot.write(Path.of(args[1]), args[2], args[3], args[4], Path.of(args[5]));
      return;
    }
    if (args.length > 1 && args[0].equals("searching")) {
      SearchStudy.run(
          Path.of(args[1]), args.length > 2 ? Double.parseDouble(args[2]) : SearchStudy.MOST);
      return;
    }
    if (args.length > 0 && args[0].equals("designs")) {
      System.out.print(DesignRates.table(List.of(args).subList(1, args.length)));
      return;
    }
    List<String> arguments = new ArrayList<>(List.of(args));
    boolean widths = arguments.remove("--widths");
    CommandLineOptions options = new CommandLineOptions(arguments.toArray(String[]::new));
    if (options.shouldHelp()
        || options.shouldList()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()
        || options.shouldListWithParams()) {
      Main.main(args);
      return;
    }
    if (widths) {
      System.out.print(everyWidth(options));
      return;
    }
    Collection<RunResult> results = new Runner(options).run();
    System.out.print(KernelRatios.table(results, KernelWidth.chosen().description()));
  }

  /// The tables of all widths of vectors that the processor has, on x86 with the instructions of
  /// processors that have no wider ones.
  private static String everyWidth(Options options) throws RunnerException {
    StringBuilder tables = new StringBuilder();
    for (KernelWidth width : KernelWidth.values()) {
      if (width != KernelWidth.NONE && width.bits() <= KernelWidth.chosen().bits()) {
        Options forked =
            new OptionsBuilder()
                .parent(options)
                .jvmArgsAppend(
                    PackedKernel.MODULES,
                    PackedKernel.HEAP,
                    PackedKernel.COLLECTOR,
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:UseAVX=" + instructions(width),
                    "-Dcimlet.vectors=" + width.bits())
                .build();
        tables.append(KernelRatios.table(new Runner(forked).run(), width.description()));
        tables.append('\n');
      }
    }
    return tables.toString();
  }

  private static int instructions(KernelWidth width) {
    return switch (width) {
      case NONE, BITS_128 -> 1;
      case BITS_256 -> 2;
      case BITS_512 -> 3;
    };
  }
}

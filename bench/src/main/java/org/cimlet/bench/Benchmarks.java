package org.cimlet.bench;

import java.nio.file.Path;
import java.util.Collection;
import org.cimlet.tensor.Pattern;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/// What `./benchmark` runs: JMH with its usual arguments, `random-network OUT [PATTERN]`, or
/// `scaling OUT [WORD]`.
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
    CommandLineOptions options = new CommandLineOptions(args);
    if (options.shouldHelp()
        || options.shouldList()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()
        || options.shouldListWithParams()) {
      Main.main(args);
      return;
    }
    Collection<RunResult> results = new Runner(options).run();
    System.out.print(KernelRatios.table(results));
  }
}

package org.cimlet.cli.compare;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.cimlet.cli.input.JobOptions;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.report.SavedResult;
import org.cimlet.run.Candidate;
import org.cimlet.run.Comparison;
import org.cimlet.run.Progress;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// The systems of a comparison from the words of its command line. An item becomes a command line
/// of its own: the options that all share, then what the item says.
public final class ComparedItems {
  private static final String ITEM = "ITEM";

  private final String network;
  private final List<OptionSpec> shared;

  /// @param network of items that name none
  /// @param shared options that were given, for all items
  public ComparedItems(String network, List<OptionSpec> shared) {
    this.network = network;
    this.shared = List.copyOf(shared);
  }

  /// A job's options, and its network.
  @Command(name = "item")
  static final class Words {
    @Parameters(arity = "1")
    private String network = "";

    @Mixin private JobOptions options = new JobOptions();
  }

  /// Runs all items, then adds what the options name as baselines, each once.
  ///
  /// @throws InvalidInputException where an item is not right, or does not run
  public Comparison compare(List<String> items, Progress progress) {
    Runner runner = new Runner();
    List<Candidate> candidates = new ArrayList<>();
    Set<Candidate> baselines = new LinkedHashSet<>();
    for (String item : items) {
      Path saved = saved(item);
      if (saved != null) {
        candidates.add(SavedResult.read(saved));
        continue;
      }
      Result result = run(item, runner, progress);
      List<Candidate> all = result.candidates();
      candidates.add(all.getFirst());
      baselines.addAll(all.subList(1, all.size()));
    }
    return new Comparison(Stream.concat(candidates.stream(), baselines.stream()).toList());
  }

  private static @Nullable Path saved(String item) {
    try {
      Path file = Path.of(item);
      return SavedResult.isOne(file) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private Result run(String item, Runner runner, Progress progress) {
    Words words = new Words();
    CommandLine line =
        new CommandLine(words)
            .setOverwrittenOptionsAllowed(true)
            .setCaseInsensitiveEnumValuesAllowed(true);
    try {
      line.parseArgs(arguments(item, line.getCommandSpec()).toArray(String[]::new));
    } catch (ParameterException e) {
      throw InvalidInputException.of(ITEM, "'%s': %s".formatted(item, e.getMessage()));
    }
    return runner.run(words.options.job(words.network, false), progress);
  }

  private List<String> arguments(String item, CommandSpec spec) {
    List<String> arguments = new ArrayList<>(shared(spec));
    String named = "";
    for (String word : item.split(",", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        arguments.add(option(item, word.substring(0, equals), word.substring(equals + 1), spec));
      } else if (isMachine(word)) {
        arguments.add("--machine=" + word);
      } else if (named.isEmpty()) {
        named = word;
      } else {
        throw InvalidInputException.of(
            ITEM, "must name one network, got %s and %s in '%s'".formatted(named, word, item));
      }
    }
    checkNetwork(item, named);
    arguments.add("--");
    arguments.add(named.isEmpty() ? network : named);
    return arguments;
  }

  /// Options that were given and that a job has.
  private List<String> shared(CommandSpec spec) {
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : shared) {
      if (spec.findOption(option.longestName()) != null) {
        for (String value : option.originalStringValues()) {
          boolean flag = option.arity().max() == 0;
          arguments.add(flag ? option.longestName() : option.longestName() + "=" + value);
        }
      }
    }
    return arguments;
  }

  /// A key with a dot is the machine's.
  private static String option(String item, String key, String value, CommandSpec spec) {
    if (key.contains(".")) {
      return "--set=%s=%s".formatted(key, value);
    }
    if (spec.findOption("--" + key) == null) {
      List<String> known =
          spec.options().stream().map(option -> option.longestName().substring(2)).toList();
      throw InvalidInputException.of(
          ITEM,
          "must set an option of run or a key of the machine like chiplet.macros, got %s in '%s'%s"
              .formatted(key, item, Suggestion.didYouMean(key, known)));
    }
    return "--%s=%s".formatted(key, value);
  }

  private static boolean isMachine(String word) {
    String name = word.toLowerCase(Locale.ROOT);
    return MachineReader.presets().contains(word)
        || name.endsWith(".yaml")
        || name.endsWith(".yml");
  }

  /// A word that is neither a file nor ships is closest to what it was meant to be.
  private static void checkNetwork(String item, String word) {
    if (GpuReader.presets().contains(word)) {
      throw InvalidInputException.of(
          ITEM, "must be a machine, a network or a result, got a GPU; --baseline " + word);
    }
    if (word.isEmpty()
        || NetworkReader.presets().contains(word)
        || word.contains("/")
        || word.contains(".")) {
      return;
    }
    String machine = Suggestion.didYouMean(word, MachineReader.presets());
    if (!machine.isEmpty() && Suggestion.didYouMean(word, NetworkReader.presets()).isEmpty()) {
      throw InvalidInputException.of(
          ITEM, "must be a machine, a network or a result, got %s%s".formatted(item, machine));
    }
  }
}

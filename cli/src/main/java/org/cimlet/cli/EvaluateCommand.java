package org.cimlet.cli;

import java.util.concurrent.Callable;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet evaluate`: how well a network foretells a text.
@Command(
    name = "evaluate",
    description = {
      "Tells how well a network foretells a text: nats per token, perplexity, bits per character.",
      "A text is read in windows; each token is foretold once, from the tokens of its window before"
          + " it."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NETWORK",
      description = "a HuggingFace or compressed folder, or a llama2.c checkpoint (.bin)")
  private String network = "";

  @Option(names = "--text", paramLabel = "FILE", required = true, description = "a text in UTF-8")
  private String text = "";

  @Option(
      names = "--separator",
      paramLabel = "S",
      description =
          "what stands between the texts of the file, each foretold on its own, spaces around it"
              + " dropped (default: the file is one text)")
  private @Nullable String separator;

  @Mixin private NetworkOptions options;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "tokens read at a time (default: the network's longest context)")
  private @Nullable Integer window;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description =
          "tokens from one window's start to the next's; fewer than the window give every token"
              + " more to go by (default: the window)")
  private @Nullable Integer stride;

  @Option(
      names = "--json",
      paramLabel = "F",
      description = "write the result as JSON to a file, or to the terminal with -")
  private @Nullable String json;

  EvaluateCommand() {}

  @Override
  public Integer call() {
    requirePositive("--window", window);
    requirePositive("--stride", stride);
    if (separator != null && separator.isEmpty()) {
      throw InvalidInputException.of(
          "--separator", "must be a text, got an empty one; leave it out for one text");
    }
    Execution.check();
    return new Evaluating(
            new Output(spec.commandLine().getOut()), spec.commandLine().getErr(), json)
        .run(network, TextFile.read("--text", text, separator), options, window, stride);
  }

  private static void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw InvalidInputException.of(option, "must be at least 1, got " + value);
    }
  }
}

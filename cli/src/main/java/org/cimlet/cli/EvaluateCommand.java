package org.cimlet.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.ShippedNetwork;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description =
          "a text in UTF-8 (default: of a shipped network, the one that ships with it; it was not"
              + " trained on that)")
  private @Nullable String text;

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

  @Mixin private JsonOption json;

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
        .run(texts(), options, window, stride);
  }

  private List<String> texts() {
    if (text != null) {
      return TextFile.read("--text", text, separator);
    }
    if (!ShippedNetwork.ships(options.network())) {
      throw InvalidInputException.of("--text", "must name a text in UTF-8, got none; add one");
    }
    return List.of(ShippedNetwork.heldOutText(options.network()));
  }

  private static void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw InvalidInputException.of(option, "must be at least 1, got " + value);
    }
  }
}

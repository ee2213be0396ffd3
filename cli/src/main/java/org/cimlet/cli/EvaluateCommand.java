package org.cimlet.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.progress.ProgressLine;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.generate.Evaluation;
import org.cimlet.execute.generate.Quality;
import org.cimlet.execute.products.NonFiniteScoresException;
import org.cimlet.network.read.ShippedNetwork;
import org.cimlet.report.ActionComparison;
import org.cimlet.report.EvaluateReport;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `cimlet evaluate`: how well a network predicts a text.
@Command(
    name = "evaluate",
    description = {
      "Measure how well a network predicts a text: nats per token, perplexity, bits per character.",
      "A text is read in windows; each token is predicted once, from the tokens of its window"
          + " before it."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "UTF-8 text (default: for a shipped network, its shipped held-out text)")
  private @Nullable String text;

  @Option(
      names = "--separator",
      paramLabel = "S",
      description =
          "separator of the texts in the file, each predicted on its own, surrounding whitespace"
              + " dropped (default: the file is one text)")
  private @Nullable String separator;

  @Mixin private NetworkOptions options;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "tokens per window (default: the network's maximum context)")
  private @Nullable Integer window;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description =
          "tokens from one window's start to the next's; smaller than the window gives every token"
              + " more context (default: the window)")
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
    Execution.sayKernel(spec.commandLine().getErr());
    return new Predicting().evaluate(texts());
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

  private static void check(int window, int stride, int context) {
    if (window > context) {
      throw InvalidInputException.of(
          "--window",
          "must be at most the network's longest context of %s tokens, got %s"
              .formatted(context, window));
    }
    if (stride > window) {
      throw InvalidInputException.of(
          "--stride",
          "must be at most the window of %s tokens, got %s; tokens between windows would be skipped"
              .formatted(window, stride));
    }
  }

  /// Each text's tokens, after those that begin every text.
  static List<int[]> tokens(Tokenizer tokenizer, List<String> texts) {
    List<int[]> tokens = new ArrayList<>();
    int[] before = tokenizer.prefixTokens();
    for (String text : texts) {
      int[] words = tokenizer.encode(text);
      int[] all = Arrays.copyOf(before, before.length + words.length);
      System.arraycopy(words, 0, all, before.length, words.length);
      tokens.add(all);
    }
    return tokens;
  }

  /// What needs the module that runs networks. Apart from the command, whose methods picocli looks
  /// at when any command starts: the module is loaded only where a network runs.
  private final class Predicting {
    /// @return the exit code: whether a machine's actions are those of the estimate
    int evaluate(List<String> texts) {
      try (OpenNetwork open = OpenNetwork.open(options)) {
        int context = open.network().architecture().maxContext();
        int windowTokens = window == null ? context : window;
        int strideTokens = stride == null ? windowTokens : stride;
        check(windowTokens, strideTokens, context);
        List<int[]> tokens = tokens(open.tokenizer(), texts);
        long total = Evaluation.tokens(tokens);
        if (total == 0) {
          throw InvalidInputException.of(
              "--text", "must have at least two tokens, got one; name a longer text");
        }
        long startNs = System.nanoTime();
        Evaluation.Predictions predictions;
        try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "evaluate")) {
          predictions =
              new Evaluation(open.transformer(), windowTokens, strideTokens)
                  .predict(tokens, done -> progress.advanced(done, total));
        } catch (NonFiniteScoresException e) {
          throw open.file().blameNonFinite();
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        ActionComparison actions = open.machine() == null ? null : open.machine().comparison();
        report(open, texts, predictions, windowTokens, strideTokens, seconds, actions);
        return actions == null || actions.agrees() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
      }
    }

    private void report(
        OpenNetwork open,
        List<String> texts,
        Evaluation.Predictions predictions,
        int window,
        int stride,
        double seconds,
        @Nullable ActionComparison actions) {
      long characters =
          texts.stream().mapToLong(text -> text.codePointCount(0, text.length())).sum();
      long bytes =
          texts.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
      Quality quality = new Quality(predictions.nats(), predictions.tokens(), characters, bytes);
      EvaluateReport report =
          new EvaluateReport(
              open.name(),
              open.linears().label(),
              open.network().linearBytes(),
              texts.size(),
              predictions.tokens(),
              characters,
              bytes,
              window,
              stride,
              quality.natsPerToken(),
              quality.perplexity(),
              quality.bitsPerCharacter(),
              quality.bitsPerByte(),
              predictions.tokens() / seconds,
              actions);
      Output output = new Output(spec.commandLine().getOut());
      json.write(output, report::json, report::terminal);
      open.writeOperands(output, options.operands());
    }
  }
}

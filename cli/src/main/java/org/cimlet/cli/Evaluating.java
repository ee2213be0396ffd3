package org.cimlet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Evaluation;
import org.cimlet.execute.network.NonFiniteScoresException;
import org.cimlet.execute.network.Quality;
import org.cimlet.report.ActionComparison;
import org.cimlet.report.EvaluateReport;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/// Does what [EvaluateCommand] is told.
final class Evaluating {
  private final Output output;
  private final PrintWriter err;
  private final JsonOption json;

  Evaluating(Output output, PrintWriter err, JsonOption json) {
    this.output = output;
    this.err = err;
    this.json = json;
  }

  /// @return the exit code: whether a machine did what the estimate says
  int run(
      List<String> texts,
      NetworkOptions options,
      @Nullable Integer asked,
      @Nullable Integer askedStride) {
    try (OpenNetwork open = OpenNetwork.open(options)) {
      int context = open.network().architecture().maxContext();
      int window = asked == null ? context : asked;
      int stride = askedStride == null ? window : askedStride;
      check(window, stride, context);
      List<int[]> tokens = tokens(open.tokenizer(), texts);
      long total = Evaluation.tokens(tokens);
      if (total == 0) {
        throw InvalidInputException.of(
            "--text", "must have at least two tokens, got one; name a longer text");
      }
      long startNs = System.nanoTime();
      Evaluation.Foretold foretold;
      try (ProgressLine progress = new ProgressLine(err, "evaluate")) {
        foretold =
            new Evaluation(open.transformer(), window, stride)
                .foretell(tokens, done -> progress.advanced(done, total));
      } catch (NonFiniteScoresException e) {
        throw open.file().blameNonFinite();
      }
      double seconds = (System.nanoTime() - startNs) / 1e9;
      ActionComparison actions = open.machine() == null ? null : open.machine().comparison();
      report(open, texts, foretold, window, stride, seconds, actions);
      return actions == null || actions.agrees() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
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
          "must be at most the window of %s tokens, got %s; tokens between windows would be left out"
              .formatted(window, stride));
    }
  }

  /// Each text's tokens behind those that stand in front of every text.
  static List<int[]> tokens(Tokenizer tokenizer, List<String> texts) {
    List<int[]> tokens = new ArrayList<>();
    int[] before = tokenizer.before();
    for (String text : texts) {
      int[] words = tokenizer.encode(text);
      int[] all = Arrays.copyOf(before, before.length + words.length);
      System.arraycopy(words, 0, all, before.length, words.length);
      tokens.add(all);
    }
    return tokens;
  }

  private void report(
      OpenNetwork open,
      List<String> texts,
      Evaluation.Foretold foretold,
      int window,
      int stride,
      double seconds,
      @Nullable ActionComparison actions) {
    long characters = texts.stream().mapToLong(text -> text.codePointCount(0, text.length())).sum();
    long bytes =
        texts.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
    Quality quality = new Quality(foretold.nats(), foretold.tokens(), characters, bytes);
    EvaluateReport report =
        new EvaluateReport(
            open.name(),
            open.linears().label(),
            open.network().linearBytes(),
            texts.size(),
            foretold.tokens(),
            characters,
            bytes,
            window,
            stride,
            quality.natsPerToken(),
            quality.perplexity(),
            quality.bitsPerCharacter(),
            quality.bitsPerByte(),
            foretold.tokens() / seconds,
            actions);
    json.write(output, report::json, report::terminal);
  }
}

package org.cimlet.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Generation;
import org.cimlet.execute.network.NonFiniteScoresException;
import org.cimlet.execute.network.Sampler;
import org.cimlet.execute.network.Sampling;
import org.cimlet.execute.network.StreamState;
import org.cimlet.execute.network.TextStream;
import org.cimlet.quantity.Si;
import org.cimlet.report.ActionComparison;
import org.cimlet.report.GenerateReport;
import org.jspecify.annotations.Nullable;

/// Does what [GenerateCommand] is told.
final class Generating {
  private final Output output;
  private final PrintWriter err;
  private final JsonOption json;

  Generating(Output output, PrintWriter err, JsonOption json) {
    this.output = output;
    this.err = err;
    this.json = json;
  }

  /// @return the exit code: whether a machine did what the estimate says
  int run(
      String prompt,
      NetworkOptions options,
      int count,
      double temperature,
      double topP,
      long seed) {
    try (OpenNetwork open = OpenNetwork.open(options)) {
      int[] read = prompt(open, prompt);
      int context = open.network().architecture().maxContext();
      int capacity = (int) Math.min(context, (long) read.length + count);
      StreamState state = new StreamState(open.network().architecture(), capacity);
      TextStream stream = new TextStream(open.tokenizer(), read);
      StringBuilder text = new StringBuilder();
      boolean shown = !json.takesTerminal();
      if (shown) {
        output.print(prompt);
      }
      Clock clock = new Clock();
      Generation generation;
      try {
        generation =
            Generation.run(
                open.transformer(),
                state,
                read,
                count,
                new Sampler(new Sampling(temperature, topP, seed)),
                open.file().endTokens(),
                token -> {
                  clock.tick();
                  tell(stream.add(token), text, shown);
                });
      } catch (NonFiniteScoresException e) {
        throw open.file().blameNonFinite();
      }
      tell(stream.finish(), text, shown);
      ActionComparison actions = open.machine() == null ? null : open.machine().comparison();
      finish(open, prompt, read.length, text, generation, clock, temperature, topP, seed, actions);
      return actions == null || actions.agrees() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }
  }

  private void tell(String more, StringBuilder text, boolean shown) {
    text.append(more);
    if (shown) {
      output.print(more);
    }
  }

  private void finish(
      OpenNetwork open,
      String prompt,
      int promptTokens,
      StringBuilder text,
      Generation generation,
      Clock clock,
      double temperature,
      double topP,
      long seed,
      @Nullable ActionComparison actions) {
    GenerateReport report =
        new GenerateReport(
            open.name(),
            open.linears().label(),
            prompt,
            text.toString(),
            generation.tokens(),
            generation.ending().name().toLowerCase(Locale.ROOT),
            temperature,
            topP,
            seed,
            promptTokens,
            clock.firstS(),
            clock.tokensPerS(),
            actions);
    json.write(output, report::json);
    if (ProgressLine.onTerminal() && !json.takesTerminal()) {
      err.println();
      err.println(
          "%s tokens read in %s, then %s written at %s, linears %s"
              .formatted(
                  promptTokens,
                  Si.of(clock.firstS(), "s"),
                  generation.tokens().size(),
                  Si.of(clock.tokensPerS(), "token/s"),
                  open.linears().label()));
    }
    if (actions != null && !json.takesTerminal()) {
      output.print("\n" + actions.terminal());
    }
    if (generation.ending() == Generation.Ending.CONTEXT_FULL) {
      err.println(
          "cimlet: stopped at the network's longest context, %s tokens"
              .formatted(open.network().architecture().maxContext()));
    }
  }

  /// The prompt's tokens behind those that stand in front of every text.
  private static int[] prompt(OpenNetwork open, String prompt) {
    int[] before = open.tokenizer().before();
    int[] words = open.tokenizer().encode(prompt);
    int[] read = Arrays.copyOf(before, before.length + words.length);
    System.arraycopy(words, 0, read, before.length, words.length);
    int context = open.network().architecture().maxContext();
    if (read.length == 0) {
      throw InvalidInputException.of(
          "PROMPT", "must be a text, got none; this network has no token to begin with");
    }
    if (read.length > context) {
      throw InvalidInputException.of(
          "PROMPT",
          "must be at most %s tokens for this network, got %s; shorten it"
              .formatted(context, read.length));
    }
    return read;
  }

  /// When tokens came.
  private static final class Clock {
    private final long startNs = System.nanoTime();
    private long firstNs = startNs;
    private long lastNs = startNs;
    private int ticks;

    void tick() {
      lastNs = System.nanoTime();
      if (ticks++ == 0) {
        firstNs = lastNs;
      }
    }

    double firstS() {
      return (firstNs - startNs) / 1e9;
    }

    double tokensPerS() {
      return lastNs > firstNs ? (ticks - 1) / ((lastNs - firstNs) / 1e9) : 0;
    }
  }
}

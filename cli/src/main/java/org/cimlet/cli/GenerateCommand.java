package org.cimlet.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.progress.ProgressLine;
import org.cimlet.cli.rtl.Cosimulation;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.generate.Generation;
import org.cimlet.execute.generate.Sampler;
import org.cimlet.execute.generate.Sampling;
import org.cimlet.execute.generate.TextStream;
import org.cimlet.execute.products.NonFiniteScoresException;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.quantity.Si;
import org.cimlet.report.ActionComparison;
import org.cimlet.report.GenerateReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet generate`: text from a prompt.
@Command(
    name = "generate",
    description = {
      "Generate text from a prompt; tokens are printed as they are generated.",
      "Greedy at temperature 0; above it, the same seed gives the same text on every machine."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GenerateCommand implements Callable<Integer> {
  /// Tokens that a simulator of circuits sees.
  private static final int RTL_TOKENS = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROMPT",
      defaultValue = "",
      description = "prompt (default: empty)")
  private String prompt = "";

  @Mixin private NetworkOptions options;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "maximum tokens to generate (default: 128)")
  private int tokens;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description =
          "sampling temperature: 0 = greedy; 1 = sample the unmodified distribution (default: 0)")
  private double temperature;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description = "top-p (nucleus) sampling (default: 1)")
  private double topP;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "random seed of sampling (default: 0)")
  private long seed;

  @Option(
      names = "--rtl",
      paramLabel = "SIMULATOR",
      description =
          "also run what the first tokens bring to the first layer's first linears through the"
              + " emitted edge of --machine: verilator; every sum and the count of rows must be the"
              + " same")
  private @Nullable String rtl;

  @Mixin private JsonOption json;

  GenerateCommand() {}

  @Override
  public Integer call() {
    if (tokens < 1) {
      throw InvalidInputException.of("--tokens", "must be at least 1, got " + tokens);
    }
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw InvalidInputException.of(
          "--temperature", "must be 0 or a number above it, got " + temperature);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw InvalidInputException.of("--top-p", "must be above 0 and at most 1, got " + topP);
    }
    if (temperature == 0 && topP < 1) {
      throw InvalidInputException.of(
          "--top-p", "must come with a --temperature above 0, got greedy decoding; try 0.8");
    }
    if (rtl != null) {
      if (options.machine() == null) {
        throw InvalidInputException.of("--rtl", "must come with --machine, whose edge is emitted");
      }
      Cosimulation.check(rtl);
    }
    Execution.check();
    Execution.sayKernel(spec.commandLine().getErr());
    return new Writing().generate();
  }

  /// What needs the module that runs networks. Apart from the command, whose methods picocli looks
  /// at when any command starts: the module is loaded only where a network runs.
  private final class Writing {
    /// @return the exit code: whether a machine's actions are those of the estimate
    int generate() {
      Output output = new Output(spec.commandLine().getOut());
      try (OpenNetwork open = OpenNetwork.open(options, rtl == null ? 0 : RTL_TOKENS)) {
        int[] read = read(open);
        int context = open.network().architecture().maxContext();
        int capacity = (int) Math.min(context, (long) read.length + tokens);
        KvCache cache = new KvCache(open.network().architecture(), capacity);
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
                  cache,
                  read,
                  tokens,
                  new Sampler(new Sampling(temperature, topP, seed)),
                  open.file().endTokens(),
                  token -> {
                    clock.tick();
                    show(output, stream.add(token), text, shown);
                  });
        } catch (NonFiniteScoresException e) {
          throw open.file().blameNonFinite();
        }
        show(output, stream.finish(), text, shown);
        ActionComparison actions = open.machine() == null ? null : open.machine().comparison();
        finish(output, open, read.length, text, generation, clock, actions);
        boolean agrees = (actions == null || actions.agrees()) && simulate(output, open);
        return agrees ? ExitCode.DONE : ExitCode.CHECK_FAILED;
      }
    }

    /// Whether the emitted edge computes the same, where it is asked for.
    private boolean simulate(Output output, OpenNetwork open) {
      if (open.recorded() == null) {
        return true;
      }
      if (open.machine() == null) {
        throw InvalidInputException.of(
            "--rtl", "must come with a machine of digital macros, got analog ones");
      }
      Cosimulation done =
          Cosimulation.of(
              String.valueOf(options.machine()), open.machine().plan(), open.recorded());
      if (!json.takesTerminal()) {
        output.print("\n" + done.text());
      }
      return done.agrees();
    }

    private static void show(Output output, String more, StringBuilder text, boolean shown) {
      text.append(more);
      if (shown) {
        output.print(more);
      }
    }

    private void finish(
        Output output,
        OpenNetwork open,
        int promptTokens,
        StringBuilder text,
        Generation generation,
        Clock clock,
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
      open.writeOperands(output, options.operands());
      PrintWriter err = spec.commandLine().getErr();
      if (ProgressLine.onTerminal() && !json.takesTerminal()) {
        err.println();
        err.println(
            "%s prompt tokens in %s, then %s tokens at %s, linears %s"
                .formatted(
                    promptTokens,
                    Si.of(clock.firstS(), "s"),
                    generation.tokens().size(),
                    Si.plain(clock.tokensPerS()) + " tokens/s",
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

    /// The tokens that begin every text, then the prompt's.
    private int[] read(OpenNetwork open) {
      int[] before = open.tokenizer().prefixTokens();
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
}

package org.cimlet.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet compress`: a network's linears pruned, quantized and packed.
@Command(
    name = "compress",
    description = {
      "Stores the linears of a network's layers as INT8, the kept ones of each group with a mask.",
      "OUT is a HuggingFace folder; docs/format.md says how other programs read it."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CompressCommand implements Callable<Integer> {
  /// Which weights of a group are kept.
  enum Method {
    /// The largest.
    MAGNITUDE,
    /// The largest times the norm of their inputs on a text.
    WANDA
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "a HuggingFace folder, or a llama2.c checkpoint (.bin)")
  private String in = "";

  @Parameters(index = "1", paramLabel = "OUT", description = "the folder to make")
  private String out = "";

  @Option(
      names = "--pattern",
      paramLabel = "N:M",
      required = true,
      description = "weights kept of each group of inputs, 8:32 say, or none for dense INT8")
  private String pattern = "";

  @Option(
      names = "--pattern-for",
      paramLabel = "TENSORS=N:M",
      description =
          "another pattern for some tensors: *.layers.0.*=none, lm_head*=8:32; may repeat")
  private List<String> patternFor = List.of();

  @Option(
      names = "--method",
      paramLabel = "M",
      defaultValue = "magnitude",
      description = "which weights are kept: ${COMPLETION-CANDIDATES} (default: magnitude)")
  private Method method = Method.MAGNITUDE;

  @Option(
      names = "--calibrate",
      paramLabel = "TEXT",
      description = "the text on which wanda measures inputs, in UTF-8")
  private @Nullable String calibrate;

  @Option(
      names = "--separator",
      paramLabel = "S",
      description = "what stands between the texts of that file (default: it is one text)")
  private @Nullable String separator;

  @Option(
      names = "--calibrate-tokens",
      paramLabel = "N",
      defaultValue = "32768",
      description = "most tokens of that file that are read (default: 32768)")
  private int calibrateTokens;

  @Option(
      names = "--groups-per-scale",
      paramLabel = "N",
      description =
          "groups of a row that share a scale, groups of 32 where none (default: the whole row)")
  private @Nullable Integer groupsPerScale;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "the vocabulary to put into OUT (default: the one in IN's folder)")
  private @Nullable String tokenizer;

  @Mixin private JsonOption json;

  CompressCommand() {}

  @Override
  public Integer call() {
    if (method == Method.WANDA && calibrate == null) {
      throw InvalidInputException.of(
          "--calibrate", "must name a text for --method wanda, got none; name one");
    }
    if (method == Method.MAGNITUDE && calibrate != null) {
      throw InvalidInputException.of(
          "--calibrate",
          "must come with --method wanda, got magnitude, which reads no text; leave one out");
    }
    if (calibrateTokens < 1) {
      throw InvalidInputException.of(
          "--calibrate-tokens", "must be at least 1, got " + calibrateTokens);
    }
    if (groupsPerScale != null && groupsPerScale < 1) {
      throw InvalidInputException.of(
          "--groups-per-scale", "must be at least 1, got " + groupsPerScale);
    }
    Execution.check();
    List<String> texts =
        calibrate == null ? List.of() : TextFile.read("--calibrate", calibrate, separator);
    new Compressing(new Output(spec.commandLine().getOut()), spec.commandLine().getErr(), json)
        .run(in, out, pattern, patternFor, texts, calibrateTokens, groupsPerScale, tokenizer);
    return ExitCode.DONE;
  }
}

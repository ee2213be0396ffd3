package org.cimlet.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cimlet.cli.input.NamedPath;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.progress.ProgressLine;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.generate.InputNorms;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.products.NonFiniteScoresException;
import org.cimlet.report.CompressReport;
import org.cimlet.tensor.compress.ActivationNorms;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.CompressionReport;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.tokenizer.Tokenizer;
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
      "Prune, quantize to INT8 and pack the linears of a network.",
      "OUT is a HuggingFace folder; docs/format.md describes it for other programs."
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
      description = "HuggingFace folder, GGUF file or llama2.c checkpoint (.bin)")
  private String in = "";

  @Parameters(index = "1", paramLabel = "OUT", description = "folder to create")
  private String out = "";

  @Option(
      names = "--pattern",
      paramLabel = "N:M",
      required = true,
      description =
          "N:M sparsity: N weights kept of each group of M inputs, e.g. 8:32, or none for dense"
              + " INT8")
  private String pattern = "";

  @Option(
      names = "--pattern-for",
      paramLabel = "TENSORS=N:M",
      description =
          "another pattern for some tensors: *.layers.0.*=none, lm_head*=8:32; repeatable")
  private List<String> patternFor = List.of();

  @Option(
      names = "--method",
      paramLabel = "M",
      defaultValue = "magnitude",
      description = "pruning criterion: ${COMPLETION-CANDIDATES} (default: magnitude)")
  private Method method = Method.MAGNITUDE;

  @Option(
      names = "--calibrate",
      paramLabel = "TEXT",
      description = "UTF-8 calibration text for wanda")
  private @Nullable String calibrate;

  @Option(
      names = "--separator",
      paramLabel = "S",
      description = "separator of the texts in that file (default: the file is one text)")
  private @Nullable String separator;

  @Option(
      names = "--calibrate-tokens",
      paramLabel = "N",
      defaultValue = "32768",
      description = "maximum calibration tokens (default: 32768)")
  private int calibrateTokens;

  @Option(
      names = "--groups-per-scale",
      paramLabel = "N",
      description =
          "groups of a row that share a scale; groups of 32 where dense (default: one scale per"
              + " row)")
  private @Nullable Integer groupsPerScale;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "tokenizer file to put into OUT (default: the one in IN's folder)")
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
    compress(texts);
    return ExitCode.DONE;
  }

  /// @param texts what wanda measures inputs on; none for magnitude
  private void compress(List<String> texts) {
    PatternRules patterns = PatternRules.parse(pattern, patternFor);
    Path source = NamedPath.of("IN", in);
    Path target = NamedPath.of("OUT", out);
    if (Files.exists(target)) {
      // before calibrating, which takes long
      throw InvalidInputException.of(
          out, "must not exist yet, got something there; remove it or choose another name");
    }
    Optional<Path> vocabulary = vocabulary(source, tokenizer);
    org.cimlet.tensor.compress.Method kept =
        texts.isEmpty()
            ? new org.cimlet.tensor.compress.Method.Magnitude()
            : new org.cimlet.tensor.compress.Method.Wanda(new Calibrating().norms(source, texts));
    Compression compression =
        new Compression(patterns, kept, Optional.ofNullable(groupsPerScale), vocabulary);
    CompressionReport done;
    try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "compress")) {
      done = Compressor.compress(source, target, compression, progress::advanced);
    }
    report(NamedPath.name(source), NamedPath.name(target), kept, done);
  }

  /// A checkpoint's vocabulary lies in its folder; a folder's is copied with the folder.
  private static Optional<Path> vocabulary(Path source, @Nullable String named) {
    if (named != null) {
      Path file = NamedPath.of("--tokenizer", named);
      Tokenizer.open(file);
      return Optional.of(file);
    }
    if (!Files.isDirectory(source)) {
      for (String name : List.of("tokenizer.json", "tokenizer.model", "tokenizer.bin")) {
        Path sibling = source.toAbsolutePath().resolveSibling(name);
        if (Files.exists(sibling)) {
          return Optional.of(sibling);
        }
      }
    }
    return Optional.empty();
  }

  private static List<int[]> first(List<int[]> texts, int mostTokens) {
    List<int[]> first = new ArrayList<>();
    int left = mostTokens;
    for (int[] text : texts) {
      int count = Math.min(left, text.length);
      if (count > 0) {
        first.add(Arrays.copyOf(text, count));
        left -= count;
      }
    }
    return first;
  }

  private void report(
      String from, String to, org.cimlet.tensor.compress.Method kept, CompressionReport done) {
    CompressReport report =
        new CompressReport(
            from,
            to,
            kept.key(),
            done.matrices().stream()
                .map(matrix ->
                    new CompressReport.Matrix(
                        matrix.name(),
                        matrix.pattern().toString(),
                        matrix.outputs(),
                        matrix.inputs(),
                        matrix.density(),
                        matrix.fileBytes(),
                        matrix.storedBytes(),
                        matrix.ratio(),
                        matrix.relativeError(),
                        matrix.worstOutput(),
                        matrix.worstOutputError()))
                .toList(),
            done.fileBytes(),
            done.storedBytes(),
            done.keptBytes(),
            done.ratio(),
            done.copied(),
            done.leftOut(),
            done.quantizedBefore());
    json.write(new Output(spec.commandLine().getOut()), report::json, report::terminal);
  }

  /// What needs the module that runs networks. Apart from the command, whose methods picocli looks
  /// at when any command starts: the module is loaded only where a network runs.
  private final class Calibrating {
    ActivationNorms norms(Path source, List<String> texts) {
      try (NetworkFile file = NetworkFile.open(source);
          ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "calibrate")) {
        List<int[]> tokens =
            first(
                EvaluateCommand.tokens(OpenNetwork.tokenizer(source, tokenizer), texts),
                calibrateTokens);
        long total = tokens.stream().mapToLong(text -> text.length).sum();
        int window = Math.min(2048, file.network().architecture().maxContext());
        try {
          Map<String, float[]> norms =
              InputNorms.of(file.network(), tokens, window, done -> progress.advanced(done, total));
          return new ActivationNorms(norms);
        } catch (NonFiniteScoresException e) {
          throw file.blameNonFinite();
        }
      }
    }
  }
}

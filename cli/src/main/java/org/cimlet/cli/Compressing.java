package org.cimlet.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.InputNorms;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.NonFiniteScoresException;
import org.cimlet.report.CompressReport;
import org.cimlet.tensor.compress.ActivationNorms;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.CompressionReport;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.Method;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/// Does what [CompressCommand] is told.
final class Compressing {
  private final Output output;
  private final PrintWriter err;
  private final JsonOption json;

  Compressing(Output output, PrintWriter err, JsonOption json) {
    this.output = output;
    this.err = err;
    this.json = json;
  }

  /// @param texts what wanda measures inputs on; none for magnitude
  void run(
      String in,
      String out,
      String pattern,
      List<String> patternFor,
      List<String> texts,
      int calibrateTokens,
      @Nullable Integer groupsPerScale,
      @Nullable String tokenizer) {
    PatternRules patterns = PatternRules.parse(pattern, patternFor);
    Path source = NamedPath.of("IN", in);
    Path target = NamedPath.of("OUT", out);
    if (Files.exists(target)) {
      // before calibrating, which takes long
      throw InvalidInputException.of(
          out, "must not exist yet, got something there; remove it or choose another name");
    }
    Optional<Path> vocabulary = vocabulary(source, tokenizer);
    Method method =
        texts.isEmpty()
            ? new Method.Magnitude()
            : new Method.Wanda(norms(source, tokenizer, texts, calibrateTokens));
    Compression compression =
        new Compression(patterns, method, Optional.ofNullable(groupsPerScale), vocabulary);
    CompressionReport done;
    try (ProgressLine progress = new ProgressLine(err, "compress")) {
      done = Compressor.compress(source, target, compression, progress::advanced);
    }
    report(NamedPath.name(source), NamedPath.name(target), method, done);
  }

  /// A checkpoint's vocabulary lies beside it; a folder's is copied with the folder.
  private static Optional<Path> vocabulary(Path source, @Nullable String named) {
    if (named != null) {
      Path file = NamedPath.of("--tokenizer", named);
      Tokenizer.open(file);
      return Optional.of(file);
    }
    if (!Files.isDirectory(source)) {
      for (String name : List.of("tokenizer.json", "tokenizer.model", "tokenizer.bin")) {
        Path beside = source.toAbsolutePath().resolveSibling(name);
        if (Files.exists(beside)) {
          return Optional.of(beside);
        }
      }
    }
    return Optional.empty();
  }

  private ActivationNorms norms(
      Path source, @Nullable String tokenizer, List<String> texts, int mostTokens) {
    try (NetworkFile file = NetworkFile.open(source);
        ProgressLine progress = new ProgressLine(err, "calibrate")) {
      List<int[]> tokens =
          first(Evaluating.tokens(OpenNetwork.tokenizer(source, tokenizer), texts), mostTokens);
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

  private void report(String in, String out, Method method, CompressionReport done) {
    CompressReport report =
        new CompressReport(
            in,
            out,
            method.key(),
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
            done.leftOut());
    json.write(output, report::json, report::terminal);
  }
}

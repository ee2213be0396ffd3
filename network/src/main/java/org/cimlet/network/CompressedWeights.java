package org.cimlet.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;

/// The key `cimlet` of a `config.json`: which matrices `cimlet compress` has packed, and how.
///
/// @param matrices in the order of the file
public record CompressedWeights(List<Matrix> matrices) {
  /// The key.
  public static final String KEY = "cimlet";

  /// What this version writes and reads.
  public static final int FORMAT_VERSION = 1;

  /// What is written is INT8.
  private static final int WORD_BITS = 8;

  private static final String HEAD = "lm_head.weight";
  private static final Pattern PATTERN = Pattern.compile("([1-9][0-9]?):([1-9][0-9]?)");

  /// Copies the list.
  public CompressedWeights {
    matrices = List.copyOf(matrices);
  }

  /// One packed matrix.
  ///
  /// @param name the uncompressed tensor's name
  /// @param pattern `none` where all weights are stored, or `KEPT:GROUP`
  /// @param inputsPerScale inputs of an output that share a scale
  /// @param transposed whether the uncompressed tensor was `[inputs, outputs]`
  public record Matrix(
      String name,
      String pattern,
      int outputs,
      int inputs,
      int inputsPerScale,
      boolean transposed) {
    private boolean fits() {
      return outputs > 0
          && inputs > 0
          && inputsPerScale > 0
          && inputsPerScale <= inputs
          && (pattern.equals("none")
              || (PATTERN.matcher(pattern).matches()
                  && (inputsPerScale == inputs || inputsPerScale % group() == 0)));
    }

    private int group() {
      return Integer.parseInt(pattern.substring(pattern.indexOf(':') + 1));
    }
  }

  /// Reads the key of a whole `config.json`; empty where there is none.
  ///
  /// @throws InvalidInputException with all that is wrong with it
  public static Optional<CompressedWeights> read(Document document) {
    JsonNode ours = document.root().path(KEY);
    if (ours.isMissingNode() || ours.isNull()) {
      return Optional.empty();
    }
    Diagnostics diagnostics = new Diagnostics();
    JsonNode version = ours.path("format_version");
    if (!version.isInt() || version.intValue() != FORMAT_VERSION) {
      diagnostics.add(
          document.at(
              version.isMissingNode() ? ours : version,
              KEY + ".format_version",
              "must be %s, got %s; compress the network with this version"
                  .formatted(FORMAT_VERSION, version.isMissingNode() ? "none" : version)));
    }
    if (!ours.path("weights").asString("").equals("int8")) {
      diagnostics.add(
          document.at(ours, KEY + ".weights", "must be int8; compress the network again"));
    }
    List<Matrix> matrices = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : ours.path("tensors").properties()) {
      Optional<Matrix> matrix = matrix(entry.getKey(), entry.getValue());
      matrix.ifPresent(matrices::add);
      if (matrix.isEmpty()) {
        diagnostics.add(
            document.at(
                entry.getValue(),
                KEY + ".tensors." + entry.getKey(),
                "must have pattern, outputs, inputs, inputs_per_scale and transposed that fit"
                    + " together; compress the network again"));
      }
    }
    if (!ours.path("tensors").isObject()) {
      diagnostics.add(document.at(ours, KEY + ".tensors", "must name the matrices, got none"));
    }
    diagnostics.throwIfAny();
    return Optional.of(new CompressedWeights(matrices));
  }

  private static Optional<Matrix> matrix(String name, JsonNode entry) {
    Matrix matrix =
        new Matrix(
            name,
            entry.path("pattern").asString(""),
            size(entry, "outputs"),
            size(entry, "inputs"),
            size(entry, "inputs_per_scale"),
            entry.path("transposed").asBoolean(false));
    return matrix.fits() && entry.path("transposed").isBoolean()
        ? Optional.of(matrix)
        : Optional.empty();
  }

  private static int size(JsonNode entry, String key) {
    JsonNode size = entry.path(key);
    return size.isInt() && size.intValue() <= Integer.MAX_VALUE / 2 ? size.intValue() : 0;
  }

  /// How the linears are stored, where those of all layers are stored alike.
  ///
  /// @param network whose they are
  /// @throws InvalidInputException if they have several patterns, or only some of them are packed
  public StoredWeights uniform(NetworkSpec network) {
    List<String> layers =
        matrices.stream()
            .filter(matrix -> !matrix.name().equals(HEAD))
            .map(Matrix::pattern)
            .distinct()
            .sorted()
            .toList();
    if (layers.size() != 1) {
      throw InvalidInputException.of(
          "--compress",
          "must be given for a network whose linears are stored in several ways, got %s"
              .formatted(String.join(", ", layers)));
    }
    if (hasExperts(network) && matrices.stream().noneMatch(matrix -> isExpert(matrix.name()))) {
      throw InvalidInputException.of(
          "--compress",
          "must be given for a network whose experts are stored as they were, got %s for its other linears; --compress none counts all of them dense"
              .formatted(layers.getFirst()));
    }
    Matcher pattern = PATTERN.matcher(layers.getFirst());
    Stream<Matrix> heads = matrices.stream().filter(matrix -> matrix.name().equals(HEAD));
    return pattern.matches()
        ? new StoredWeights(
            WORD_BITS,
            Integer.parseInt(pattern.group(1)),
            Integer.parseInt(pattern.group(2)),
            heads.anyMatch(head -> head.pattern().equals(layers.getFirst())))
        : new StoredWeights(WORD_BITS, 1, 1, false);
  }

  private static boolean hasExperts(NetworkSpec network) {
    return network.layers().stream()
        .anyMatch(layer ->
            switch (layer.feedForward()) {
              case NetworkSpec.FeedForward.Experts _ -> true;
              case NetworkSpec.FeedForward.None _, NetworkSpec.FeedForward.Dense _ -> false;
            });
  }

  private static boolean isExpert(String matrix) {
    return matrix.contains("experts.");
  }
}

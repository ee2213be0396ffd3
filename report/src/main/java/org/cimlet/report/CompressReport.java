package org.cimlet.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.quantity.Si;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a compression did.
///
/// @param network its name
/// @param out name of the folder made
/// @param method `magnitude` or `wanda`
/// @param matrices what was compressed
/// @param fileBytes bytes of all tensors before
/// @param storedBytes bytes of all tensors now
/// @param keptBytes bytes of tensors that stayed as they were
/// @param ratio bytes of the matrices as dense INT8 over those of their values and masks
/// @param copied files copied along
/// @param leftOut files and folders that were not
/// @param quantizedBefore how another program had quantized the weights: errors are against the
///   numbers these stand for; empty where none had
public record CompressReport(
    String network,
    String out,
    String method,
    List<Matrix> matrices,
    long fileBytes,
    long storedBytes,
    long keptBytes,
    double ratio,
    List<String> copied,
    List<String> leftOut,
    Optional<String> quantizedBefore) {

  /// One matrix W, of which W' is stored.
  ///
  /// @param name its name
  /// @param pattern `none` or `8:32`
  /// @param outputs rows
  /// @param inputs columns
  /// @param density share of its weights that is stored
  /// @param fileBytes bytes before
  /// @param storedBytes bytes now: values, masks, scales
  /// @param ratio bytes as dense INT8 over those of values and masks
  /// @param relativeError Frobenius norm of W - W' over that of W
  /// @param worstOutput the row that lost most
  /// @param worstOutputError its relative error
  public record Matrix(
      String name,
      String pattern,
      int outputs,
      int inputs,
      double density,
      long fileBytes,
      long storedBytes,
      double ratio,
      double relativeError,
      int worstOutput,
      double worstOutputError) {}

  /// Copies the lists.
  public CompressReport {
    matrices = List.copyOf(matrices);
    copied = List.copyOf(copied);
    leftOut = List.copyOf(leftOut);
  }

  /// A table for a terminal.
  public String terminal() {
    int width = matrices.stream().mapToInt(matrix -> matrix.name().length()).max().orElse(0);
    width = Math.max(width, "matrix".length());
    StringBuilder text = new StringBuilder();
    text.append("%s, kept by %s\n\n".formatted(network, method));
    quantizedBefore.ifPresent(words ->
        text.append(
            "read from %s; errors are against the numbers these stand for\n\n".formatted(words)));
    text.append(
        String.format(
            Locale.ROOT,
            "%-" + width + "s  %7s  %15s  %7s  %9s  %6s%n",
            "matrix",
            "pattern",
            "shape",
            "density",
            "stored",
            "error"));
    for (Matrix matrix : matrices) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-" + width + "s  %7s  %15s  %7s  %9s  %6s%n",
              matrix.name(),
              matrix.pattern(),
              "[%s, %s]".formatted(matrix.outputs(), matrix.inputs()),
              Si.percent(matrix.density()),
              Si.of((double) matrix.storedBytes(), "B"),
              Si.percent(matrix.relativeError())));
    }
    text.append(
        "\n%s: %s before, %s now, of which %s stayed as they were; matrices %sx smaller than dense INT8\n"
            .formatted(
                out,
                Si.of((double) fileBytes, "B"),
                Si.of((double) storedBytes, "B"),
                Si.of((double) keptBytes, "B"),
                String.format(Locale.ROOT, "%.3f", ratio)));
    if (!copied.isEmpty()) {
      text.append("copied: %s\n".formatted(String.join(", ", copied)));
    }
    if (!leftOut.isEmpty()) {
      text.append("left out: %s\n".formatted(String.join(", ", leftOut)));
    }
    return text.toString();
  }

  /// Pretty-printed JSON with a final newline.
  public String json() {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("schema", "cimlet.compress/1");
    root.put("network", network);
    root.put("out", out);
    root.put("method", method);
    quantizedBefore.ifPresent(words -> root.put("quantized_before", words));
    root.put("file_bytes", fileBytes);
    root.put("stored_bytes", storedBytes);
    root.put("kept_bytes", keptBytes);
    root.put("ratio_to_dense_int8", ratio);
    ArrayNode array = root.putArray("matrices");
    for (Matrix matrix : matrices) {
      ObjectNode node = array.addObject();
      node.put("name", matrix.name());
      node.put("pattern", matrix.pattern());
      node.put("outputs", matrix.outputs());
      node.put("inputs", matrix.inputs());
      node.put("density", matrix.density());
      node.put("file_bytes", matrix.fileBytes());
      node.put("stored_bytes", matrix.storedBytes());
      node.put("ratio_to_dense_int8", matrix.ratio());
      node.put("relative_error", matrix.relativeError());
      node.put("worst_output", matrix.worstOutput());
      node.put("worst_output_error", matrix.worstOutputError());
    }
    copied.forEach(root.putArray("copied")::add);
    leftOut.forEach(root.putArray("left_out")::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}

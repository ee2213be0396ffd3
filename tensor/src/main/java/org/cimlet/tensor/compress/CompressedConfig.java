package org.cimlet.tensor.compress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.json.Json;

/// The key `cimlet` of a `config.json`: which matrices are compressed, and how.
final class CompressedConfig {
  static final String KEY = "cimlet";
  private static final long VERSION = 1;

  private CompressedConfig() {}

  /// The network's configuration with our key behind its own.
  static Json.Members with(Json.Members config, Method method, List<Parts> matrices) {
    SequencedMap<String, Json> tensors = new LinkedHashMap<>();
    for (Parts matrix : matrices) {
      SequencedMap<String, Json> entry = new LinkedHashMap<>();
      entry.put("pattern", new Json.Text(matrix.pattern().toString()));
      entry.put("outputs", number(matrix.outputs()));
      entry.put("inputs", number(matrix.inputs()));
      entry.put("inputs_per_scale", number(matrix.inputsPerScale()));
      entry.put("transposed", matrix.transposed() ? Json.Literal.TRUE : Json.Literal.FALSE);
      tensors.put(matrix.name(), new Json.Members(entry));
    }
    SequencedMap<String, Json> ours = new LinkedHashMap<>();
    ours.put("format_version", number(VERSION));
    ours.put("weights", new Json.Text("int8"));
    ours.put("method", new Json.Text(method.key()));
    ours.put("tensors", new Json.Members(tensors));
    SequencedMap<String, Json> all = new LinkedHashMap<>(config.members());
    all.put(KEY, new Json.Members(ours));
    return new Json.Members(all);
  }

  private static Json number(long value) {
    return new Json.Digits(Long.toString(value));
  }

  /// The matrices that a `config.json` tells of, in its order.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with all that is wrong
  static List<Parts> read(String fileName, Json.Members config) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<Json> ours = config.member(KEY);
    if (ours.isEmpty()) {
      add(diagnostics, fileName, KEY, "must be there, got no such key; compress the network first");
      diagnostics.throwIfAny();
    }
    Json section = ours.orElseThrow();
    OptionalLong version =
        section.member("format_version").map(Json::asWhole).orElse(OptionalLong.empty());
    if (!version.equals(OptionalLong.of(VERSION))) {
      add(
          diagnostics,
          fileName,
          KEY + ".format_version",
          "must be %s, got %s; compress the network with this version"
              .formatted(VERSION, section.member("format_version").map(Json::kind).orElse("none")));
    }
    if (!section.member("weights").flatMap(Json::asText).equals(Optional.of("int8"))) {
      add(diagnostics, fileName, KEY + ".weights", "must be int8; compress the network again");
    }
    List<Parts> matrices = new ArrayList<>();
    if (section.member("tensors").orElse(null) instanceof Json.Members(Map<String, Json> entries)) {
      entries.forEach((name, entry) ->
          matrix(name, entry)
              .ifPresentOrElse(
                  matrices::add,
                  () ->
                      add(
                          diagnostics,
                          fileName,
                          KEY + ".tensors." + name,
                          "must have pattern, outputs, inputs, inputs_per_scale and transposed"
                              + " that fit together; compress the network again")));
    } else {
      add(diagnostics, fileName, KEY + ".tensors", "must name the matrices, got none");
    }
    diagnostics.throwIfAny();
    return matrices;
  }

  private static void add(Diagnostics diagnostics, String file, String key, String message) {
    diagnostics.add(new Diagnostic(file, 0, 0, key, message));
  }

  private static Optional<Parts> matrix(String name, Json entry) {
    Optional<Pattern> pattern =
        entry.member("pattern").flatMap(Json::asText).flatMap(Pattern::parse);
    int outputs = size(entry, "outputs");
    int inputs = size(entry, "inputs");
    int inputsPerScale = size(entry, "inputs_per_scale");
    Optional<Json> transposed = entry.member("transposed");
    if (pattern.isEmpty()
        || outputs < 1
        || inputs < 1
        || inputsPerScale < 1
        || inputsPerScale > inputs
        || (inputsPerScale != inputs && inputsPerScale % pattern.get().group() != 0)
        || transposed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Parts(name, pattern.get(), outputs, inputs, inputsPerScale, transposed.get().isTrue()));
  }

  private static int size(Json entry, String key) {
    OptionalLong size = entry.member(key).map(Json::asWhole).orElse(OptionalLong.empty());
    return size.isPresent() && size.getAsLong() <= Integer.MAX_VALUE / 2
        ? (int) size.getAsLong()
        : 0;
  }
}

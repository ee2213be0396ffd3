package org.cimlet.tensor.compress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cimlet.network.CompressedWeights;
import org.cimlet.tensor.json.Json;

/// Writes the key `cimlet` of a `config.json`, which [CompressedWeights] reads.
final class CompressedConfig {

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
    ours.put("format_version", number(CompressedWeights.FORMAT_VERSION));
    ours.put("weights", new Json.Text("int8"));
    ours.put("method", new Json.Text(method.key()));
    ours.put("tensors", new Json.Members(tensors));
    SequencedMap<String, Json> all = new LinkedHashMap<>(config.members());
    all.put(CompressedWeights.KEY, new Json.Members(ours));
    return new Json.Members(all);
  }

  private static Json number(long value) {
    return new Json.Digits(Long.toString(value));
  }
}

package org.cimlet.tensor.compress;

import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.network.CompressedWeights;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes the key `cimlet` of a `config.json`, which [CompressedWeights] reads.
final class CompressedConfig {
  /// Half a surrogate pair in a name would not be UTF-8.
  private static final JsonMapper QUOTING =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  private CompressedConfig() {}

  /// The network's own configuration, letter by letter, with our key behind its own.
  ///
  /// @param config a JSON object
  static String with(String config, Method method, List<CompressedMatrix> matrices) {
    String front = config.strip();
    front = front.substring(0, front.length() - 1).stripTrailing();
    String tensors =
        matrices.stream().map(CompressedConfig::entry).collect(Collectors.joining(",\n"));
    return front
        + (front.endsWith("{") ? "" : ",")
        + """

          "%s": {
            "format_version": %s,
            "weights": "int8",
            "method": "%s",
            "tensors": {
        %s
            }
          }
        }
        """
            .formatted(
                CompressedWeights.KEY, CompressedWeights.FORMAT_VERSION, method.key(), tensors);
  }

  private static String entry(CompressedMatrix matrix) {
    return """
          %s: {
            "pattern": "%s",
            "outputs": %s,
            "inputs": %s,
            "inputs_per_scale": %s,
            "transposed": %s
          }\
    """
        .formatted(
            QUOTING.writeValueAsString(matrix.name()),
            matrix.pattern(),
            matrix.outputs(),
            matrix.inputs(),
            matrix.inputsPerScale(),
            matrix.transposed());
  }
}

package org.cimlet.network.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.cimlet.document.Document;
import org.cimlet.network.Weights;
import org.cimlet.network.read.NetworkReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The same families as their files are written in different years and by different programs: old
/// names of keys, keys that only training or remote code reads, a language part inside, words of
/// quantized weights. Totals are those that the hub gives for the published weights.
class DialectsTest {
  static Stream<Arguments> files() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DialectsTest.class.getResourceAsStream("/dialects.jsonl"))) {
      String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return lines
          .lines()
          .map(line -> JsonMapper.shared().readTree(line))
          .map(file ->
              Arguments.of(
                  file.get("name").stringValue(),
                  file.get("parameters").longValue(),
                  file.get("config")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void a_file_is_read_in_its_own_words(String name, long parameters, JsonNode config) {
    Document document = Document.parse(name, config.toString(), Document.Format.JSON);
    assertThat(Weights.total(NetworkReader.read(document))).isEqualTo(parameters);
  }
}

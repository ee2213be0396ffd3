package org.cimlet.network.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.NetworkSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Spans for a network of 5 layers with 8 heads each.
class SpansReaderTest {
  private static final NetworkSpec NETWORK = NetworkReader.read("stories260k");

  private static List<List<Integer>> spans(NetworkSpec network) {
    return network.layers().stream().map(NetworkSpec.Layer::headSpans).toList();
  }

  private static String refused(String yaml) {
    try {
      SpansReader.parse("spans.yaml", "schema: cimlet.spans/1\n" + yaml, NETWORK);
      return "";
    } catch (InvalidInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void one_number_is_for_all_heads_of_all_layers() {
    assertThat(spans(SpansReader.read("--span", "128", NETWORK)))
        .isEqualTo(Collections.nCopies(5, Collections.nCopies(8, 128)));
  }

  @Test
  void a_file_has_one_number_a_layer_or_one_a_head() {
    NetworkSpec local =
        SpansReader.parse(
            "spans.yaml",
            "schema: cimlet.spans/1\nlayers: [[9], [1, 2, 3, 4, 5, 6, 7, 8], [9], [9], [512]]\n",
            NETWORK);
    assertThat(spans(local).get(1)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(spans(local).get(4)).isEqualTo(Collections.nCopies(8, 512));
  }

  @Test
  void all_faults_are_told_with_their_places() {
    assertThat(refused("layers: [[9], [1, 2], [9], [9]]\n"))
        .contains(
            "spans.yaml:2:9: layers: must have an entry for each of the 5 layers of stories260k, got 4",
            "spans.yaml:2:15: layers[1]: must have one number for all heads or one for each of the 8 heads, got 2");
    assertThat(refused("layers: [[0], [9], [9], [9], [9]]\n"))
        .contains("spans.yaml:2:11: layers[0][0]: must be at least 1, got 0");
    assertThat(refused("layers: [[0], [1, 2], 9, [9]]\n"))
        .as("what the schema says and what the network says, in one run")
        .contains(
            "layers[0][0]: must be at least 1, got 0",
            "layers[1]: must have one number for all heads or one for each of the 8 heads, got 2",
            "layers[2]: must be a list of positions",
            "layers: must have an entry for each of the 5 layers of stories260k, got 4");
    assertThat(refused("layers: [9]\n")).contains("must be a list of positions");
    assertThat(refused("layer: [[9]]\n")).contains("did you mean layers?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "99999999999999", "12x", "", "spans"})
  void what_is_neither_a_number_nor_a_file_is_refused(String spans) {
    assertThatThrownBy(() -> SpansReader.read("--span", spans, NETWORK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--span: must be a number of positions");
  }
}

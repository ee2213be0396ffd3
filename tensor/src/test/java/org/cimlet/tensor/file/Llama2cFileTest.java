package org.cimlet.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.LittleEndian;
import org.cimlet.tensor.RealInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Llama2cFileTest {
  @TempDir Path folder;

  /// dim 4, hidden 3, 1 layer, 1 head, 1 key/value head, 2 words, context 5. In floats: embedding
  /// 8, norm 4, q, k, v, o 16 each, norm 4, gate, down, up 12 each, norm 4, two tables of 5 * 2,
  /// and a head of 8 where it is not shared: 140 or 148.
  private LittleEndian tiny(int vocabulary, int floats) {
    LittleEndian file = new LittleEndian();
    for (int value : new int[] {4, 3, 1, 1, 1, vocabulary, 5}) {
      file.u32(value);
    }
    for (int i = 0; i < floats; i++) {
      file.f32(i);
    }
    return file;
  }

  private Llama2cFile open(LittleEndian bytes) {
    try {
      Path file = folder.resolve("x.bin");
      Files.write(file, bytes.toBytes());
      return Llama2cFile.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void weights_follow_each_other_kind_by_kind() {
    try (Llama2cFile file = open(tiny(-2, 148))) {
      assertThat(file.sharedHead()).isFalse();
      assertThat(file.vocabulary()).isEqualTo(2);
      TensorFile tensors = file.tensors();
      assertThat(tensors.tensors()).hasSize(12);
      assertThat(tensors.tensor("model.embed_tokens.weight").row(1)).containsExactly(4, 5, 6, 7);
      assertThat(tensors.tensor("model.layers.0.mlp.down_proj.weight").row(3))
          .containsExactly(80 + 12 + 9, 80 + 12 + 10, 80 + 12 + 11);
      assertThat(tensors.tensor("lm_head.weight").row(1)).containsExactly(144, 145, 146, 147);
    }
    try (Llama2cFile file = open(tiny(2, 140))) {
      assertThat(file.sharedHead()).isTrue();
      assertThat(file.tensors().find("lm_head.weight")).isEmpty();
    }
  }

  @Test
  void rotated_pairs_stand_half_a_head_apart() {
    try (Llama2cFile file = open(tiny(2, 140))) {
      Tensor queries = file.tensors().tensor("model.layers.0.self_attn.q_proj.weight");
      Tensor values = file.tensors().tensor("model.layers.0.self_attn.v_proj.weight");
      // rows 0, 1 and 2, 3 are the file's pairs; ours are 0, 2 and 1, 3
      for (int row = 0; row < 4; row++) {
        assertThat(queries.row(row)[0]).isEqualTo(12 + 4 * new int[] {0, 2, 1, 3}[row]);
        assertThat(values.row(row)[0]).isEqualTo(12 + 32 + 4 * row);
      }
    }
  }

  @Test
  void spoilt_files_are_told() {
    Map<String, LittleEndian> spoilt = new TreeMap<>();
    spoilt.put("28 bytes of a llama2.c header, got 3", new LittleEndian().bytes(1, 2, 3));
    spoilt.put("must be as long as its header", tiny(2, 139));
    spoilt.put("seq_len), got 592 bytes", tiny(2, 141));
    spoilt.put("vocab_size: must be a size, got 0", tiny(0, 140));
    spoilt.put("vocab_size: must be a size, got -2147483648", tiny(Integer.MIN_VALUE, 140));
    spoilt.put(
        "of version 0, got a newer one", new LittleEndian().u32(0x616b3432).raw(new byte[252]));
    spoilt.put("n_layers: must be at most 10000", header(4, 3, 10001, 1, 1, 2, 5));
    spoilt.put("dim: must be above 0, got -4", header(-4, 3, 1, 1, 1, 2, 5));
    spoilt.put("heads of an even width, got 4", header(4, 3, 1, 4, 1, 2, 5));
    spoilt.put("n_kv_heads: must divide the 2 heads, got 3", header(4, 3, 1, 2, 3, 2, 5));
    int most = Integer.MAX_VALUE - 1;
    spoilt.put("[2147483646, 2147483647, 10000", header(most, most + 1, 10000, 1, 1, most, most));
    assertThat(spoilt).hasSize(11);
    spoilt.forEach((message, bytes) ->
        assertThatThrownBy(() -> open(bytes))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(message));
  }

  private static LittleEndian header(int... values) {
    LittleEndian file = new LittleEndian();
    for (int value : values) {
      file.u32(value);
    }
    return file;
  }

  @Test
  void real_checkpoints_have_their_shapes() {
    record Expected(String file, int dim, int hiddenDim, int vocabulary, int context) {}
    Expected[] expected = {
      new Expected("stories260K/stories260K.bin", 64, 172, 512, 512),
      new Expected("babyllama-105/model5000.bin", 128, 352, 105, 256),
      new Expected("babyllama-361/model5000.bin", 128, 352, 361, 256),
    };
    for (Expected one : expected) {
      try (Llama2cFile file = Llama2cFile.open(RealInputs.path("models/" + one.file()))) {
        assertThat(file.dim()).isEqualTo(one.dim());
        assertThat(file.hiddenDim()).isEqualTo(one.hiddenDim());
        assertThat(file.vocabulary()).isEqualTo(one.vocabulary());
        assertThat(file.context()).isEqualTo(one.context());
        assertThat(file.layers()).isEqualTo(5);
        assertThat(file.heads()).isEqualTo(8);
        assertThat(file.kvHeads()).isEqualTo(4);
        assertThat(file.sharedHead()).isTrue();
        assertThat(file.tensors().tensors()).hasSize(5 * 9 + 2);
        for (Tensor tensor : file.tensors().tensors()) {
          for (float value : tensor.row(0)) {
            assertThat(value).as(tensor.name()).isBetween(-50f, 50f); // trained weights, not noise
          }
        }
      }
    }
  }
}

package org.cimlet.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardIndexTest {
  @TempDir Path folder;

  @BeforeEach
  void two_shards() {
    shard("one.safetensors", "a", 1);
    shard("two.safetensors", "b", 2);
  }

  private void shard(String file, String name, int value) {
    var outline = new SafetensorsWriter.Outline(name, ElementType.I8, List.of(1L));
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(folder.resolve(file), new LinkedHashMap<>(), List.of(outline))) {
      writer.write(name, MemorySegment.ofArray(new byte[] {(byte) value}));
      writer.finish();
    }
  }

  private TensorFile open(String map) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":2},\"weight_map\":" + map + "}");
    return TensorFile.open(folder);
  }

  @Test
  void tensors_of_all_shards_are_one_file() throws IOException {
    try (TensorFile both = open("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}")) {
      assertThat(both.tensors()).extracting(Tensor::name).containsExactly("a", "b");
      assertThat(both.tensor("b").row(0)).containsExactly(2);
    }
  }

  @Test
  void every_missing_shard_is_told() {
    assertThatThrownBy(() -> open("{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}"))
        .hasMessageContaining("1.safetensors: must be in the folder of the index, got no such file")
        .hasMessageContaining("2.safetensors: must be in the folder of the index");
  }

  @Test
  void index_and_shards_must_agree() {
    assertThatThrownBy(() -> open("{\"b\":\"one.safetensors\"}"))
        .hasMessageContaining("a: must be listed with its shard one.safetensors")
        .hasMessageContaining("b: must be in one.safetensors, got no such tensor");
  }

  @Test
  void a_tensor_in_two_shards_is_told() {
    shard("two.safetensors", "a", 2);
    assertThatThrownBy(() -> open("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}"))
        .hasMessageContaining("a: must be in one shard, got it in one.safetensors and two.safe");
  }

  @Test
  void a_shard_is_never_looked_for_elsewhere() {
    for (String elsewhere : new String[] {"../x", "/etc/passwd", "a/b", ".", "..", "", "a\\\\b"}) {
      assertThatThrownBy(() -> open("{\"a\":\"" + elsewhere + "\"}"))
          .as(elsewhere)
          .hasMessageContaining("a: must name a file in the folder of the index");
    }
  }

  @Test
  void an_index_without_a_map_is_told() {
    assertThatThrownBy(() -> open("3"))
        .hasMessageContaining("weight_map: must name the shard of each tensor, got 3");
    assertThatThrownBy(() -> open("null")).hasMessageContaining("weight_map: must name the shard");
    assertThatThrownBy(() -> open("{\"a\":7}")).hasMessageContaining("got 7");
    assertThatThrownBy(() -> open("{\"a\":\"b\",\"a\":\"b\"}"))
        .hasMessageContaining(" a: must be given once, got it again");
  }
}

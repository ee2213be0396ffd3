package org.cimlet.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.LittleEndian;
import org.cimlet.tensor.RealInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
  private static final int U32 = 4;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  @TempDir Path folder;

  private static LittleEndian start(int tensors, int keys) {
    return new LittleEndian().u32(0x46554747).u32(3).u64(tensors).u64(keys);
  }

  private static LittleEndian tensor(
      LittleEndian file, String name, int type, long offset, long... dimensions) {
    file.string(name).u32(dimensions.length);
    Arrays.stream(dimensions).forEach(file::u64);
    return file.u32(type).u64(offset);
  }

  private GgufFile open(LittleEndian bytes) {
    try {
      Path file = folder.resolve("x.gguf");
      Files.write(file, bytes.toBytes());
      return GgufFile.open(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void metadata_of_every_kind_is_read() {
    LittleEndian bytes =
        start(0, 13)
            .string("u8")
            .u32(0)
            .bytes(255)
            .string("i8")
            .u32(1)
            .bytes(255)
            .string("u16")
            .u32(2)
            .u16(65535)
            .string("i16")
            .u32(3)
            .u16(65535)
            .string("u32")
            .u32(4)
            .u32(-1)
            .string("i32")
            .u32(5)
            .u32(-1)
            .string("f32")
            .u32(6)
            .f32(0.5f)
            .string("bool")
            .u32(BOOL)
            .bytes(1)
            .string("string")
            .u32(STRING)
            .string("ü")
            .string("u64")
            .u32(10)
            .u64(1L << 40)
            .string("i64")
            .u32(11)
            .u64(-7)
            .string("f64")
            .u32(12)
            .u64(Double.doubleToRawLongBits(0.1))
            .string("strings")
            .u32(ARRAY)
            .u32(STRING)
            .u64(2)
            .string("a")
            .string("");
    try (GgufFile file = open(bytes)) {
      Map<String, GgufValue> values = file.metadata();
      assertThat(values).hasSize(13);
      assertThat(values.get("u8")).isEqualTo(new GgufValue.Whole(255));
      assertThat(values.get("i8")).isEqualTo(new GgufValue.Whole(-1));
      assertThat(values.get("u16")).isEqualTo(new GgufValue.Whole(65535));
      assertThat(values.get("i16")).isEqualTo(new GgufValue.Whole(-1));
      assertThat(values.get("u32")).isEqualTo(new GgufValue.Whole(4294967295L));
      assertThat(values.get("i32")).isEqualTo(new GgufValue.Whole(-1));
      assertThat(values.get("f32")).isEqualTo(new GgufValue.Real(0.5));
      assertThat(values.get("f64")).isEqualTo(new GgufValue.Real(0.1));
      assertThat(values.get("i64")).isEqualTo(new GgufValue.Whole(-7));
      assertThat(file.whole("u64")).contains(1L << 40);
      assertThat(file.flag("bool")).contains(true);
      assertThat(file.text("string")).contains("ü");
      assertThat(file.array("strings").orElseThrow().texts()).containsExactly("a", "");
      assertThat(file.text("none")).isEmpty();
      assertThatThrownBy(() -> file.text("u8"))
          .hasMessageContaining("u8: must be a string, got a whole number");
      assertThatThrownBy(() -> file.array("strings").orElseThrow().floats())
          .hasMessageContaining("strings: must be an array of float32, got an array of STRING");
    }
  }

  @Test
  void tensors_are_read_in_our_order_of_dimensions() {
    LittleEndian bytes = start(2, 1).string("general.alignment").u32(U32).u32(8);
    tensor(bytes, "w", 0, 0, 3, 2);
    tensor(bytes, "h", 1, 24, 2);
    bytes.padTo(8).f32(1, 2, 3, 4, 5, 6).u16(0xC000).u16(0x4200);
    try (GgufFile file = open(bytes)) {
      Tensor w = file.tensors().tensor("w");
      assertThat(w.shape()).containsExactly(2L, 3L);
      assertThat(w.row(1)).containsExactly(4, 5, 6);
      assertThat(file.tensors().tensor("h").row(0)).containsExactly(-2, 3);
    }
  }

  @Test
  void a_block_of_q8_0_is_a_scale_and_32_bytes() {
    LittleEndian bytes = tensor(start(1, 0), "q", 8, 0, 32, 2).padTo(32);
    for (int row = 0; row < 2; row++) {
      bytes.u16(Float.floatToFloat16(row == 0 ? 0.5f : 2)); // half of each, then twice
      for (int i = 0; i < 32; i++) {
        bytes.bytes(i - 16);
      }
    }
    try (GgufFile file = open(bytes)) {
      Tensor q = file.tensors().tensor("q");
      for (int i = 0; i < 32; i++) {
        assertThat(q.row(0)[i]).isEqualTo((i - 16) * 0.5f);
        assertThat(q.row(1)[i]).isEqualTo((i - 16) * 2f);
      }
    }
  }

  @Test
  void spoilt_files_are_told_with_key_and_remedy() {
    Map<String, LittleEndian> spoilt = new TreeMap<>();
    spoilt.put("magic: must be GGUF", new LittleEndian().u32(1).raw(new byte[20]));
    spoilt.put(
        "version: must be 2 or 3, got 1", new LittleEndian().u32(0x46554747).u32(1).u64(0).u64(0));
    spoilt.put(
        "little-endian, got a big-endian file",
        new LittleEndian().u32(0x46554747).bytes(0, 0, 0, 3).u64(0).u64(0));
    spoilt.put("must not end here", new LittleEndian().u32(0x46554747).u32(3));
    spoilt.put("tensor_count: must be a count", start(1, 0));
    spoilt.put("metadata_kv_count: must be a count", start(0, -1));
    spoilt.put("metadata key 0: must be a string", start(0, 1).u64(1L << 62).raw(new byte[9]));
    spoilt.put("k: must have one of the 13 types", start(0, 1).string("k").u32(13));
    spoilt.put("k: must be 0 or 1, got 2", start(0, 1).string("k").u32(BOOL).bytes(2));
    spoilt.put(
        "k: must not be an array of arrays", start(0, 1).string("k").u32(ARRAY).u32(ARRAY).u64(1));
    spoilt.put(
        "k: must be a count of at most", start(0, 1).string("k").u32(ARRAY).u32(U32).u64(1 << 20));
    spoilt.put(
        "k: must be given once",
        start(0, 2).string("k").u32(U32).u32(1).string("k").u32(U32).u32(1));
    spoilt.put("metadata key 0: must be UTF-8", start(0, 1).u64(1).bytes(0xFF).u32(U32).u32(1));
    spoilt.put(
        "general.alignment: must be a power of two",
        start(0, 1).string("general.alignment").u32(U32).u32(24));
    spoilt.put("t: must be one of F64, F32", tensor(start(1, 0), "t", 10, 0, 256).padTo(32));
    spoilt.put("got type number 999", tensor(start(1, 0), "t", 999, 0, 256).padTo(32));
    spoilt.put("t: must have at most 4", tensor(start(1, 0), "t", 0, 0, 1, 1, 1, 1, 1));
    spoilt.put("t: must lie in the 4 bytes", tensor(start(1, 0), "t", 0, 0, 2).padTo(32).f32(1));
    spoilt.put("at 18446744073709551584", tensor(start(1, 0), "t", 0, -32, 1).padTo(32).f32(1));
    spoilt.put(
        "t: must begin at a multiple of 32 bytes, got 4",
        tensor(start(1, 0), "t", 0, 4, 1).padTo(32).f32(1, 2));
    spoilt.put(
        "u: must begin behind the tensor before it, at byte 36, got 32",
        tensor(tensor(start(2, 0), "t", 0, 0, 9), "u", 0, 32, 1).padTo(32).f32(new float[9]));
    spoilt.put(
        "t: must be named once",
        tensor(tensor(start(2, 0), "t", 0, 0, 1), "t", 0, 32, 1).padTo(32).f32(new float[9]));
    spoilt.put(
        "t: must have dimensions of a real tensor",
        tensor(start(1, 0), "t", 0, 0, 1L << 32, 1L << 32));
    spoilt.put(
        "t: must have dimensions of a real tensor, got [-1]", tensor(start(1, 0), "t", 0, 0, -1));
    spoilt.put(
        "t: must have rows of whole blocks of 32 for Q8_0, got 31",
        tensor(start(1, 0), "t", 8, 0, 31));
    assertThat(spoilt).hasSize(25);
    spoilt.forEach((message, bytes) ->
        assertThatThrownBy(() -> open(bytes))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(message));
  }

  @Test
  void a_quantised_type_is_refused_by_name() {
    assertThatThrownBy(() -> open(tensor(start(1, 0), "blk.0.attn_q.weight", 10, 0, 256)))
        .hasMessageEndingWith(
            "blk.0.attn_q.weight: must be one of F64, F32, F16, BF16, I64, I32, I16, I8, Q8_0, Q4_0,"
                + " Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K, got Q2_K; convert the network to one of these");
  }

  @Test
  void real_vocabularies_have_their_words() {
    Path root = RealInputs.path("formats/gguf-vocab");
    try (GgufFile phi = GgufFile.open(root.resolve("ggml-vocab-phi-3.gguf"));
        GgufFile gpt = GgufFile.open(root.resolve("ggml-vocab-gpt-2.gguf"))) {
      assertThat(phi.metadata()).hasSize(26);
      assertThat(phi.text("general.architecture")).contains("phi3");
      assertThat(phi.array("tokenizer.ggml.tokens").orElseThrow().texts()).hasSize(32064);
      assertThat(phi.array("tokenizer.ggml.scores").orElseThrow().floats()).hasSize(32064);
      assertThat(phi.array("tokenizer.ggml.token_type").orElseThrow().ints()).hasSize(32064);
      assertThat(gpt.array("tokenizer.ggml.tokens").orElseThrow().size()).isEqualTo(50257);
      assertThat(gpt.array("tokenizer.ggml.merges").orElseThrow().size()).isEqualTo(50000);
    }
  }
}

package org.cimlet.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.LittleEndian;
import org.cimlet.tensor.RealInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  private static byte[] file(String header, int... data) {
    byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
    return new LittleEndian().u64(utf8.length).raw(utf8).bytes(data).toBytes();
  }

  private static List<Tensor> parse(byte[] bytes) {
    return Safetensors.parse("f.safetensors", MemorySegment.ofArray(bytes));
  }

  private static String entry(String name, String type, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }

  @Test
  void rows_of_every_type_are_read_as_floats() {
    Map<String, byte[]> minusTwoAndThree = new TreeMap<>();
    minusTwoAndThree.put(
        "F64",
        new LittleEndian()
            .u64(Double.doubleToRawLongBits(-2))
            .u64(Double.doubleToRawLongBits(3))
            .toBytes());
    minusTwoAndThree.put("F32", new LittleEndian().f32(-2, 3).toBytes());
    // sign, 5 exponent bits biased by 15, 10 fraction bits: -2 = 1 10000 0, 3 = 0 10000 1000000000
    minusTwoAndThree.put("F16", new LittleEndian().u16(0xC000).u16(0x4200).toBytes());
    // the upper halves of 0xC0000000 and 0x40400000
    minusTwoAndThree.put("BF16", new LittleEndian().u16(0xC000).u16(0x4040).toBytes());
    minusTwoAndThree.put("I64", new LittleEndian().u64(-2).u64(3).toBytes());
    minusTwoAndThree.put("I32", new LittleEndian().u32(-2).u32(3).toBytes());
    minusTwoAndThree.put("I16", new LittleEndian().u16(-2).u16(3).toBytes());
    minusTwoAndThree.put("I8", new LittleEndian().bytes(-2, 3).toBytes());
    minusTwoAndThree.forEach((type, data) -> {
      String header = "{" + entry("x", type, "[1,2]", 0, data.length) + "}";
      byte[] bytes = new LittleEndian().raw(file(header)).raw(data).toBytes();
      assertThat(parse(bytes).getFirst().row(0)).as(type).containsExactly(-2, 3);
    });
    assertThat(minusTwoAndThree).hasSize(8);
    byte[] unsigned = file("{" + entry("x", "U8", "[2]", 0, 2) + "}", 254, 3);
    assertThat(parse(unsigned).getFirst().row(0)).containsExactly(254, 3);
  }

  @Test
  void an_integer_that_is_no_float_is_not_rounded() {
    byte[] bytes =
        new LittleEndian()
            .raw(file("{" + entry("x", "I32", "[]", 0, 4) + "}"))
            .u32((1 << 24) + 1)
            .toBytes();
    Tensor tensor = parse(bytes).getFirst();
    assertThat(tensor.rows()).isEqualTo(1);
    assertThatThrownBy(() -> tensor.row(0))
        .hasMessageContaining("a float has exactly, got 16777217");
  }

  @Test
  void an_empty_tensor_has_no_rows() {
    Tensor tensor = parse(file("{" + entry("x", "F32", "[0,3]", 0, 0) + "}")).getFirst();
    assertThat(tensor.rows()).isZero();
    assertThat(tensor.byteSize()).isZero();
  }

  @Test
  void spoilt_files_are_told_with_tensor_and_remedy() {
    Map<byte[], String> spoilt = new TreeMap<>(java.util.Arrays::compare);
    spoilt.put(new byte[3], "8 bytes of the header's length, got 3");
    spoilt.put(new LittleEndian().u64(9).raw(new byte[8]).toBytes(), "header of 9 bytes in a file");
    spoilt.put(new LittleEndian().u64(-1).raw(new byte[8]).toBytes(), "header of 18446744073709");
    spoilt.put(file("[]"), "a JSON object for a header");
    spoilt.put(file("{} {}"), "more behind it");
    spoilt.put(file("{\"x\":1}"), "x: must be an object with dtype");
    spoilt.put(file("{\"x\":{}}"), "x: must have dtype, shape and data_offsets");
    spoilt.put(file("{\"x\":{\"shap\":[]}}"), "x: must not have the key shap");
    spoilt.put(file("{\"x\":{\"dtype\":\"I8\",\"dtype\":\"I8\"}}"), "got dtype twice");
    spoilt.put(
        file("{" + entry("x", "F4", "[1]", 0, 1) + "}", 1),
        "x: must be one of BF16, BOOL, F16, F32, F64, F8_E4M3, F8_E5M2, I16, I32, I64, I8, U8, got F4; convert");
    spoilt.put(file("{" + entry("x", "I8", "[-1]", 0, 0) + "}"), "numbers from 0 to 2^63 - 1");
    spoilt.put(
        file("{" + entry("x", "I8", "[18446744073709551616]", 0, 0) + "}"), "from 0 to 2^63 - 1");
    spoilt.put(file("{" + entry("x", "I8", "[1.5]", 0, 1) + "}", 1), "whole numbers for shape");
    spoilt.put(
        file("{" + entry("x", "I8", "[4294967296,4294967296]", 0, 1) + "}", 1),
        "x: must have as many bytes as I8 [4294967296, 4294967296] needs, got 1");
    spoilt.put(
        file("{" + entry("x", "F32", "[4611686018427387904]", 0, 1) + "}", 1), "as many bytes");
    spoilt.put(file("{" + entry("x", "F32", "[1]", 0, 3) + "}", 1, 2, 3), "F32 [1] needs, got 3");
    spoilt.put(
        file("{" + entry("x", "I8", "[2]", 0, 2) + "}", 1), "x: must lie in the 1 bytes of data");
    spoilt.put(file("{" + entry("x", "I8", "[1]", 1, 0) + "}", 1), "got bytes 1 to 0");
    spoilt.put(
        file(
            "{" + entry("x", "I8", "[2]", 0, 2) + "," + entry("y", "I8", "[2]", 1, 3) + "}",
            1,
            2,
            3),
        "y: must begin at byte 2, where x ends, got 1");
    spoilt.put(
        file(
            "{" + entry("x", "I8", "[1]", 0, 1) + "," + entry("y", "I8", "[1]", 2, 3) + "}",
            1,
            2,
            3),
        "y: must begin at byte 1, where x ends, got 2");
    spoilt.put(
        file("{" + entry("x", "I8", "[1]", 0, 1) + "}", 1, 2), "got 1 bytes behind the last");
    spoilt.put(
        file("{" + entry("x", "I8", "[1]", 0, 1) + "," + entry("x", "I8", "[1]", 1, 2) + "}", 1, 2),
        "x: must be named once");
    spoilt.put(file("{\"__metadata__\":{\"a\":1}}"), "__metadata__.a: must be a string");
    spoilt.put(file("{\"x\":"), "must be well-formed JSON");
    spoilt.put(file("{\"x\":[[[["), "must be an object with dtype");
    spoilt.put(file("{" + entry("x", "I8", "[1,1,1,1,1,1,1,1,1,1]", 0, 1) + "}", 1), "at most 8");
    spoilt.put(file("{\"x\":{\"dtype\":[1]}}"), "x: must have a string for dtype"); // fuzzed
    assertThat(spoilt).hasSize(27);
    spoilt.forEach((bytes, message) ->
        assertThatThrownBy(() -> parse(bytes))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageStartingWith("f.safetensors:")
            .hasMessageContaining(message));
  }

  @Test
  void a_huge_header_is_refused_before_it_is_read() throws IOException {
    Path file = folder.resolve("huge.safetensors");
    Files.write(file, new LittleEndian().u64(64L << 20).toBytes());
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    assertThatThrownBy(() -> TensorFile.open(file)).hasMessageContaining("at most 33554432 bytes");
  }

  @Test
  void a_thousand_faults_are_told_in_twenty_lines_and_a_count() {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 1000; i++) {
      header.append(entry("x" + i, "I8", "[9]", 0, 9)).append(i < 999 ? "," : "}");
    }
    assertThatThrownBy(() -> parse(file(header.toString())))
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.diagnostics()).hasSize(21))
        .hasMessageEndingWith("980 more faults are not shown");
  }

  @Test
  void a_file_larger_than_the_heap_is_read_row_by_row() throws IOException {
    long rows = Runtime.getRuntime().maxMemory() / 4096 + 300_000;
    String header =
        "{" + entry("w", "F32", "[" + rows + ",1024]", 0, rows * 4096) + "}" + " ".repeat(16);
    Path file = folder.resolve("model.safetensors");
    byte[] start = file(header);
    Files.write(file, start);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(start.length + rows * 4096);
      sparse.seek(start.length + rows * 4096 - 4);
      sparse.write(new LittleEndian().f32(42).toBytes());
    }
    try (TensorFile tensors = TensorFile.open(folder)) {
      Tensor weights = tensors.tensor("w");
      assertThat(weights.byteSize()).isGreaterThan(Runtime.getRuntime().maxMemory());
      assertThat(weights.row(rows - 1)).endsWith(0, 42);
    }
  }

  @Test
  void an_unknown_tensor_suggests_the_nearest() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Files.write(file, file("{" + entry("model.norm.weight", "I8", "[1]", 0, 1) + "}", 1));
    try (TensorFile tensors = TensorFile.open(file)) {
      assertThatThrownBy(() -> tensors.tensor("model.nrom.weight"))
          .hasMessageContaining("did you mean model.norm.weight?");
    }
  }

  @Test
  void what_is_no_tensor_file_is_told() {
    assertThatThrownBy(() -> TensorFile.open(folder)).hasMessageContaining("got neither");
    assertThatThrownBy(() -> TensorFile.open(folder.resolve("x.pt")))
        .hasMessageContaining("got x.pt; convert");
    assertThatThrownBy(() -> TensorFile.open(folder.resolve("x.safetensors")))
        .hasMessageContaining("no such file");
  }

  @Test
  void the_same_matrix_in_three_types_agrees() {
    Path root = RealInputs.path("formats/safetensors/model2vec");
    try (TensorFile single = TensorFile.open(root.resolve("test-model-float32"));
        TensorFile half = TensorFile.open(root.resolve("test-model-float16"));
        TensorFile bytes = TensorFile.open(root.resolve("test-model-int8"))) {
      Tensor exact = single.tensor("embeddings");
      assertThat(exact.shape()).containsExactly(29528L, 2L);
      float largest = 0;
      for (long row = 0; row < exact.rows(); row++) {
        for (float value : exact.row(row)) {
          largest = Math.max(largest, Math.abs(value));
        }
      }
      for (long row = 0; row < exact.rows(); row++) {
        float[] expected = exact.row(row);
        float[] halves = half.tensor("embeddings").row(row);
        float[] steps = bytes.tensor("embeddings").row(row);
        for (int i = 0; i < 2; i++) {
          assertThat(halves[i]).isEqualTo(Float.float16ToFloat(Float.floatToFloat16(expected[i])));
          // the I8 file has the nearest of 127 steps to the largest magnitude
          assertThat(steps[i]).isCloseTo(expected[i] / (largest / 127), within(0.5001f));
        }
      }
    }
  }

  @Test
  void real_files_of_wide_and_integer_types_open() {
    Path root = RealInputs.path("formats/safetensors");
    try (TensorFile mixed = TensorFile.open(root.resolve("model2vec/test-model-vocab-quantized"));
        TensorFile voices = TensorFile.open(root.resolve("voices.safetensors"));
        TensorFile codes = TensorFile.open(root.resolve("jfk-codes.safetensors"))) {
      assertThat(mixed.tensors())
          .extracting(Tensor::toString)
          .containsExactly(
              "weights F64 [29524]", "embeddings F32 [128, 64]", "mapping I32 [29524]");
      for (float index : mixed.tensor("mapping").row(0)) {
        assertThat(index).isBetween(0f, 127f); // of the 128 embeddings
      }
      assertThat(codes.tensor("codes").shape()).containsExactly(1L, 2L, 828L);
      assertThat(codes.tensor("codes").rows()).isEqualTo(2);
      for (float code : codes.tensor("codes").row(1)) {
        assertThat(code).isBetween(0f, 1023f); // a codebook has 1,024 entries
      }
      Tensor mask = voices.tensor("mask");
      assertThat(mask.rowBytes(0).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0, 1);
    }
  }
}

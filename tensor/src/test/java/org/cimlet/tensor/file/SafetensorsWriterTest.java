package org.cimlet.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.LittleEndian;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  private static final List<Outline> TWO =
      List.of(
          new Outline("bytes", ElementType.I8, List.of(3L)),
          new Outline("floats", ElementType.F32, List.of(1L, 2L)));

  @TempDir Path folder;

  private SafetensorsWriter create(Path file) {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    return SafetensorsWriter.create(file, metadata, TWO);
  }

  private static void fill(SafetensorsWriter writer) {
    writer.write("bytes", MemorySegment.ofArray(new byte[] {1}));
    writer.write("floats", MemorySegment.ofArray(new LittleEndian().f32(0.5f, -2).toBytes()));
    writer.write("bytes", MemorySegment.ofArray(new byte[] {2, 3}));
  }

  @Test
  void wide_elements_come_first_and_the_header_is_padded_to_64_bytes() throws IOException {
    Path file = folder.resolve("x.safetensors");
    try (SafetensorsWriter writer = create(file)) {
      fill(writer);
      writer.finish();
    }
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"floats\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"bytes\":{\"dtype\":\"I8\",\"shape\":[3],\"data_offsets\":[8,11]}}";
    int padded = Math.ceilDiv(8 + header.length(), 64) * 64 - 8;
    assertThat(Files.readAllBytes(file))
        .isEqualTo(
            new LittleEndian()
                .u64(padded)
                .raw(header.getBytes(StandardCharsets.UTF_8))
                .raw(" ".repeat(padded - header.length()).getBytes(StandardCharsets.UTF_8))
                .f32(0.5f, -2)
                .bytes(1, 2, 3)
                .toBytes());
    try (TensorFile read = TensorFile.open(file)) {
      assertThat(read.tensor("floats").row(0)).containsExactly(0.5f, -2);
      assertThat(read.tensor("bytes").row(0)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void an_unfinished_file_is_removed_and_the_old_one_stays() throws IOException {
    Path file = folder.resolve("x.safetensors");
    Files.writeString(file, "old");
    try (SafetensorsWriter writer = create(file)) {
      fill(writer);
      assertThat(folder.resolve("x.safetensors.part")).exists();
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    assertThat(file).hasContent("old");
  }

  @Test
  void an_interrupted_thread_leaves_nothing_behind() {
    Path file = folder.resolve("x.safetensors");
    assertThatThrownBy(
            () -> {
              try (SafetensorsWriter writer = create(file)) {
                Thread.currentThread().interrupt();
                fill(writer);
              }
            })
        .isInstanceOf(InvalidInputException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void missing_or_surplus_bytes_are_our_fault() {
    try (SafetensorsWriter writer = create(folder.resolve("x.safetensors"))) {
      assertThatThrownBy(writer::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("floats has 0 of 8 bytes");
      assertThatThrownBy(() -> writer.write("bytes", MemorySegment.ofArray(new byte[4])))
          .hasMessageContaining("no room for 4 bytes of bytes");
    }
  }

  @Test
  void two_writers_do_not_share_a_file() {
    Path file = folder.resolve("x.safetensors");
    try (SafetensorsWriter _ = create(file)) {
      assertThatThrownBy(() -> create(file))
          .hasMessageContaining("x.safetensors.part: must not exist");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_missing_folder_is_told() {
    assertThatThrownBy(() -> create(folder.resolve("no/x.safetensors")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("got no such folder; make it first");
  }

  @Test
  void bytes_longer_than_a_piece_arrive_whole() {
    Path file = folder.resolve("x.safetensors");
    byte[] bytes = new byte[20_000_001];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((i * 31) >> 3);
    }
    var outline = new Outline("x", ElementType.U8, List.of((long) bytes.length));
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(file, new LinkedHashMap<>(), List.of(outline))) {
      writer.write("x", MemorySegment.ofArray(bytes));
      writer.finish();
    }
    try (TensorFile read = TensorFile.open(file)) {
      assertThat(read.tensor("x").rowBytes(0).mismatch(MemorySegment.ofArray(bytes))).isEqualTo(-1);
    }
  }
}

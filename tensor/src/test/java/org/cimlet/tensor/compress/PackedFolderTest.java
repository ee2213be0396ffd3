package org.cimlet.tensor.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.LittleEndian;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders written by hand after docs/format.md, as another program would.
class PackedFolderTest {
  private static final String ENTRY =
      "\"pattern\":\"2:4\",\"outputs\":1,\"inputs\":6,\"inputs_per_scale\":6,\"transposed\":false";
  private static final byte[] VALUES = {1, 2, 3, 4};

  @TempDir Path folder;

  private void config(String entry) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"cimlet\":{\"format_version\":1,\"weights\":\"int8\",\"method\":\"magnitude\","
            + "\"tensors\":{\"w\":{"
            + entry
            + "}}}}");
  }

  private void tensors(int mask, float scale) {
    List<Outline> outlines =
        List.of(
            new Outline("w.values", ElementType.I8, List.of(1L, 2L, 2L)),
            new Outline("w.mask", ElementType.U8, List.of(1L, 1L)),
            new Outline("w.scale", ElementType.F32, List.of(1L, 1L)));
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            folder.resolve("model.safetensors"), new LinkedHashMap<>(), outlines)) {
      writer.write("w.values", MemorySegment.ofArray(VALUES));
      writer.write("w.mask", MemorySegment.ofArray(new byte[] {(byte) mask}));
      writer.write("w.scale", MemorySegment.ofArray(new LittleEndian().f32(scale).toBytes()));
      writer.finish();
    }
  }

  @Test
  void a_folder_of_another_program_is_read() throws IOException {
    config(ENTRY);
    tensors(0x36, 0.5f); // inputs 1 and 2, then 4 and 5
    try (PackedFolder packed = PackedFolder.open(folder)) {
      assertThat(packed.matrix("w"))
          .isEqualTo(
              PackedMatrix.copyOf(
                  1, 6, new Pattern(2, 4), VALUES, new byte[] {0x36}, new float[] {0.5f}));
      assertThatThrownBy(() -> packed.matrix("x")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void spoilt_masks_and_scales_are_told_with_the_matrix() throws IOException {
    config(ENTRY);
    tensors(0x37, 1);
    spoilt("w: the mask of output 0, group 0 must have 2 bits set, got 3; compress the network");
    tensors(0x63, 1);
    spoilt("w: the mask of output 0, group 1 must keep only the 2 inputs there are, got bit 2");
    tensors(0x33, Float.NaN);
    spoilt("w: scale 0 must be finite and above 0, got NaN; compress the network again");
  }

  private void spoilt(String message) {
    try (PackedFolder packed = PackedFolder.open(folder)) {
      assertThatThrownBy(() -> packed.matrix("w"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("model.safetensors: ")
          .hasMessageContaining(message);
    }
  }

  @Test
  void tensors_must_be_what_the_configuration_says() throws IOException {
    tensors(0x33, 1);
    config(ENTRY.replace("\"outputs\":1", "\"outputs\":2"));
    refused("w.values: must be I8 [2, 2, 2] as config.json says, got I8 [1, 2, 2]; compress");
    config(ENTRY.replace("2:4", "none"));
    refused("w.values: must be I8 [1, 6] as config.json says, got I8 [1, 2, 2]");
    config(ENTRY.replace("\"inputs_per_scale\":6", "\"inputs_per_scale\":4"));
    refused("w.scale: must be F32 [1, 2]");
  }

  @Test
  void the_configuration_must_fit_together() throws IOException {
    tensors(0x33, 1);
    String[] wrong = {
      ENTRY.replace("\"inputs\":6", "\"inputs\":0"),
      ENTRY.replace("\"inputs\":6", "\"inputs\":-6"),
      ENTRY.replace("\"inputs\":6", "\"inputs\":4294967302"),
      ENTRY.replace("\"inputs_per_scale\":6", "\"inputs_per_scale\":5"),
      ENTRY.replace("\"inputs_per_scale\":6", "\"inputs_per_scale\":7"),
      ENTRY.replace(",\"transposed\":false", ""),
      "",
    };
    for (String entry : wrong) {
      config(entry);
      refused("cimlet.tensors.w: must have pattern, outputs, inputs, inputs_per_scale");
    }
    config(ENTRY.replace("2:4", "2:5").replace("\"inputs_per_scale\":6", "\"inputs_per_scale\":5"));
    refused("cimlet.tensors.w: must have a pattern of [4, 8, 16, 32, 64] inputs, got 2:5");
    Files.writeString(folder.resolve("config.json"), "{\"cimlet\":{\"format_version\":2}}");
    refused("cimlet.format_version: must be 1, got 2; compress");
    Files.writeString(folder.resolve("config.json"), "{}");
    refused("cimlet: must be there, got no such key; compress the network first");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> PackedFolder.open(folder).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}

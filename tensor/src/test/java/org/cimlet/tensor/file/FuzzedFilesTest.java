package org.cimlet.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.cimlet.tensor.FuzzCorpus;
import org.junit.jupiter.api.Test;

/// What fuzzing has found is read or refused, never anything else. `./fuzz` finds more.
class FuzzedFilesTest {
  private static void all(String reader, int atLeast, Consumer<byte[]> target) throws IOException {
    SequencedMap<String, byte[]> inputs = FuzzCorpus.of(reader);
    assertThat(inputs).hasSizeGreaterThanOrEqualTo(atLeast);
    inputs.forEach((name, bytes) ->
        assertThatCode(() -> target.accept(bytes)).as(name).doesNotThrowAnyException());
  }

  @Test
  void safetensors() throws IOException {
    all("safetensors", 100, SafetensorsFuzz::fuzzerTestOneInput);
  }

  @Test
  void gguf() throws IOException {
    all("gguf", 100, GgufFuzz::fuzzerTestOneInput);
  }

  @Test
  void llama2c() throws IOException {
    all("llama2c", 20, Llama2cFuzz::fuzzerTestOneInput);
  }
}

package org.cimlet.execute.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.execute.generate.Generation.Ending;
import org.cimlet.execute.network.GgufNetworks;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealNetworksTest {
  @TempDir Path folder;

  /// The reference test of karpathy/llama2.c, commit 350e04fe: empty prompt, temperature 0, 200
  /// steps. The same network as a GGUF file writes the same.
  @Test
  void stories_260k_writes_what_its_authors_program_writes() throws IOException {
    Tokenizer tokenizer = Tokenizer.open(RealInputs.path("models/stories260K/tok512.bin"));
    String expected =
        Files.readString(RealInputs.path("models/llama2c-tests/stories260K-greedy-200.txt"));
    Path gguf = folder.resolve("stories260K.gguf");
    GgufNetworks.convert(checkpoint(), gguf, false);
    for (Path path : List.of(checkpoint(), gguf)) {
      writes(path, tokenizer, expected);
    }
  }

  private static Path checkpoint() {
    return RealInputs.path("models/stories260K/stories260K.bin");
  }

  private static void writes(Path path, Tokenizer tokenizer, String expected) {
    try (NetworkFile file = NetworkFile.open(path)) {
      TextStream text = new TextStream(tokenizer, tokenizer.prefixTokens());
      StringBuilder written = new StringBuilder();
      Generation generation =
          Generation.run(
              new Transformer(file.network(), Arithmetic.floats()),
              new KvCache(file.network().architecture(), 200),
              tokenizer.prefixTokens(),
              200,
              new Sampler(Sampling.greedy()),
              file.endTokens(),
              token -> written.append(text.add(token)));
      written.append(text.finish());
      assertThat(written).hasToString(expected);
      assertThat(generation.tokens()).hasSize(200);
      assertThat(generation.ending()).isEqualTo(Ending.ENOUGH);
    }
  }

  /// Eight bits a weight, a scale for each 32: the loss hardly moves.
  @Test
  void a_gguf_file_of_bytes_loses_next_to_nothing() throws IOException {
    Path gguf = folder.resolve("babyllama.gguf");
    GgufNetworks.convert(RealInputs.path("models/babyllama-105/model5000.bin"), gguf, true);
    List<int[]> texts = RealInputs.storyTokens(0);
    try (NetworkFile file = NetworkFile.open(gguf)) {
      Transformer transformer = new Transformer(file.network(), Arithmetic.floats());
      Evaluation.Predictions predictions =
          new Evaluation(transformer, 256, 256).predict(texts, _ -> {});
      assertThat(predictions.nats() / 8_816).isCloseTo(0.7024, within(0.002)).isNotEqualTo(0.7024);
    }
  }

  /// Recorded with another program in another language: stories 1000 to 1011, each in windows of
  /// 256 that do not overlap, 8,816 tokens.
  @ParameterizedTest
  @CsvSource({"babyllama-105, 0, 0.7024", "babyllama-361, 256, 0.6376"})
  void baby_llamas_reach_their_recorded_losses(String name, int shift, double recorded) {
    List<int[]> texts = RealInputs.storyTokens(shift);
    assertThat(Evaluation.tokens(texts)).isEqualTo(8_816);
    try (NetworkFile file =
        NetworkFile.open(RealInputs.path("models/" + name + "/model5000.bin"))) {
      Transformer transformer = new Transformer(file.network(), Arithmetic.floats());
      Evaluation.Predictions predictions =
          new Evaluation(transformer, 256, 256).predict(texts, _ -> {});
      assertThat(predictions.tokens()).isEqualTo(8_816);
      assertThat(predictions.nats() / 8_816).isCloseTo(recorded, within(0.00005));
    }
  }
}

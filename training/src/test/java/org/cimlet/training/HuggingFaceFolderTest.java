package org.cimlet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.execute.generate.Evaluation;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.cimlet.training.Pruning.Choice;
import org.cimlet.training.TrainingState.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceFolderTest {
  private static final double NATS_PER_BIT = Math.log(2);

  @Test
  void execute_predicts_as_pytorch_does(@TempDir Path folder) {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      TrainingState state = trained(torch, folder);
      double bits = test(torch, state, false);
      HuggingFaceFolder.write(folder.resolve("network"), state, ElementType.F32);
      assertThat(executed(folder.resolve("network"))).isCloseTo(bits, within(1e-5));
    }
  }

  @Test
  void a_packed_folder_holds_the_weights_retraining_saw(@TempDir Path folder) {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      TrainingState state = trained(torch, folder);
      torch.prune(state, new Choice(8, 32));
      double bits = test(torch, state, true);
      HuggingFaceFolder.write(folder.resolve("network"), state, ElementType.F32);
      Compression packing = Compression.of(PatternRules.all(new Pattern(8, 32)));
      Compressor.compress(
          folder.resolve("network"), folder.resolve("packed"), packing, (done, total) -> {});
      TrainingState packed = HuggingFaceFolder.read(folder.resolve("packed"), torch.manager());
      assertThat(test(torch, packed, false)).isCloseTo(bits, within(1e-6));
    }
  }

  @Test
  void half_floats_lose_next_to_nothing(@TempDir Path folder) {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      TrainingState state = trained(torch, folder);
      HuggingFaceFolder.write(folder.resolve("half"), state, ElementType.F16);
      TrainingState read = HuggingFaceFolder.read(folder.resolve("half"), torch.manager());
      for (int i = 0; i < Tiny.SHAPE.parameters().size(); i++) {
        float[] expected = state.values(Kind.WEIGHT, i);
        float[] actual = read.values(Kind.WEIGHT, i);
        for (int j = 0; j < expected.length; j++) {
          assertThat(actual[j])
              .isCloseTo(expected[j], within(Math.abs(expected[j]) / 1024 + 1e-7f));
        }
      }
    }
  }

  @Test
  void every_byte_is_its_own_token(@TempDir Path folder) {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      TrainingState state = TrainingState.first(Tiny.SHAPE, 1, torch.manager());
      HuggingFaceFolder.write(folder, state, ElementType.F16);
    }
    Tokenizer tokenizer = Tokenizer.open(folder);
    String text = "Ünïcode \"quoted\" \\ 大模型\t\n  end";
    assertThat(tokenizer.vocabularySize()).isEqualTo(256);
    assertThat(tokenizer.encode(text)).isEqualTo(Tokenizer.bytes().encode(text));
    assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
  }

  private static TrainingState trained(TorchNetwork torch, Path folder) {
    Trainer trainer = new Trainer(torch, Tiny.corpus(), line -> {});
    return trainer.run(
        Tiny.experiment(Pruning.NONE, false, 60), null, folder.resolve("state.safetensors"));
  }

  private static double test(TorchNetwork torch, TrainingState state, boolean int8) {
    return new Trainer(torch, Tiny.corpus(), line -> {}).evaluate(state, int8).test();
  }

  /// Bits a byte of the windows that fit whole into the test part, by `execute`.
  private static double executed(Path folder) {
    byte[] test = Tiny.corpus().test();
    int whole = (test.length - 1) / Tiny.SHAPE.context() * Tiny.SHAPE.context() + 1;
    String text = new String(test, 0, whole, StandardCharsets.UTF_8);
    try (NetworkFile file = NetworkFile.open(folder)) {
      Transformer transformer = new Transformer(file.network(), Arithmetic.floats());
      int context = Tiny.SHAPE.context();
      Evaluation.Predictions predictions =
          new Evaluation(transformer, context, context)
              .predict(List.of(Tokenizer.bytes().encode(text)), done -> {});
      return predictions.nats() / predictions.tokens() / NATS_PER_BIT;
    }
  }
}

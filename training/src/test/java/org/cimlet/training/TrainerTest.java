package org.cimlet.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.training.Pruning.Method;
import org.cimlet.training.TrainingState.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final Experiment PRUNED =
      Tiny.experiment(Tiny.pruning(Method.REGROW, 8, 32), true, 24);

  @Test
  void a_run_that_was_stopped_ends_with_the_same_bits(@TempDir Path folder) {
    float[][] whole;
    float[][] resumed;
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      Trainer trainer = new Trainer(torch, Tiny.corpus(), line -> {});
      whole = bits(trainer.run(PRUNED, null, folder.resolve("whole.safetensors")));
      TrainingState state = TrainingState.first(Tiny.SHAPE, PRUNED.seed(), torch.manager());
      for (int step = 1; step <= 10; step++) {
        torch.learn(PRUNED, state, Tiny.corpus().batch(PRUNED.seed(), step, 4, 32), null);
      }
      Checkpoint.write(folder.resolve("stopped.safetensors"), state);
    }
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      Trainer trainer = new Trainer(torch, Tiny.corpus(), line -> {});
      resumed = bits(trainer.run(PRUNED, null, folder.resolve("stopped.safetensors")));
    }
    assertThat(resumed).isDeepEqualTo(whole);
    assertThat(folder.resolve("whole.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("stopped.safetensors"));
  }

  private static float[][] bits(TrainingState state) {
    List<float[]> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < state.shape().parameters().size(); i++) {
        all.add(state.values(kind, i));
      }
    }
    return all.toArray(float[][]::new);
  }

  @Test
  void a_network_learns_the_words_of_a_text(@TempDir Path folder) {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      Trainer trainer = new Trainer(torch, Tiny.corpus(), line -> {});
      Experiment experiment = Tiny.experiment(Pruning.NONE, false, 150);
      TrainingState first = TrainingState.first(Tiny.SHAPE, 7, torch.manager());
      double before = trainer.evaluate(first, false).test();
      TrainingState state = trainer.run(experiment, null, folder.resolve("words.safetensors"));
      double after = trainer.evaluate(state, false).test();
      // a word of five is worth 2.32 bits and has 9.2 letters: 0.25 bits a letter is all there is
      // to know, were the window endless
      assertThat(before).isBetween(7.5, 8.8);
      assertThat(after).isBetween(0.25, 1.2);
    }
  }

  @Test
  void distillation_draws_a_network_to_its_teacher(@TempDir Path folder) {
    try (TorchNetwork torch = TorchNetwork.open(1)) {
      Trainer trainer = new Trainer(torch, Tiny.corpus(), line -> {});
      TrainingState teacher =
          trainer.run(
              Tiny.experiment(Pruning.NONE, false, 100),
              null,
              folder.resolve("teacher.safetensors"));
      Experiment pruned =
          Tiny.experiment(Tiny.pruning(Method.FIXED, 2, 32), true, 60)
              .with("student", 7, Tiny.pruning(Method.FIXED, 2, 32), 0.9);
      TrainingState student = trainer.run(pruned, teacher, folder.resolve("student.safetensors"));
      assertThat(trainer.evaluate(student, true).test()).isLessThan(2.5);
      assertThat(Files.exists(folder.resolve("student.safetensors"))).isTrue();
    }
  }
}

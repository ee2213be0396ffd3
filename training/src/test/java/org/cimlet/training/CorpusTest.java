package org.cimlet.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @Test
  void the_parts_are_ninety_five_and_five_hundredths() {
    byte[] text = new byte[1000];
    Arrays.fill(text, 900, 950, (byte) 1);
    Arrays.fill(text, 950, 1000, (byte) 2);
    Corpus corpus = Corpus.of("counted", text);
    assertThat(corpus.trainingBytes()).isEqualTo(900);
    assertThat(corpus.validation()).hasSize(50).containsOnly(1);
    assertThat(corpus.test()).hasSize(50).containsOnly(2);
    assertThat(corpus.batch(1, 1, 64, 10)).as("training sees no other part").containsOnly(0);
  }

  @Test
  void a_step_s_text_depends_on_seed_and_step_alone() {
    Corpus corpus = Tiny.corpus();
    assertThat(corpus.batch(1, 5, 4, 32)).isEqualTo(corpus.batch(1, 5, 4, 32));
    assertThat(corpus.batch(1, 5, 4, 32)).isNotEqualTo(corpus.batch(1, 6, 4, 32));
    assertThat(corpus.batch(1, 5, 4, 32)).isNotEqualTo(corpus.batch(2, 5, 4, 32));
  }

  @Test
  void a_text_of_one_s_own_is_never_called_the_benchmark(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("enwik8"), "not at all");
    assertThat(Corpus.read(file).name()).contains("own split");
  }
}

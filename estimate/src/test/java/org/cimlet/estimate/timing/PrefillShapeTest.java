package org.cimlet.estimate.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PrefillShapeTest {
  @Test
  void two_thousand_tokens_are_sixteen_chunks_of_128() {
    PrefillShape shape = new PrefillShape(2048, 128);
    assertThat(shape.chunks()).isEqualTo(16);
    assertThat(shape.lastChunk()).isEqualTo(128);
    assertThat(shape.tokens(0)).isEqualTo(128);
  }

  @Test
  void the_last_chunk_may_be_short() {
    PrefillShape shape = new PrefillShape(300, 128);
    assertThat(shape.chunks()).isEqualTo(3);
    assertThat(shape.lastChunk()).isEqualTo(44);
    assertThat(shape.tokens(1)).isEqualTo(128);
    assertThat(shape.tokens(2)).isEqualTo(44);
  }

  private static WindowGroup looking(int window) {
    return new WindowGroup(window, 1, 1, new AttentionWork.Head(1, 1, false));
  }

  @RepeatedTest(100)
  void closed_sums_equal_counting(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    int tokens = 1 + random.nextInt(3000);
    int chunk = 1 + random.nextInt(Math.min(tokens, 500));
    int window = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(2000);
    PrefillShape shape = new PrefillShape(tokens, chunk);

    double attended = 0;
    for (int token = 1; token <= tokens; token++) {
      attended += Math.min(token, window);
    }
    assertThat(PrefillShape.attended(tokens, window)).isCloseTo(attended, within(1e-6 * attended));

    double pairs = 0;
    for (int c = 0; c < shape.chunks(); c++) {
      // The chunk's first token looks back furthest: window positions before the chunk's second.
      long first = (long) c * chunk + 1;
      long last = Math.min((long) (c + 1) * chunk, tokens);
      assertThat(shape.readBy(c, looking(window)))
          .isEqualTo((double) Math.min(last, last - first + window));
      pairs += shape.attendedBy(c, window);
    }
    assertThat(pairs).isCloseTo(attended, within(1e-6 * attended));
  }
}

package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowingContextTest {
  @Test
  void aStraightLineTakesThreePoints() {
    AtomicInteger points = new AtomicInteger();
    double sum =
        GrowingContext.sum(
            101,
            1000,
            context -> {
              points.incrementAndGet();
              return 3 + 0.5 * context;
            });
    assertThat(sum).isCloseTo(900 * 3 + 0.5 * 900 * 1101 / 2, within(1e-6));
    assertThat(points).hasValue(3);
  }

  @Test
  void aBrokenLineIsFollowedAroundItsKnees() {
    IntToDoubleFunction knees = context -> Math.max(5, Math.min(context, 600) * 0.01);
    double all = IntStream.rangeClosed(1, 4096).mapToDouble(knees).sum();
    assertThat(GrowingContext.sum(1, 4096, knees)).isCloseTo(all, within(2e-4 * all));
  }

  @Test
  void fewContextsAreAddedUpOneByOne() {
    assertThat(GrowingContext.sum(8, 7, context -> context)).isZero();
    assertThat(GrowingContext.sum(7, 7, context -> context)).isEqualTo(7);
    assertThat(GrowingContext.sum(7, 8, context -> context)).isEqualTo(15);
    assertThat(GrowingContext.sum(1, 3, context -> context == 2 ? 10 : 1)).isEqualTo(12);
  }
}

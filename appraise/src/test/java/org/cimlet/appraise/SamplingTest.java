package org.cimlet.appraise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cimlet.appraise.Sampling.Input;
import org.cimlet.quantity.Interval;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final int SAMPLES = 4000;

  private static Input input(String key, double low, double high) {
    return new Input(key, (low + high) / 2, new Interval(low, high));
  }

  @Test
  void sharesOfASumAreThoseOfItsVariances() {
    // y = 3 a + 2 b + c, widths 2, 1, 4: variances 36 : 4 : 16, all over 12
    Sampling sampling =
        new Sampling(
            List.of(input("a", 0, 2), input("b", 5, 6), input("c", -2, 2), input("idle", 0, 9)),
            SAMPLES,
            1);
    double[] y = new double[SAMPLES];
    for (int s = 0; s < SAMPLES; s++) {
      y[s] = 3 * sampling.value(0, s) + 2 * sampling.value(1, s) - sampling.value(2, s);
    }
    OutputSpread spread = sampling.spread("y", "", 14, y);
    assertThat(spread.drivers())
        .extracting(OutputSpread.Driver::key)
        .containsExactly("a", "c", "b");
    assertThat(spread.drivers())
        .extracting(OutputSpread.Driver::rises)
        .containsExactly(true, false, true);
    assertThat(spread.drivers().get(0).varianceShare()).isCloseTo(36 / 56.0, within(0.03));
    assertThat(spread.drivers().get(1).varianceShare()).isCloseTo(16 / 56.0, within(0.03));
    assertThat(spread.drivers().get(2).varianceShare()).isCloseTo(4 / 56.0, within(0.03));
    assertThat(spread.median()).isCloseTo(14, within(0.1));
  }

  @Test
  void percentilesOfOneInputAreThoseOfItsInterval() {
    Sampling sampling = new Sampling(List.of(new Input("a", 4, new Interval(2, 10))), SAMPLES, 7);
    double[] y = new double[SAMPLES];
    for (int s = 0; s < SAMPLES; s++) {
      y[s] = sampling.value(0, s);
    }
    OutputSpread spread = sampling.spread("y", "", 4, y);
    assertThat(spread.low()).isCloseTo(2.2, within(0.01)); // 2 + 0.1 x (4 - 2)
    assertThat(spread.median()).isCloseTo(4, within(0.01));
    assertThat(spread.high()).isCloseTo(9.4, within(0.01)); // 4 + 0.9 x (10 - 4)
    assertThat(spread.drivers().getFirst().varianceShare()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatDoesNotMoveHasNoDrivers() {
    Sampling sampling = new Sampling(List.of(input("a", 0, 2)), 10, 1);
    double[] constant = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
    assertThat(sampling.spread("y", "", 5, constant).drivers()).isEmpty();
  }

  @Test
  void theSameSeedDrawsTheSameNumbers() {
    List<Input> inputs = List.of(input("a", 0, 2), input("b", 0, 1));
    Sampling one = new Sampling(inputs, 100, 3);
    Sampling two = new Sampling(inputs, 100, 3);
    for (int s = 0; s < 100; s++) {
      assertThat(one.value(1, s)).isEqualTo(two.value(1, s));
    }
  }
}

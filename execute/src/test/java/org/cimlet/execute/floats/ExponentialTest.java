package org.cimlet.execute.floats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {
  /// Every 997th of the floats from 2^-20 to 104, and their negatives.
  @Test
  void exponentials_are_within_one_unit_in_the_last_place() {
    int checked = 0;
    int last = Float.floatToIntBits(104f);
    for (int bits = Float.floatToIntBits(0x1p-20f); bits < last; bits += 997) {
      float x = Float.intBitsToFloat(bits);
      for (float signed : new float[] {x, -x}) {
        float expected = (float) StrictMath.exp(signed);
        float got = Exponential.exp(signed);
        boolean near = expected == got || Math.abs((double) got - expected) <= Math.ulp(expected);
        assertThat(near).as("e^%s = %s, got %s", signed, expected, got).isTrue();
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(300_000);
  }

  @Test
  void the_ends_of_the_range_are_exact() {
    assertThat(Exponential.exp(0)).isEqualTo(1);
    assertThat(Exponential.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.exp(-200)).isZero();
    assertThat(Exponential.exp(89)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Exponential.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Exponential.exp(Float.NaN)).isNaN();
    assertThat(Exponential.sigmoid(0)).isEqualTo(0.5f);
    assertThat(Exponential.sigmoid(-200)).isZero();
    assertThat(Exponential.sigmoid(200)).isEqualTo(1);
    assertThat(Exponential.tanh(200)).isEqualTo(1);
    assertThat(Exponential.tanh(-200)).isEqualTo(-1);
    assertThat(Exponential.tanh(0)).isZero();
  }

  @Test
  void tangents_are_those_of_strict_math() {
    for (float x = -12; x < 12; x += 0.0037f) {
      float expected = (float) StrictMath.tanh(x);
      assertThat(Math.abs(Exponential.tanh(x) - expected))
          .as("tanh %s", x)
          .isLessThanOrEqualTo(2 * Math.ulp(expected) + 1e-15f);
    }
  }
}

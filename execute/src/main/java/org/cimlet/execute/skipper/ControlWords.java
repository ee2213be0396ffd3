package org.cimlet.execute.skipper;

import java.util.Arrays;
import java.util.Locale;

/// The bits that steer a butterfly, one word a stage.
///
/// The switches of stage `s` join inputs `d = 2^s` apart: positions `2bd + j` and `2bd + j + d`,
/// `b` being the block and `j < d`. Where the control bit is set, the switch crosses.
public final class ControlWords {
  private final int inputs;

  /// At `s`: the control bits of stage `s`, each at the lower position of its switch.
  private final long[] inPlace;

  ControlWords(int inputs, long[] inPlace) {
    this.inputs = inputs;
    this.inPlace = inPlace;
  }

  /// Inputs of the butterfly.
  public int inputs() {
    return inputs;
  }

  /// Stages of the butterfly, `log2(inputs)`.
  public int stages() {
    return inPlace.length;
  }

  /// The `inputs / 2` control bits of a stage: bit `b * d + j` is that of block `b`, switch `j`,
  /// with `d = 2^stage`.
  public long stage(int stage) {
    int d = 1 << stage;
    long word = 0;
    for (int block = 0; block < inputs / (2 * d); block++) {
      long bits = (inPlace[stage] >>> (2 * d * block)) & ((1L << d) - 1);
      word |= bits << (d * block);
    }
    return word;
  }

  /// The control bits of a stage at the lower positions of their switches, ready to mask a bit
  /// plane.
  long inPlace(int stage) {
    return inPlace[stage];
  }

  /// Whether the switch that `position` belongs to crosses.
  boolean crosses(int stage, int position) {
    return (inPlace[stage] >>> (position & ~(1 << stage)) & 1) != 0;
  }

  /// Whether the other has the same control bits for as many inputs.
  @Override
  public boolean equals(Object other) {
    return other instanceof ControlWords that
        && inputs == that.inputs
        && Arrays.equals(inPlace, that.inPlace);
  }

  @Override
  public int hashCode() {
    return 31 * inputs + Arrays.hashCode(inPlace);
  }

  /// Words of all stages in hexadecimal, `d = 1` first: `CCCC D2D2 718E C0FC FFF0`.
  @Override
  public String toString() {
    int digits = Math.ceilDiv(inputs / 2, 4);
    StringBuilder text = new StringBuilder();
    for (int stage = 0; stage < stages(); stage++) {
      String hex = Long.toHexString(stage(stage)).toUpperCase(Locale.ROOT);
      text.append(stage == 0 ? "" : " ").append("0".repeat(digits - hex.length())).append(hex);
    }
    return text.toString();
  }
}

package org.cimlet.technology.comb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import org.cimlet.technology.comb.CombShape.AdderCircuit;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.FloatAlignment;
import org.cimlet.technology.logic.FloatGates;
import org.cimlet.technology.logic.FloatWord;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.SramCell;
import org.junit.jupiter.api.Test;

/// Macros of floating-point words by their parts.
class FloatMacroTest {
  private static final FloatWord E4M3 = new FloatWord(4, 3);
  private static final FloatWord BF16 = new FloatWord(8, 7);

  private static CombMacro macro(int columns, int weightBits, int inputBits) {
    return new CombMacro(
        new CombShape(
            columns,
            64,
            new Datapath(
                columns,
                weightBits,
                weightBits,
                inputBits,
                inputBits,
                Multiplier.ARRAY,
                Adders.RIPPLE,
                false,
                40),
            AdderCircuit.STANDARD_CELLS,
            Operands.USUAL,
            true,
            SramCell.SIX_T,
            new RowAccess.Selector(64),
            0),
        28,
        0.9);
  }

  private static FloatMacro floats(
      int columns, FloatWord word, boolean products, int guard, int sharing) {
    FloatAlignment how = new FloatAlignment(products, guard);
    return new FloatMacro(
        macro(columns, word.bits(), word.bits()),
        macro(columns, how.weightBits(word), how.inputBits(word)),
        word,
        how,
        sharing);
  }

  private static double fj(FloatMacro macro) {
    return macro.multiplyFj().value();
  }

  @Test
  void guardBitsExponentsAndWiderMantissasCost() {
    double narrow = fj(floats(16, E4M3, true, 0, 1));
    assertThat(fj(floats(16, E4M3, true, 4, 1))).isGreaterThan(1.1 * narrow);
    assertThat(fj(floats(16, BF16, true, 0, 1))).isGreaterThan(2 * narrow);
    assertThat(fj(floats(16, BF16, false, 0, 1))).isLessThan(fj(floats(16, BF16, true, 0, 1)));
    FloatMacro shared = floats(16, BF16, false, 0, 8);
    assertThat(fj(shared)).isLessThan(fj(floats(16, BF16, false, 0, 1)));
    assertThat(shared.multiplyFjRange(false).low()).isLessThan(fj(shared));
    assertThat(shared.multiplyFjRange(false).high()).isGreaterThan(fj(shared));
  }

  /// The array stores whole words: as many bits as the same of integers.
  @Test
  void wordsAreStoredWhole() {
    FloatMacro macro = floats(16, BF16, true, 0, 1);
    assertThat(macro.stored().arrayUm2().value())
        .isCloseTo(macro(16, 16, 16).arrayUm2().value(), withPercentage(1e-9));
    assertThat(macro.logicUm2().value()).isGreaterThan(macro.mantissas().logicUm2().value());
    assertThat(macro.clockHz().value()).isLessThanOrEqualTo(macro.mantissas().clockHz().value());
    assertThat(macro.leakageW().value()).isPositive();
  }

  /// Twice the channels compare, subtract and shift twice as much, and accumulate once.
  @Test
  void partsGoWithTheChannels() {
    FloatGates few = gates(16);
    FloatGates many = gates(32);
    assertThat(many.alignment().area()).isCloseTo(2 * few.alignment().area(), withPercentage(5));
    assertThat(many.exponents().area()).isCloseTo(2 * few.exponents().area(), withPercentage(10));
    assertThat(many.accumulation().area()).isCloseTo(few.accumulation().area(), withPercentage(5));
    assertThat(many.exponents().depth()).isGreaterThan(few.exponents().depth());
  }

  private static FloatGates gates(int channels) {
    FloatAlignment how = new FloatAlignment(true, 2);
    return FloatGates.of(
        macro(channels, how.weightBits(E4M3), how.inputBits(E4M3)).shape().datapath(),
        E4M3,
        how,
        Operands.USUAL,
        true);
  }

  @Test
  void mantissasHaveTheBitsOfTheirWords() {
    assertThatThrownBy(() ->
            FloatGates.of(
                macro(8, 8, 8).shape().datapath(),
                BF16,
                new FloatAlignment(true, 0),
                Operands.USUAL,
                true))
        .hasMessageContaining("must be of 9 and 9 bits, got 8 and 8");
  }
}

package org.cimlet.technology.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkipperGatesTest {
  /// Decoders of 32 inputs take 391 to 500 NAND gates in six libraries (yosys and abc), of 16 and
  /// 64 inputs 131 to 160 and 1,056 to 1,178; nothing is fitted to them.
  @ParameterizedTest
  @CsvSource({"16, 4, 131, 160", "32, 8, 391, 500", "64, 16, 1056, 1178"})
  void theDecoderIsAsLargeAsSynthesisMakesIt(int group, int kept, double least, double most) {
    double gates = SkipperGates.of(group, kept, 8).decoder().area();
    assertThat(gates).isBetween(least / 1.05, most);
  }

  /// 44, 120 and 304 multiplexers a bit, which the closed form of execution gives too, and an and
  /// gate for each input.
  @ParameterizedTest
  @CsvSource({"16, 4, 44", "16, 8, 56", "32, 8, 120", "32, 16, 144", "64, 16, 304"})
  void theButterflyIsItsMultiplexers(int group, int kept, int multiplexers) {
    SkipperGates skipper = SkipperGates.of(group, kept, 1);
    assertThat(skipper.butterfly().area() + skipper.gates().area())
        .isCloseTo(multiplexers * 2.33 + group * 1.33, Percentage.withPercentage(1e-6));
  }

  /// Gate simulation at 45 nm and 1.1 V: 1,962 to 2,231 fJ a row with registered control words,
  /// that of eight products and their tree 3,760 to 4,459.
  @Test
  void theButterflySwitchesHalfOfWhatEightProductsDo() {
    double routing = SkipperGates.of(32, 8, 8).routed();
    Datapath dot = new Datapath(8, 8, 8, 8, 8, Multiplier.ARRAY, Adders.COMPRESSOR, false, 32);
    assertThat(routing / dot.gates(Operands.RANDOM, true).switched()).isBetween(0.25, 0.6);
  }

  @Test
  void thereIsNoSkipperOfOtherGroups() {
    assertThatThrownBy(() -> SkipperGates.of(24, 8, 8)).hasMessageContaining("got 8 of 24");
  }
}

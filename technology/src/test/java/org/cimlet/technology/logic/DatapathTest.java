package org.cimlet.technology.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatapathTest {
  /// By hand: 8 ands of 1.33 for each of 4 channels; level one of the tree two sums of 8 bits, a
  /// half and seven full adders each, level two one of 9 bits; 20 bits of accumulator onto 10 of
  /// the sum: a half adder, 9 full adders and 10 half adders, but for the first bit, onto which
  /// nothing is shifted; 20 flip-flops.
  @Test
  void areaIsThatOfItsCells() {
    double ands = 4 * 8 * 1.33;
    double tree = 2 * (3.33 + 7 * 5.33) + 3.33 + 8 * 5.33;
    double accumulator = 3.33 + 8 * 5.33 + 10 * 3.33;
    assertThat(Datapath.serial(4, 8, 8, 20).gates(Operands.USUAL, false).area())
        .isCloseTo(ands + tree + accumulator + 20 * 5.67, within(1e-6));
  }

  /// A tree over 64 channels of 8 bits has 498 full and 63 half adders: 32 sums of 8 bits, 16 of 9,
  /// ... one of 13, the lowest bit of each a half adder.
  @Test
  void halfAddersCountAsHalfAdders() {
    Netlist netlist = new Netlist();
    java.util.List<int[]> words = new java.util.ArrayList<>();
    for (int i = 0; i < 64; i++) {
      words.add(netlist.inputs(8));
    }
    Adders.RIPPLE.sum(netlist, words, java.util.List.of());
    assertThat(netlist.count(Cell.FULL_ADDER)).isEqualTo(498);
    assertThat(netlist.count(Cell.HALF_ADDER)).isEqualTo(63);
  }

  /// Mapped to Nangate 45 nm with full and half adder cells, eight 8 x 8 bit products and their
  /// tree take 3,409 NAND gates, to ASAP7 3,289, to SKY130 3,562 (yosys and abc, no wires).
  @Test
  void aDotProductIsAsLargeAsSynthesisMakesIt() {
    Datapath dot = new Datapath(8, 8, 8, 8, 8, Multiplier.ARRAY, Adders.COMPRESSOR, false, 19);
    double gates = dot.gates(Operands.RANDOM, true).area() - 19 * Cell.REGISTER_AREA;
    assertThat(gates).isCloseTo(3409, Percentage.withPercentage(10));
  }

  @Test
  void fewerOnesSwitchLess() {
    Datapath tree = Datapath.serial(64, 8, 8, 22);
    double random = tree.gates(Operands.RANDOM, false).switched();
    double usual = tree.gates(Operands.USUAL, false).switched();
    double sparse = tree.gates(Operands.SPARSE, false).switched();
    assertThat(random / usual).isBetween(1.6, 2.2);
    assertThat(usual / sparse).isBetween(1.5, 2.2);
    assertThat(tree.gates(new Operands(0, 1, 0.5, 0), false).switched())
        .isCloseTo(8 * 22 * Cell.REGISTER_CLOCK, within(1e-9)); // nothing but the clock
  }

  /// Simulated at a lower supply, a tree of compressors took 56 % less power and 28 % less area
  /// than one of rippling adders (ICTA 2022); part of that was the supply.
  @Test
  void compressorsSwitchLessThanCarriesThatRipple() {
    double ripple = tree(Adders.RIPPLE).switched();
    assertThat(tree(Adders.COMPRESSOR).switched() / ripple).isBetween(0.45, 0.8);
  }

  private static Gates tree(Adders adders) {
    return new Datapath(256, 8, 8, 8, 1, Multiplier.SERIAL, adders, false, 24)
        .gates(Operands.RANDOM, false);
  }

  @Test
  void aLongerWayHasMoreGates() {
    double few = Datapath.serial(64, 8, 8, 22).gates(Operands.USUAL, false).depth();
    double many = Datapath.serial(512, 8, 8, 25).gates(Operands.USUAL, false).depth();
    assertThat(many).isGreaterThan(few);
    // and, 8 carries of the first sum, a level more of the tree each: at least 1 + 2 x 8 + 6 x 2.4
    assertThat(few).isGreaterThan(31);
  }

  @Test
  void slicesAndColumnsAddUpToAsManyProducts() {
    double whole = Datapath.serial(32, 8, 8, 21).gates(Operands.USUAL, false).area();
    double sliced =
        new Datapath(32, 8, 4, 8, 1, Multiplier.SERIAL, Adders.RIPPLE, false, 21)
            .gates(Operands.USUAL, false)
            .area();
    double columns =
        new Datapath(32, 8, 8, 8, 1, Multiplier.SERIAL, Adders.RIPPLE, true, 21)
            .gates(Operands.USUAL, false)
            .area();
    assertThat(sliced / whole).isBetween(1.0, 1.2);
    assertThat(columns / whole).isBetween(0.8, 1.4);
  }

  /// 16,384 channels of 16 bits are more than are built.
  @Test
  void ofVeryManyChannelsAPartStandsForAll() {
    Gates part = Datapath.serial(4096, 16, 16, 48).gates(Operands.USUAL, false);
    Gates all = Datapath.serial(16_384, 16, 16, 48).gates(Operands.USUAL, false);
    assertThat(all.area()).isCloseTo(4 * part.area(), within(1e-6));
    assertThat(all.depth()).isGreaterThan(part.depth());
  }

  /// Small signed numbers, an eighth of them zero, switch what their shares of ones, zeros and
  /// toggles say; bit by bit, shares without toggles say too much, because signs repeat.
  @ParameterizedTest
  @CsvSource({"ARRAY, 8, 0.98, 1.02", "SERIAL, 1, 1.15, 1.40", "SERIAL, 4, 0.97, 1.05"})
  void sharesStandForTheNumbersThemselves(
      Multiplier multiplier, int bitsPerCycle, double least, double most) {
    Datapath tree = new Datapath(64, 8, 8, 8, bitsPerCycle, multiplier, Adders.RIPPLE, false, 22);
    Operands.Words words = shares(numbers(new SplittableRandom(3), 100_000));
    Operands.Words random = Operands.RANDOM.weights();
    double drawn = tree.switched(DatapathTest::small, random, true);
    assertThat(tree.switched(words, random, true) / drawn).isBetween(0.95, 1.1);
    Operands.Words alone = Operands.Words.independent(words.ones(), words.zeros());
    assertThat(tree.switched(alone, random, true) / drawn).isBetween(least, most);
  }

  private static int[] numbers(SplittableRandom random, int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] =
          random.nextInt(8) == 0
              ? 0
              : Math.clamp(Math.round(25 * random.nextGaussian()), -127, 127);
    }
    return numbers;
  }

  private static void small(SplittableRandom random, long[] to) {
    Arrays.fill(to, 0);
    int[] numbers = numbers(random, Long.SIZE);
    for (int lane = 0; lane < Long.SIZE; lane++) {
      for (int bit = 0; bit < to.length; bit++) {
        to[bit] |= (long) (numbers[lane] >> bit & 1) << lane;
      }
    }
  }

  private static Operands.Words shares(int[] numbers) {
    double ones = 0;
    double zeros = 0;
    double toggles = 0;
    for (int number : numbers) {
      zeros += number == 0 ? 1 : 0;
      for (int bit = 0; bit < 8; bit++) {
        ones += number >> bit & 1;
        toggles += bit == 0 ? 0 : (number >> bit ^ number >> (bit - 1)) & 1;
      }
    }
    return new Operands.Words(
        ones / numbers.length / 8, zeros / numbers.length, toggles / numbers.length / 7);
  }

  @Test
  void theSameDatapathGivesTheSameGates() {
    Gates once =
        new Datapath(16, 4, 4, 4, 1, Multiplier.SERIAL, Adders.RIPPLE, false, 13)
            .gates(new Operands(0.3, 0.1, 0.4, 0), true);
    assertThat(
            new Datapath(16, 4, 4, 4, 1, Multiplier.SERIAL, Adders.RIPPLE, false, 13)
                .gates(new Operands(0.3, 0.1, 0.4, 0), true))
        .isEqualTo(once);
  }

  /// By hand: a multiplexer of 2.33 for each of 2 channels, a half adder for both, three for an
  /// accumulator of 4 bits, with its flip-flops; in each comparator twice three NAND gates and the
  /// inverter that they leave, and two flip-flops, over 1.7.
  @Test
  void minimaAreMultiplexersAndComparators() {
    double added = 2 * 2.33 + 3.33 + 3 * 3.33 + 4 * 5.67;
    double compared = 2 * (2 * (3 + 0.67) + 2 * 5.67) / 1.7;
    assertThat(minima(2, 4).gates(Operands.RANDOM, false).area())
        .isCloseTo(added + compared, within(1e-6));
  }

  /// Products that are exclusive nors change as often as weights differ from inputs: whatever the
  /// inputs, where half of the weights' bits are ones.
  @Test
  void exclusiveNorsSwitchWhateverTheShareOfOnes() {
    Datapath tree =
        new Datapath(64, 1, 1, 1, 1, Multiplier.XNOR, Adders.DOUBLE_APPROXIMATE, false, 8);
    double random = tree.gates(Operands.RANDOM, true).switched();
    assertThat(tree.gates(Operands.SPARSE, true).switched() / random).isBetween(0.95, 1.05);
    assertThat(tree.pairs()).isEqualTo(1);
  }

  @Test
  void minimaAddABitOfEachChannel() {
    double minima = minima(128, 15).gates(Operands.USUAL, false).switched();
    double products = Datapath.serial(128, 8, 8, 23).gates(Operands.USUAL, false).switched();
    assertThat(products / minima).isBetween(2.0, 8.0);
    assertThat(minima(128, 15).pairs()).isEqualTo(8);
  }

  private static Datapath minima(int channels, int accumulatorBits) {
    return new Datapath(
        channels, 8, 8, 8, 1, Multiplier.MINIMUM, Adders.RIPPLE, false, accumulatorBits);
  }

  /// A word of one bit that is not zero is one.
  @Test
  void halfOfInputsOfOneBitAreOnesWhereNothingIsStated() {
    assertThat(Operands.usual(8)).isEqualTo(Operands.USUAL);
    assertThat(Operands.usual(1).inputs().ones()).isEqualTo(1 - Operands.USUAL.inputs().zeros());
    assertThat(Operands.usual(1).areAssumed()).isTrue();
    assertThat(Operands.RANDOM.areAssumed()).isFalse();
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThatThrownBy(
            () -> new Datapath(8, 8, 9, 8, 1, Multiplier.SERIAL, Adders.RIPPLE, false, 20))
        .hasMessageContaining("1 to 8 bits of a weight, got 9");
    assertThatThrownBy(
            () -> new Datapath(8, 8, 8, 8, 9, Multiplier.SERIAL, Adders.RIPPLE, false, 20))
        .hasMessageContaining("1 to 8 bits of an input at once, got 9");
    assertThatThrownBy(
            () -> new Datapath(8, 8, 8, 8, 4, Multiplier.ARRAY, Adders.RIPPLE, false, 20))
        .hasMessageContaining("takes all 8 bits of an input at once, got 4");
    assertThatThrownBy(
            () -> new Datapath(8, 8, 8, 8, 1, Multiplier.BOOTH4, Adders.RIPPLE, false, 20))
        .hasMessageContaining("even number of bits");
    assertThatThrownBy(() -> new Datapath(8, 8, 8, 8, 1, Multiplier.XNOR, Adders.RIPPLE, false, 20))
        .hasMessageContaining("multiplies one bit by one, got 8 by 8");
    assertThatThrownBy(
            () -> new Datapath(8, 4, 4, 8, 1, Multiplier.MINIMUM, Adders.RIPPLE, false, 20))
        .hasMessageContaining("with as many bits");
    assertThatThrownBy(() -> new Operands(0.6, 0.5, 0.5, 0))
        .hasMessageContaining("ones and zeros must be shares");
  }
}

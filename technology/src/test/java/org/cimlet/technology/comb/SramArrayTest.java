package org.cimlet.technology.comb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.SramCell;
import org.junit.jupiter.api.Test;

class SramArrayTest {

  static SramArray array(double nodeNm, double voltageV, int words, int rows, int columnMux) {
    return new SramArray(
        ProcessPoint.usual(nodeNm, voltageV),
        SramCell.SIX_T.areaUm2(nodeNm),
        words,
        64,
        rows,
        columnMux);
  }

  /// One segment at 28 nm and 0.9 V by hand: a cell is 0.252 um high and 0.504 um wide.
  @Test
  void aSegmentTakesItsLinesAmplifiersAndDecoder() {
    double height = Math.sqrt(0.127 / 2);
    double word = 128 * (0.1 + 0.2 * 2 * height) * 0.81;
    double lines = 128 * 128 * (0.1 + 0.2 * height) * 0.9 * 0.2;
    double gates = (64 * 3 + 60) * 0.81;
    SramArray segment = array(28, 0.9, 256, 128, 2);
    assertThat(segment.fjPerBit().value() * 64).isCloseTo(word + lines + gates, within(1e-6));
    assertThat(segment.randomFjPerBit().value()).isEqualTo(segment.fjPerBit().value());
  }

  /// Four segments lie two by two, half a side from each other; a bit goes as far.
  @Test
  void bitsOfManySegmentsTravelToTheMiddle() {
    SramArray four = array(28, 0.9, 1024, 128, 2);
    double segment = array(28, 0.9, 256, 128, 2).fjPerBit().value();
    double um = Math.sqrt(four.areaUm2().value()) / 2;
    double full = um * 0.2 * 1.6 * 0.81;
    assertThat(four.fjPerBit().value() - segment).isCloseTo(full / 4, within(1e-6));
    // ten bits of address on the way there, and as much charge as CACTI counts
    assertThat(four.randomFjPerBit().value() - segment)
        .isCloseTo(full * 0.75 * (1 + 10.0 / 64), within(1e-6));
  }

  /// The paper's macro of 160 kB, as the shipped machine has it.
  @Test
  void thePapersMacroReadsABitForTheShippedEnergy() {
    SramArray paper = array(14, 0.8, 20_000, 250, 4);
    assertThat(paper.fjPerBit().value()).isCloseTo(32.8, within(0.05));
    assertThat(paper.randomFjPerBit().value()).isCloseTo(68.9, within(0.05));
  }

  @Test
  void moreLinesAnAmplifierTakeMoreEnergyAndLessArea() {
    assertThat(array(14, 0.8, 20_000, 250, 8).fjPerBit().value())
        .isGreaterThan(array(14, 0.8, 20_000, 250, 4).fjPerBit().value());
    assertThat(array(14, 0.8, 20_000, 250, 8).areaUm2().value())
        .isLessThan(array(14, 0.8, 20_000, 250, 4).areaUm2().value());
  }

  /// Macros of dense arrays are 70 % cells: 250 rows and four lines an amplifier.
  @Test
  void aDenseArrayIsSevenTenthsCells() {
    assertThat(array(3, 0.7, 20_000, 250, 4).efficiency()).isCloseTo(0.7, within(0.01));
  }

  /// TSMC's 74 Kbit macro for first-level caches at 7 nm: 5,100 um2 and 338 ps (ISSCC 2018).
  /// Nothing was fitted to it; lines of 64 rows and two of them an amplifier are assumed.
  @Test
  void aFastMacroIsAsLargeAndNearlyAsFastAsPublished() {
    SramArray cache = array(7, 0.75, 74 * 1024 / 64, 64, 2);
    assertThat(cache.areaUm2().value() / 5100).isBetween(0.9, 1.1);
    assertThat(cache.accessPs().value() / 338).isBetween(0.67, 1.0);
  }

  @Test
  void aSegmentLargerThanItsArrayIsRefused() {
    assertThatThrownBy(() -> array(28, 0.9, 256, 128, 4))
        .hasMessageContaining("at most 256 rows, got 128 x 4");
  }
}

package org.cimlet.technology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The 28 nm chip of ISSCC 2023 16.2: 0.64 V, 20 MHz, 8.27 mW and 1.03 V, 320 MHz, 250.65 mW.
///
/// Expected figures were solved in a separate script, by elimination for C and L and by the ratio
/// of the two clock equations for Vt and K; they agree with a table made before this code was.
class DvfsTest {
  private static final OperatingPoint LOW = new OperatingPoint(0.64, 20e6, 8.27e-3);
  private static final OperatingPoint HIGH = new OperatingPoint(1.03, 320e6, 250.65e-3);

  @ParameterizedTest
  @CsvSource({
    // k, C nF, L at 0.64 V in mW, L at 1.03 V in mW
    "0, 0.7316,  2.28,  2.28",
    "1, 0.7274,  2.31,  3.72",
    "2, 0.7202,  2.37,  6.14",
    "3, 0.7080,  2.47, 10.30",
    "4, 0.6859,  2.65, 17.78",
    "5, 0.6428,  3.00, 32.44",
    "6, 0.5425,  3.83, 66.48"
  })
  void splitsPowerIntoSwitchingAndLeakageForEachExponent(
      double exponent, double capacitanceNf, double leakageLowMw, double leakageHighMw) {
    PowerLaw law = PowerLaw.through(LOW, HIGH, exponent);
    assertThat(law.capacitanceF() * 1e9).isCloseTo(capacitanceNf, within(0.00005));
    assertThat(law.leakageW() * 1e3).isCloseTo(leakageLowMw, within(0.005));
    assertThat(law.leakageW(1.03) * 1e3).isCloseTo(leakageHighMw, within(0.005));
  }

  @ParameterizedTest
  @CsvSource({
    // k, share of leakage at 0.64 V and at 1.03 V in percent
    "0, 27.5, 0.9",
    "1, 28.0, 1.5",
    "2, 28.7, 2.4",
    "3, 29.9, 4.1",
    "4, 32.1, 7.1",
    "5, 36.3, 12.9",
    "6, 46.3, 26.5"
  })
  void knowsTheShareOfLeakageAtBothEnds(double exponent, double lowPercent, double highPercent) {
    PowerLaw law = PowerLaw.through(LOW, HIGH, exponent);
    assertThat(100 * law.leakageW(0.64) / LOW.powerW()).isCloseTo(lowPercent, within(0.0501));
    assertThat(100 * law.leakageW(1.03) / HIGH.powerW()).isCloseTo(highPercent, within(0.0501));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 2, 3, 4, 5, 6, 7})
  void passesThroughBothPoints(double exponent) {
    Dvfs dvfs = Dvfs.through(LOW, HIGH, exponent, 1.3);
    for (OperatingPoint point : new OperatingPoint[] {LOW, HIGH}) {
      OperatingPoint fitted = dvfs.at(point.voltageV());
      assertThat(fitted.powerW()).isCloseTo(point.powerW(), Percentage.withPercentage(1e-9));
      assertThat(fitted.clockHz()).isCloseTo(point.clockHz(), Percentage.withPercentage(1e-9));
    }
  }

  @Test
  void anExponentOf8WouldNeedNegativeLeakage() {
    // (1.03 / 0.64)^8 = 45: leakage alone would outgrow the power, which grows 30 times
    assertThatThrownBy(() -> PowerLaw.through(LOW, HIGH, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leakage exponent 8.0")
        .hasMessageContaining("4.164e-09 F")
        .hasMessageContaining("-0.02584 W")
        .hasMessageContaining("0.64 V");
  }

  @Test
  void anExponentThatWouldNeedNegativeCapacitanceIsRefusedToo() {
    assertThatThrownBy(() -> PowerLaw.through(LOW, HIGH, 7.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-8.744e-10 F");
  }

  @ParameterizedTest
  @CsvSource({
    // alpha, Vt in V, K in MHz
    "1.2, 0.6121,  939.1",
    "1.3, 0.6051, 1002.7",
    "1.5, 0.5895, 1127.3",
    "1.7, 0.5723, 1244.4",
    "2.0, 0.5443, 1397.1"
  })
  void findsThresholdAndScaleOfTheClockForEachAlpha(double alpha, double vt, double kMhz) {
    ClockLaw law = ClockLaw.through(LOW, HIGH, alpha);
    assertThat(law.thresholdV()).isCloseTo(vt, within(0.00005));
    assertThat(law.scaleHz() / 1e6).isCloseTo(kMhz, within(0.05));
  }

  @ParameterizedTest
  @CsvSource({
    // V, MHz, mW, dense TOPS/W of 768 multipliers, the same x 6.784
    "0.64,  20.0,   8.27, 3.71, 25.2",
    "0.70,  67.1,  26.5,  3.89, 26.4",
    "0.80, 149.6,  72.6,  3.16, 21.5",
    "0.90, 227.8, 137.5,  2.54, 17.3",
    "1.00, 299.7, 221.6,  2.08, 14.1",
    "1.03, 320.0, 250.65, 1.96, 13.3"
  })
  void predictsTheChipBetweenItsPublishedPoints(
      double voltage, double mhz, double mw, double dense, double sparse) {
    OperatingPoint point = Dvfs.through(LOW, HIGH, 3, 1.3).at(voltage);
    assertThat(point.clockHz() / 1e6).isCloseTo(mhz, within(0.05));
    assertThat(point.powerW() * 1e3).isCloseTo(mw, within(0.05));
    double topsPerW = 2 * 768 * point.clockHz() / point.powerW() / 1e12;
    assertThat(topsPerW).isCloseTo(dense, within(0.005));
    assertThat(6.784 * topsPerW).isCloseTo(sparse, within(0.05));
  }

  @Test
  void isFastestPerWattNear670MillivoltsNotAtTheLowestVoltage() {
    // leakage takes 30 % at 0.64 V: a little more speed spreads it over more operations
    Dvfs dvfs = Dvfs.through(LOW, HIGH, 3, 1.3);
    double best = 0;
    double at = 0;
    for (int mv = 640; mv <= 1030; mv++) {
      OperatingPoint point = dvfs.at(mv / 1000.0);
      double topsPerW = 2 * 768 * point.clockHz() / point.powerW() / 1e12;
      if (topsPerW > best) {
        best = topsPerW;
        at = point.voltageV();
      }
    }
    assertThat(at).isCloseTo(0.669, within(0.0015));
    assertThat(best).isCloseTo(3.999, within(0.001));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.60, 0.6399, 1.0301, Double.NaN})
  void doesNotAnswerOutsideThePublishedVoltages(double voltage) {
    Dvfs dvfs = Dvfs.through(LOW, HIGH, 3, 1.3);
    assertThatThrownBy(() -> dvfs.at(voltage))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between the fitted 0.64 V and 1.03 V")
        .hasMessageContaining(String.valueOf(voltage));
  }

  @Test
  void aClockThatDoesNotRiseWithVoltageHasNoLaw() {
    OperatingPoint slower = new OperatingPoint(1.03, 12e6, 250.65e-3);
    assertThatThrownBy(() -> ClockLaw.through(LOW, slower, 1.3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alpha 1.3");
  }

  @Test
  void aClockNearlyProportionalToVoltageWouldNeedANegativeThreshold() {
    // f V grows by 3 while V grows 1.609-fold: at alpha 3 the threshold lies below zero
    OperatingPoint high = new OperatingPoint(1.03, 37.3e6, 250.65e-3);
    assertThatThrownBy(() -> ClockLaw.through(LOW, high, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threshold of -");
  }

  @Test
  void theClockStopsAtTheThreshold() {
    ClockLaw law = ClockLaw.through(LOW, HIGH, 1.3);
    assertThatThrownBy(() -> law.clockHz(0.60))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.605");
  }

  @Test
  void thePointsMustAscend() {
    assertThatThrownBy(() -> PowerLaw.through(/* low= */ HIGH, /* high= */ LOW, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.03 V and 0.64 V");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, voltage", "1, -1, 1, clock", "1, 1, NaN, power", "1, 1, Infinity, power"})
  void anOperatingPointIsPositive(double voltage, double clock, double power, String named) {
    assertThatThrownBy(() -> new OperatingPoint(voltage, clock, power))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }
}

package org.cimlet.technology.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.ClockLaw;
import org.junit.jupiter.api.Test;

class ThresholdVoltageTest {
  @Test
  void aNodeOfTheTableHasWhatItsChipsHave() {
    Sourced at28 = ThresholdVoltage.of(28);
    assertThat(at28.value()).isEqualTo(0.6);
    assertThat(at28.interval().low()).isEqualTo(0.5);
    assertThat(at28.interval().high()).isEqualTo(0.66);
    assertThat(at28.evidence()).isEqualTo(Evidence.CALIBRATED);
  }

  /// 20 and 8 nm, a margin of products off: 0.512 x (0.435 / 0.512)^(ln(14 / 20) / ln(8 / 20)).
  @Test
  void betweenTwoNodesItIsInterpolatedAndSaysSo() {
    Sourced at14 = ThresholdVoltage.of(14);
    assertThat(at14.value()).isEqualTo(0.481);
    assertThat(at14.evidence()).isEqualTo(Evidence.DERIVED);
    assertThat(at14.source()).contains("around 14 nm, interpolated");
  }

  @Test
  void beyondTheTableItIsMarked() {
    assertThat(ThresholdVoltage.of(3).evidence()).isEqualTo(Evidence.EXTRAPOLATED);
    assertThat(ThresholdVoltage.of(3).source())
        .isEqualTo("the table of thresholds ends at 5 and 65 nm, asked at 3 nm");
    Sourced at130 = ThresholdVoltage.of(130);
    assertThat(at130.evidence()).isEqualTo(Evidence.EXTRAPOLATED);
    assertThat(at130.interval().high() - at130.interval().low()).isCloseTo(0.16, within(1e-9));
  }

  /// TSMC's 5 nm macro: 3.45 ns at 0.9 V, 13.85 ns at 0.5 V.
  @Test
  void fiveNanometresComeFromTheEndsOfAPublishedMacro() {
    ClockLaw law =
        ClockLaw.through(
            new ClockLaw.Point(0.5, 1e9 / 13.85),
            new ClockLaw.Point(0.9, 1e9 / 3.45),
            ClockLaw.ALPHA);
    assertThat(law.thresholdV()).isCloseTo(ThresholdVoltage.of(5).value(), within(0.0005));
  }

  /// 20 MHz at 0.64 V and 320 at 1.03 V.
  @Test
  void theSparseChipLiesInTheRangeOf28Nanometres() {
    ClockLaw law =
        ClockLaw.through(
            new ClockLaw.Point(0.64, 20e6), new ClockLaw.Point(1.03, 320e6), ClockLaw.ALPHA);
    assertThat(law.thresholdV()).isCloseTo(0.624, within(0.0005));
    assertThat(ThresholdVoltage.of(28).interval().contains(law.thresholdV())).isTrue();
  }

  /// V / (V - Vt): 1.03 / 0.43 over 0.9 / 0.3.
  @Test
  void gatesSlowDownTowardsTheThreshold() {
    assertThat(ProcessPoint.usual(28, 1.03).slowness().value())
        .isCloseTo((1.03 / 0.43) / (0.9 / 0.3), within(1e-9));
    assertThatThrownBy(() -> ProcessPoint.usual(28, 0.6).slowness())
        .hasMessageContaining("above the threshold of 0.6 V");
  }

  /// Stillmaker and Baas: 4.51 at 14 nm and 0.8 V, 9.467 at 20 nm and 0.9 V.
  @Test
  void processesAreComparedAtTheirNominalSupplies() {
    assertThat(LogicScaling.delay(20, 14).value()).isCloseTo(4.51 / 9.467, within(1e-3));
  }
}

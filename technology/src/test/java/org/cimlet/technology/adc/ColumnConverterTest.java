package org.cimlet.technology.adc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.technology.scaling.LogicScaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnConverterTest {
  /// NeuRRAM's neurons (Wan et al., Nature 2022), fJ for each of 256 rows; the law was fitted to
  /// them.
  @ParameterizedTest
  @CsvSource({"4, 8.271, 1.8", "6, 21.76, 1.7", "8, 37.22, 0.4", "10, 50.52, 0.3"})
  void itsNeuronsTakeWhatNeurramSays(int bits, double fjPerRow, double off) {
    assertThat(1000 * ColumnConverter.energyPj(130, 1.8, bits).value() / 256)
        .isCloseTo(fjPerRow, within(off));
  }

  @Test
  void otherProcessesGoByCapacitanceAndTheVoltagesSquare() {
    double there = ColumnConverter.energyPj(130, 1.8, 8).value();
    assertThat(ColumnConverter.energyPj(28, 0.9, 8).value())
        .isCloseTo(there * LogicScaling.capacitance(130, 28).value() / 4, within(1e-9));
    assertThat(ColumnConverter.energyPj(28, 0.9, 8).isExtrapolated()).isTrue();
    assertThatThrownBy(() -> ColumnConverter.energyPj(28, 0, 8)).hasMessageContaining("got 0.0 V");
  }
}

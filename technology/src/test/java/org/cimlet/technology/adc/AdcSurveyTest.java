package org.cimlet.technology.adc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdcSurveyTest {
  @ParameterizedTest
  @CsvSource({
    // bits, pJ a conversion at 100 MS/s in 65, 28, 16 and 7 nm
    " 4,  3.50, 0.718, 0.251, 0.053",
    " 6,  4.03, 0.828, 0.289, 0.061",
    " 8,  6.49, 1.331, 0.465, 0.098",
    "10, 12.5,  2.571, 0.898, 0.190"
  })
  void aConversionTakesWhatTheSurveySays(
      int bits, double at65, double at28, double at16, double at7) {
    assertThat(AdcSurvey.energyPj(65, bits, 1e8).value())
        .isCloseTo(at65, within(bits == 10 ? 0.05 : 0.005));
    assertThat(AdcSurvey.energyPj(28, bits, 1e8).value()).isCloseTo(at28, within(0.0005));
    assertThat(AdcSurvey.energyPj(16, bits, 1e8).value()).isCloseTo(at16, within(0.0005));
    assertThat(AdcSurvey.energyPj(7, bits, 1e8).value()).isCloseTo(at7, within(0.0005));
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "6, 1", "8, 1", "10, 4.2"})
  void onlyFineConvertersPayForSpeed(int bits, double ratio) {
    double slow = AdcSurvey.energyPj(28, bits, 1e8).value();
    assertThat(AdcSurvey.energyPj(28, bits, 1e9).value() / slow).isCloseTo(ratio, within(0.05));
  }

  @Test
  void areaFollowsEnergyRateAndProcess() {
    // exp(1.34619 + 0.993279 ln 28 + 0.180715 ln 1e8 + 0.299124 ln 1.3313)
    assertThat(AdcSurvey.areaUm2(28, 8, 1e8).value()).isCloseTo(3199, within(0.5));
  }

  @Test
  void beyondTheSurveyIsMarked() {
    assertThat(AdcSurvey.energyPj(28, 8, 1e8).beyond()).isEmpty();
    assertThat(AdcSurvey.energyPj(28, 3, 1e8).beyond())
        .containsExactly("the ADC survey holds from 4 bits on, asked at 3.0");
    assertThat(AdcSurvey.areaUm2(7, 3, 1e8).beyond()).hasSize(2);
  }

  @Test
  void argumentsArePositive() {
    assertThatThrownBy(() -> AdcSurvey.energyPj(28, 0, 1e8)).hasMessageContaining("got 28.0 nm, 0");
  }
}

package org.cimlet.technology.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cimlet.technology.rules.ExportRule.OCTOBER_2022;
import static org.cimlet.technology.rules.ExportRule.OCTOBER_2023;

import org.cimlet.technology.rules.ExportRule.Performance;
import org.cimlet.technology.rules.ExportRule.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportRuleTest {
  @Test
  void theBureausOwnExampleIsOnTheThreshold() {
    assertThat(Performance.of(600e12, 8, 0, 0).totalProcessing()).isCloseTo(4800, within(1e-9));
    assertThat(Performance.of(300e12, 16, 0, 0).totalProcessing()).isCloseTo(4800, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    // TPP, mm2, standing under the rule of October 2023
    "4800, 0, PARAGRAPH_A",
    "4799, 0, BELOW",
    "1600, 270, PARAGRAPH_A",
    "1600, 271, PARAGRAPH_B",
    "1599, 100, BELOW",
    "1600, 500, PARAGRAPH_B",
    "1600, 501, BELOW",
    "2400, 1500, PARAGRAPH_B",
    "2400, 1501, BELOW",
    "2399, 1499, BELOW",
    "15831, 814, PARAGRAPH_A",
    "2640, 10164, BELOW"
  })
  void october2023ComparesPerformanceAndDensity(double tpp, double mm2, Standing standing) {
    assertThat(OCTOBER_2023.of(new Performance(tpp, mm2, 0))).isEqualTo(standing);
  }

  @ParameterizedTest
  @CsvSource({"4800, 600, PARAGRAPH_A", "4800, 599, BELOW", "4799, 900, BELOW"})
  void october2022ComparesPerformanceAndLinks(double tpp, double linkGbS, Standing standing) {
    assertThat(OCTOBER_2022.of(new Performance(tpp, 814, linkGbS))).isEqualTo(standing);
  }
}

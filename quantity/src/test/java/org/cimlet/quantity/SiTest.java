package org.cimlet.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          25000     | token/s | 25.0 ktoken/s
          0.0013    | s       | 1.30 ms
          40e-6     | s       | 40.0 µs
          999.7     | B       | 1.00 kB
          999.4     | B       | 999 B
          6476005376| B       | 6.48 GB
          0         | J       | 0 J
          1         | s       | 1.00 s
          -1500     | W       | -1.50 kW
          1e-18     | J       | 1.00 aJ
          2e-21     | J       | 0.00200 aJ
          5e21      | op      | 5000 Eop
          """)
  void three_digits_and_a_prefix(double value, String unit, String expected) {
    assertThat(Si.of(value, unit)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          137e9        | 19.3e9      | 137 GB
          19.344e9     | 19.327e9    | 19.34 GB
          19.327e9     | 19.344e9    | 19.33 GB
          6612000000   | 6612000001  | 6.612000000 GB
          999.996e6    | 1e9         | 999.996 MB
          1e9          | 1e9         | 1.00 GB
          0.0100001    | 0.01        | 10.0001 mB
          """)
  void two_values_that_differ_look_different(double value, double other, String expected) {
    assertThat(Si.apartFrom(value, other, "B")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0.0324675,0.0325", "64.76,64.8", "1234.5,'1,234'", "0,0", "1,1.00", "-2.5,-2.50"})
  void plain_numbers_keep_three_digits(double value, String expected) {
    assertThat(Si.plain(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0.784,78.4 %", "0.0095,0.95 %", "1,100.0 %", "0,0.00 %"})
  void shares_are_percentages(double share, String expected) {
    assertThat(Si.percent(share)).isEqualTo(expected);
  }

  @Test
  void the_locale_changes_nothing() {
    Locale before = Locale.getDefault();
    try {
      for (String tag : new String[] {"ar-EG", "tr", "de"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(Si.of(1234.5, "s")).isEqualTo("1.23 ks");
        assertThat(Si.grouped(6_476_005_376L)).isEqualTo("6,476,005,376");
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}

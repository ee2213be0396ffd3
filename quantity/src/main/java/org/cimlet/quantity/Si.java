package org.cimlet.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as people read them: three significant digits and an SI prefix, the same in every
/// locale.
public final class Si {
  private static final String[] SMALL = {"", "m", "µ", "n", "p", "f", "a"};
  private static final String[] LARGE = {"", "k", "M", "G", "T", "P", "E"};
  private static final int MOST_DIGITS = 15;

  private Si() {}

  /// `of(25000, "token/s")` is `25.0 ktoken/s`; `of(0.0013, "s")` is `1.30 ms`.
  public static String of(double value, String unit) {
    return of(value, unit, 3);
  }

  /// As [#of(double, String)], with as many digits more as tell the value from another:
  /// `apartFrom(19.34e9, 19.33e9, "B")` is `19.34 GB`.
  public static String apartFrom(double value, double other, String unit) {
    int significant = 3;
    while (significant < MOST_DIGITS
        && value != other
        && of(value, unit, significant).equals(of(other, unit, significant))) {
      significant++;
    }
    return of(value, unit, significant);
  }

  private static String of(double value, String unit, int significant) {
    if (value == 0) {
      return unit.isEmpty() ? "0" : "0 " + unit;
    }
    // Round first: 999.7 becomes 1.00 k, not "1000".
    double rounded = round(value, significant);
    double magnitude = Math.abs(rounded);
    int step = (int) Math.floor(Math.log10(magnitude) / 3 + 1e-12);
    step = Math.clamp(step, 1 - SMALL.length, LARGE.length - 1);
    String prefix = step < 0 ? SMALL[-step] : LARGE[step];
    double scaled = round(rounded / Math.pow(1000, step), significant);
    return digits(scaled, significant)
        + (prefix.isEmpty() && unit.isEmpty() ? "" : " ")
        + prefix
        + unit;
  }

  /// A whole number with thousands separated by commas: `6,476,005,376`.
  public static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// Three significant digits without a prefix: `0.0325`, `64.8`, `1,234`.
  public static String plain(double value) {
    if (value == 0) {
      return "0";
    }
    double rounded = Math.abs(value) < 1000 ? round(value, 3) : Math.rint(value);
    if (Math.abs(rounded) >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", rounded);
    }
    return digits(rounded, 3);
  }

  /// A share as a percentage: `0.784` is `78.4 %`.
  public static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.0995 ? "%.2f %%" : "%.1f %%", 100 * share);
  }

  private static String digits(double value, int significant) {
    int whole = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-12);
    int decimals = Math.max(0, significant - 1 - whole);
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static double round(double value, int significant) {
    return new BigDecimal(value).round(new MathContext(significant)).doubleValue();
  }
}

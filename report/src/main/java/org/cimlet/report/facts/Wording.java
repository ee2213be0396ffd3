package org.cimlet.report.facts;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.quantity.Si;

/// Numbers in the short forms that reports need, in addition to those of [Si].
public final class Wording {
  private Wording() {}

  /// Two digits of a percentage: `2.7 %`, `43 %`, `100 %`, `0.12 %`; no small share becomes none.
  public static String percent(double share) {
    double percent = 100 * share;
    if (percent == 0) {
      return "0 %";
    }
    if (percent < 0.01) {
      return "< 0.01 %";
    }
    int digits = percent >= 99.5 ? 3 : 2;
    return round(percent, digits).toPlainString() + " %";
  }

  /// Three digits of a percentage, for tables.
  public static String share(double share) {
    if (share == 0) {
      return "0 %";
    }
    return share < 0.00005 ? "< 0.01 %" : Si.percent(share);
  }

  /// A power of ten, without decimals: `10 TOPS`.
  public static String decade(double value, String unit) {
    return Si.of(value, unit).replaceFirst("\\.0+(?= |$)", "");
  }

  /// A number as it was written, without an exponent: `0.0325`, `29.5`, `20000`.
  public static String exact(double value) {
    return round(value, 15).toPlainString();
  }

  /// An area in square millimetres: `11,088 mm²`, `3.93 mm²`.
  public static String area(double mm2) {
    return Si.plain(mm2) + " mm²";
  }

  /// Two digits of a ratio: `79`, `1.4`, `2,200`.
  public static String two(double ratio) {
    BigDecimal rounded = round(ratio, 2);
    return ratio >= 1000 ? Si.grouped(rounded.longValueExact()) : rounded.toPlainString();
  }

  /// A throughput: `686 tokens/s`, `4,740 tokens/s`.
  public static String rate(double tokensPerS) {
    return Si.plain(tokensPerS) + " tokens/s";
  }

  /// Peak operations a second with the word they are of: `360 TOPS (INT8)`.
  public static String tops(Machine machine) {
    Macro macro = machine.chiplet().macro();
    return "%s (%s)"
        .formatted(
            Si.of(machine.peakOpsPerS(), "OPS"),
            macro.format().name(macro.weightBits()).toUpperCase(Locale.ROOT));
  }

  /// Operations a second with a given unit prefix: `29.5 TOPS`.
  public static String ops(double opsPerS) {
    return Si.of(opsPerS, "OPS");
  }

  /// `1 sequence`, `3 sequences`.
  public static String count(long count, String noun) {
    return Si.grouped(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /// The next of 1, 2, 3, 4, 5, 6, 8, 10 times a power of ten that is not below a positive value.
  public static double roundUp(double value) {
    double decade = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 3, 4, 5, 6, 8}) {
      if (step * decade >= value) {
        return step * decade;
      }
    }
    return 10 * decade;
  }

  private static BigDecimal round(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_UP));
    rounded = rounded.stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}

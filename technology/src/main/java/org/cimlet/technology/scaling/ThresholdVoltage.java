package org.cimlet.technology.scaling;

import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Sourced;

/// Threshold voltage of chips of a process, as [org.cimlet.technology.ClockLaw] with its `ALPHA`
/// takes it from the ends of their voltage and frequency tables.
///
/// A process offers transistors of several thresholds, so that a range goes with every value: that
/// of the chips known where there are several, else 0.08 V to either side, half the width of 28 nm.
/// At 20 and 8 nm only tables of products are known, whose voltages hold a margin for droop and
/// ageing: at 28 nm such tables lie 0.055 V above the middle of measured chips, and as much is
/// taken off. Processes between are interpolated, logarithm against logarithm; beyond 65 and 5 nm
/// the slope is kept and the number marked.
public final class ThresholdVoltage {
  private static final double HALF_WIDTH_V = 0.08;
  private static final double MARGIN_OF_PRODUCTS_V = 0.055;

  /// Supply that a clock needs above a threshold that was not measured: closer to it, the width of
  /// the range moves the clock by more than a factor of two.
  public static final double MARGIN_V = 0.1;

  private static final double OLDEST_NM = 65;

  private record Row(double value, double low, double high) {
    static Row of(double value) {
      return new Row(value, value - HALF_WIDTH_V, value + HALF_WIDTH_V);
    }
  }

  private static final Map<Double, Row> ROWS =
      Map.of(
          OLDEST_NM,
          new Row(0.695, 0.68, 0.71),
          40.0,
          Row.of(0.72),
          28.0,
          new Row(0.6, 0.5, 0.66),
          20.0,
          Row.of(0.567 - MARGIN_OF_PRODUCTS_V),
          8.0,
          Row.of(0.49 - MARGIN_OF_PRODUCTS_V),
          5.0,
          Row.of(0.436));

  private static final NodeTable<Row> TABLE = new NodeTable<>("the table of thresholds", ROWS);

  private ThresholdVoltage() {}

  /// The threshold in volts, with its range.
  ///
  /// @throws IllegalArgumentException where the node is not positive
  public static Sourced of(double nodeNm) {
    Scaled value = TABLE.at(nodeNm, Row::value);
    return new Sourced(
        rounded(value.value()), evidence(nodeNm, value), source(nodeNm, value), range(nodeNm));
  }

  private static Evidence evidence(double nodeNm, Scaled value) {
    if (value.isExtrapolated()) {
      return Evidence.EXTRAPOLATED;
    }
    return ROWS.containsKey(nodeNm) ? Evidence.CALIBRATED : Evidence.DERIVED;
  }

  private static String source(double nodeNm, Scaled value) {
    if (value.isExtrapolated()) {
      return String.join("; ", value.beyond());
    }
    return ROWS.containsKey(nodeNm)
        ? "ends of published voltage and frequency tables at alpha 1"
        : String.format(
            Locale.ROOT,
            "thresholds of the processes around %s nm, interpolated",
            NodeTable.digits(nodeNm));
  }

  /// Beyond 65 nm, where the table's bounds would cross, as wide as where one chip is known.
  private static Interval range(double nodeNm) {
    if (nodeNm > OLDEST_NM) {
      double value = at(nodeNm, Row::value);
      return new Interval(rounded(value - HALF_WIDTH_V), rounded(value + HALF_WIDTH_V));
    }
    return new Interval(at(nodeNm, Row::low), at(nodeNm, Row::high));
  }

  private static double at(double nodeNm, ToDoubleFunction<Row> bound) {
    return rounded(TABLE.at(nodeNm, bound).value());
  }

  /// To millivolts, as tables are.
  private static double rounded(double volts) {
    return Math.round(volts * 1000) / 1000.0;
  }
}

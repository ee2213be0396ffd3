package org.cimlet.machine;

import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Interval;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.ClockLaw;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.ThresholdVoltage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The clock of a macro by its parts: by the gates on its longest path, or by points that were
/// measured, and by the threshold of its process at any other supply.
///
/// @param macro the macro at its supply
/// @param threshold of its process
/// @param points `clock_points` as written; missing where there are none
record PartClock(CombMacro macro, Sourced threshold, JsonNode points) {
  /// Least clock of a machine file.
  private static final double LEAST_MHZ = 0.001;

  /// A law through measured points misses others of the same chip by this much at most.
  private static final double POINT_SPREAD = 1.1;

  /// The same where the lower of two points lies less than [ThresholdVoltage#MARGIN_V] above the
  /// threshold that they give.
  private static final double NEAR_SPREAD = 1.5;

  /// The threshold that holds for a process: the machine file's, else its process file's, else that
  /// of the node.
  ///
  /// @param process as the machine file writes it
  /// @param preset the process file
  static Sourced threshold(JsonNode process, @Nullable JsonNode preset) {
    if (process.has("threshold_v")) {
      return SourcedNumbers.read(process.path("threshold_v"));
    }
    return preset != null && preset.has("threshold_v")
        ? SourcedNumbers.read(preset.path("threshold_v"))
        : ThresholdVoltage.of(value(process, "node_nm"));
  }

  /// Megahertz at the supply.
  Scaled mhz() {
    return mhz(threshold.value());
  }

  /// Where the clock may lie: by the threshold's range, where no second point fixes it, and by what
  /// the law itself may be wrong.
  Interval range() {
    double middle = mhz().value();
    Interval thresholds = threshold.interval();
    if (points.isEmpty()) {
      Interval hertz = macro.clockHzRange(thresholds);
      return new Interval(Math.max(LEAST_MHZ, hertz.low() / 1e6), hertz.high() / 1e6);
    }
    if (points.size() == 2) {
      double least = throughPoints(points).thresholdV() + ThresholdVoltage.MARGIN_V;
      double spread = lowestPointV() >= least ? POINT_SPREAD : NEAR_SPREAD;
      return new Interval(middle / spread, middle * spread);
    }
    double slow = runs(thresholds.high()) ? mhz(thresholds.high()).value() / POINT_SPREAD : 0;
    return new Interval(
        Math.max(LEAST_MHZ, Math.min(slow, middle)),
        Math.max(mhz(thresholds.low()).value(), middle) * POINT_SPREAD);
  }

  /// In words, for the number's source.
  String by() {
    return switch (points.size()) {
      case 0 -> "";
      case 1 -> ", through the one point of clock_points";
      default -> ", through the points of clock_points";
    };
  }

  private boolean runs(double thresholdV) {
    return macro.at().voltageV() > thresholdV && lowestPointV() > thresholdV;
  }

  private double lowestPointV() {
    return points.isEmpty() ? Double.POSITIVE_INFINITY : value(points.path(0), "voltage_v");
  }

  private Scaled mhz(double thresholdV) {
    double voltageV = macro.at().voltageV();
    return switch (points.size()) {
      case 0 -> macro.withThreshold(thresholdV).clockHz().map(hz -> hz / 1e6);
      case 1 -> {
        ClockLaw law = ClockLaw.through(point(points.path(0)), thresholdV, ClockLaw.ALPHA);
        yield Scaled.within(law.clockHz(voltageV));
      }
      default -> Scaled.within(throughPoints(points).clockHz(voltageV));
    };
  }

  /// The law in megahertz through two measured points.
  ///
  /// @throws IllegalArgumentException where there is none
  static ClockLaw throughPoints(JsonNode points) {
    return ClockLaw.through(point(points.path(0)), point(points.path(1)), ClockLaw.ALPHA);
  }

  private static ClockLaw.Point point(JsonNode measured) {
    return new ClockLaw.Point(value(measured, "voltage_v"), value(measured, "clock_mhz"));
  }

  static double value(JsonNode of, String key) {
    return of.path(key).path("value").doubleValue();
  }
}

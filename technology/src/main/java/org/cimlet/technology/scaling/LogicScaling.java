package org.cimlet.technology.scaling;

import java.util.Map;

/// How delay, energy and area of the same logic change from one process and voltage to another.
///
/// Stillmaker and Baas, *Scaling equations for the accurate prediction of CMOS device performance
/// from 180 nm to 7 nm*, Integration 58 (2017): delay is a polynomial of third degree in the supply
/// voltage, energy one of second, a pair for each node; a factor is the ratio of two of them.
/// High-performance columns; 28, 22 and 12 nm have none and are interpolated between their
/// neighbours, logarithm against logarithm. The nodes below 7 nm are extrapolated, and marked.
///
/// A fitted polynomial turns back up, or below zero, at voltages the fit was not made for: a delay
/// is marked where it no longer falls as the voltage rises, an energy where it no longer rises.
///
/// Memory cells do not scale as logic does: see [SramCell].
public final class LogicScaling {
  /// Delay is `a3 v³ + a2 v² + a1 v + a0`, energy `b2 v² + b1 v + b0`.
  ///
  /// @param area relative to 32 nm
  /// @param nominalV supply the process is made for
  private record Row(
      double a3,
      double a2,
      double a1,
      double a0,
      double b2,
      double b1,
      double b0,
      double area,
      double nominalV) {
    double delay(double v) {
      return ((a3 * v + a2) * v + a1) * v + a0;
    }

    double energy(double v) {
      return (b2 * v + b1) * v + b0;
    }
  }

  private static final double LEAST_V = 0.4;
  private static final double MOST_V = 1.3;
  private static final double STEP_V = 0.001;

  private static final NodeTable<Row> TABLE =
      new NodeTable<>(
          "the logic table of Stillmaker and Baas",
          Map.of(
              90.0, new Row(-60.34, 262.5, -384.2, 210.9, 4.762, -4.781, 2.092, 1.9 / 0.31, 1.2),
              65.0, new Row(-53.3, 230.4, -333.9, 178.6, 3.755, -4.398, 1.975, 1 / 0.31, 1.1),
              45.0, new Row(-501.6, 1567, -1619, 566.1, 1.018, -0.3107, 0.1539, 0.66 / 0.31, 1),
              32.0, new Row(-1047, 2982, -2797, 873.5, 0.8367, -0.4341, 0.1701, 1, 0.9),
              20.0, new Row(0, 34.63, -66.37, 41.15, 0.373, -0.1582, 0.04104, 0.46, 0.9),
              16.0, new Row(0, 24.8, -47.52, 28.87, 0.2958, -0.1241, 0.03024, 0.41, 0.8),
              14.0, new Row(-40.66, 109.2, -100.6, 35.92, 0.2363, -0.09675, 0.02239, 0.38, 0.8),
              10.0, new Row(-34.95, 93.65, -85.99, 30.4, 0.2068, -0.09311, 0.02375, 0.22, 0.75),
              7.0, new Row(-28.58, 76.6, -70.26, 24.69, 0.1776, -0.09097, 0.02447, 0.13, 0.7)));

  private LogicScaling() {}

  /// A process at a supply voltage.
  public record Point(double nodeNm, double voltageV) {}

  /// Energy of an operation at `to` over that at `from`.
  public static Scaled energy(Point from, Point to) {
    return energyAt(to).over(energyAt(from));
  }

  /// Delay of a gate at `to` over that at `from`.
  public static Scaled delay(Point from, Point to) {
    return delayAt(to).over(delayAt(from));
  }

  /// Supply a process is made for.
  public static Scaled nominalVoltageV(double nodeNm) {
    return TABLE.at(nodeNm, Row::nominalV);
  }

  /// Delay of a gate in one process over that in another, each at the supply it is made for.
  ///
  /// Away from that supply the delay goes with [ProcessPoint#slowness]: the polynomials bend back
  /// where they were not fitted.
  public static Scaled nominalDelay(double fromNm, double toNm) {
    return TABLE
        .at(toNm, row -> row.delay(row.nominalV()))
        .over(TABLE.at(fromNm, row -> row.delay(row.nominalV())));
  }

  /// Area of logic in one process over that in another.
  public static Scaled area(double fromNm, double toNm) {
    return TABLE.at(toNm, Row::area).over(TABLE.at(fromNm, Row::area));
  }

  private static Scaled energyAt(Point point) {
    double v = point.voltageV();
    Scaled energy = TABLE.at(point.nodeNm(), row -> row.energy(v));
    Scaled above = TABLE.at(point.nodeNm(), row -> row.energy(v + STEP_V));
    return marked(energy, point, above.value() > energy.value(), "energy");
  }

  private static Scaled delayAt(Point point) {
    double v = point.voltageV();
    Scaled delay = TABLE.at(point.nodeNm(), row -> row.delay(v));
    Scaled above = TABLE.at(point.nodeNm(), row -> Math.max(row.delay(v + STEP_V), 1e-9));
    return marked(delay, point, above.value() < delay.value(), "delay");
  }

  private static Scaled marked(Scaled value, Point point, boolean physical, String what) {
    boolean inside = point.voltageV() >= LEAST_V && point.voltageV() <= MOST_V;
    return physical && inside
        ? value
        : value.marked(
            "the %s fit of Stillmaker and Baas does not hold at %s nm and %s V"
                .formatted(what, NodeTable.digits(point.nodeNm()), point.voltageV()));
  }
}

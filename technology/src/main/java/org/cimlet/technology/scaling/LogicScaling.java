package org.cimlet.technology.scaling;

import java.util.Map;

/// How capacitance, delay and area of the same logic change from one process to another, each at
/// the supply it is made for. What another supply does is [ProcessPoint]'s.
///
/// Stillmaker and Baas, *Scaling equations for the accurate prediction of CMOS device performance
/// from 180 nm to 7 nm*, Integration 58 (2017): delay is a polynomial of third degree in the supply
/// voltage, energy one of second, a pair for each node, read at the nominal supply: elsewhere the
/// polynomials turn back up, or below zero. High-performance columns; 28, 22 and 12 nm have none
/// and are interpolated between their neighbours, logarithm against logarithm.
///
/// Below 7 nm delay and area follow what TSMC announced: N5 1.8 times as dense and 15 % faster than
/// N7, N4 6 % denser and N4P 11 % faster than N5, N3E 1.6 times as dense and 18 % faster than N5,
/// N2 1.15 times as dense and 10 to 15 % faster than N3E. Below 2 nm they are extrapolated, and
/// marked.
///
/// Memory cells do not scale as logic does: see [SramCell].
public final class LogicScaling {
  /// Delay is `a3 v³ + a2 v² + a1 v + a0`, energy `b2 v² + b1 v + b0`.
  ///
  /// @param nominalV supply the process is made for
  private record Fit(
      double nominalV,
      double a3,
      double a2,
      double a1,
      double a0,
      double b2,
      double b1,
      double b0) {
    double delay() {
      return ((a3 * nominalV + a2) * nominalV + a1) * nominalV + a0;
    }

    double capacitance() {
      return ((b2 * nominalV + b1) * nominalV + b0) / (nominalV * nominalV);
    }
  }

  private static final Map<Double, Fit> FITS =
      Map.of(
          90.0, new Fit(1.2, -60.34, 262.5, -384.2, 210.9, 4.762, -4.781, 2.092),
          65.0, new Fit(1.1, -53.3, 230.4, -333.9, 178.6, 3.755, -4.398, 1.975),
          45.0, new Fit(1, -501.6, 1567, -1619, 566.1, 1.018, -0.3107, 0.1539),
          32.0, new Fit(0.9, -1047, 2982, -2797, 873.5, 0.8367, -0.4341, 0.1701),
          20.0, new Fit(0.9, 0, 34.63, -66.37, 41.15, 0.373, -0.1582, 0.04104),
          16.0, new Fit(0.8, 0, 24.8, -47.52, 28.87, 0.2958, -0.1241, 0.03024),
          14.0, new Fit(0.8, -40.66, 109.2, -100.6, 35.92, 0.2363, -0.09675, 0.02239),
          10.0, new Fit(0.75, -34.95, 93.65, -85.99, 30.4, 0.2068, -0.09311, 0.02375),
          7.0, new Fit(0.7, -28.58, 76.6, -70.26, 24.69, 0.1776, -0.09097, 0.02447));

  /// @param nominalV supply the process is made for
  /// @param delay in the unit of the fits
  /// @param area relative to 32 nm
  private record Row(double nominalV, double delay, double area) {
    static Row of(double nodeNm, double area) {
      Fit fit = FITS.get(nodeNm);
      if (fit == null) {
        throw new IllegalArgumentException("no fit for " + nodeNm + " nm");
      }
      return new Row(fit.nominalV(), fit.delay(), area);
    }

    Row announced(double faster, double denser) {
      return new Row(nominalV, delay / faster, area / denser);
    }
  }

  private static final Row N7 = Row.of(7, 0.13);
  private static final Row N5 = N7.announced(1.15, 1.8);
  private static final Row N3 = N5.announced(1.18, 1.6);

  private static final NodeTable<Fit> FIT_TABLE =
      new NodeTable<>("the logic table of Stillmaker and Baas", FITS);

  private static final NodeTable<Row> TABLE =
      new NodeTable<>(
          "the table of logic",
          Map.ofEntries(
              Map.entry(90.0, Row.of(90, 1.9 / 0.31)),
              Map.entry(65.0, Row.of(65, 1 / 0.31)),
              Map.entry(45.0, Row.of(45, 0.66 / 0.31)),
              Map.entry(32.0, Row.of(32, 1)),
              Map.entry(20.0, Row.of(20, 0.46)),
              Map.entry(16.0, Row.of(16, 0.41)),
              Map.entry(14.0, Row.of(14, 0.38)),
              Map.entry(10.0, Row.of(10, 0.22)),
              Map.entry(7.0, N7),
              Map.entry(5.0, N5),
              Map.entry(4.0, N5.announced(1.11, 1.06)),
              Map.entry(3.0, N3),
              Map.entry(2.0, N3.announced(1.125, 1.15))));

  private LogicScaling() {}

  /// Supply a process is made for.
  public static Scaled nominalVoltageV(double nodeNm) {
    return TABLE.at(nodeNm, Row::nominalV);
  }

  /// Capacitance that an operation switches in one process over that in another: energy over the
  /// square of the voltage.
  public static Scaled capacitance(double fromNm, double toNm) {
    return FIT_TABLE.at(toNm, Fit::capacitance).over(FIT_TABLE.at(fromNm, Fit::capacitance));
  }

  /// Delay of a gate in one process over that in another.
  public static Scaled delay(double fromNm, double toNm) {
    return TABLE.at(toNm, Row::delay).over(TABLE.at(fromNm, Row::delay));
  }

  /// Area of logic in one process over that in another.
  public static Scaled area(double fromNm, double toNm) {
    return TABLE.at(toNm, Row::area).over(TABLE.at(fromNm, Row::area));
  }
}

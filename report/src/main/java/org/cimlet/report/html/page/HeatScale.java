package org.cimlet.report.html.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.cimlet.report.facts.Wording;

/// Steps of colour and the values they stand for. Step `i` has the class `s` + `i` of the style
/// sheet, for wires `t` + `i`.
///
/// @param css `s` or `t`
/// @param edges values between the steps, from the least to the most
/// @param word how a value is written
public record HeatScale(String css, List<Double> edges, DoubleFunction<String> word) {
  private static final int STEPS_OF_DIES = 10;
  private static final int STEPS_OF_WIRES = 5;

  public HeatScale {
    edges = List.copyOf(edges);
  }

  /// Utilisation from a thousandth to all the time: fine where machines idle, even above.
  public static HeatScale utilisation() {
    return new HeatScale(
        "s",
        List.of(0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0),
        Wording::percent);
  }

  /// Shares from none to all in equal steps.
  public static HeatScale fill() {
    return new HeatScale("s", even(1, STEPS_OF_DIES), Wording::percent);
  }

  /// Temperatures from the air around to a round one that none exceeds.
  public static HeatScale celsius(double ambient, double hottest) {
    double from = Math.floor(ambient / 5) * 5;
    double step = Math.max(1, Math.ceil((hottest - from) / STEPS_OF_DIES));
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i <= STEPS_OF_DIES; i++) {
      edges.add(from + i * step);
    }
    return new HeatScale("s", edges, value -> Math.round(value) + " °C");
  }

  /// Equal steps from nothing to the next round value above `most`.
  public static HeatScale traffic(double most) {
    return new HeatScale(
        "t",
        even(most > 0 ? Wording.roundUp(most) : 1, STEPS_OF_WIRES),
        value -> Wording.decade(value, "bit/token"));
  }

  private static List<Double> even(double most, int steps) {
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      edges.add(most * i / steps);
    }
    return edges;
  }

  public int steps() {
    return edges.size() - 1;
  }

  /// Step of a value.
  public int step(double value) {
    int step = 0;
    while (step < steps() - 1 && value >= edges.get(step + 1)) {
      step++;
    }
    return step;
  }

  /// Class of a step.
  public String css(int step) {
    return css + step;
  }

  /// Text of edge `i`.
  public String edge(int i) {
    return word.apply(edges.get(i));
  }
}

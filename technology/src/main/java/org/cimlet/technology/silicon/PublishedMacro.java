package org.cimlet.technology.silicon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.quantity.Interval;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.scaling.ThresholdVoltage;
import org.cimlet.technology.silicon.Comparison.Figure;
import org.cimlet.technology.silicon.Comparison.Group;
import org.cimlet.technology.silicon.Comparison.Role;

/// A digital SRAM compute-in-memory macro as published, to hold [CombMacro] against.
///
/// @param name conference and maker
/// @param group who made it
/// @param nodeNm process
/// @param shape of one output with its cells
/// @param banks each with inputs of its own
/// @param outputs that share a bank's inputs
/// @param rate what it says of its speed, from which one sees whether its figures fit together
/// @param figures what is published
/// @param source where figures and shape come from, and what of the shape is assumed
public record PublishedMacro(
    String name,
    Group group,
    double nodeNm,
    CombShape shape,
    int banks,
    int outputs,
    Rate rate,
    List<Published> figures,
    String source) {
  private static final double ANY_V = 0.9; // no area depends on it

  /// Copies the list.
  public PublishedMacro {
    figures = List.copyOf(figures);
  }

  /// Multiply-accumulates of all banks and outputs in a time, and the operations a second said to
  /// come of it, a multiply-accumulate being two.
  public record Rate(double macs, double ns, double tops) {
    /// Whether the three fit together within 3 %.
    public boolean closes() {
      return Math.abs(2 * macs / ns / 1000 / tops - 1) < 0.03;
    }
  }

  /// A figure as published.
  public sealed interface Published {
    /// Whether a constant was fitted to it.
    Role role();

    /// Operations of the macro for each joule, inputs and weights at their full bits.
    ///
    /// @param voltageV supply at which
    record Efficiency(double voltageV, double topsPerW, Role role) implements Published {}

    /// Nanoseconds of a cycle, of as many input bits as enter at once.
    ///
    /// @param voltageV supply at which
    record Cycle(double voltageV, double ns, Role role) implements Published {}

    /// Area of the macro.
    record Area(double mm2, Role role) implements Published {}
  }

  /// Multiply-accumulates of all banks and outputs at once.
  public double macs() {
    return (double) shape.columns() * banks * outputs;
  }

  /// Each published figure beside the same by the parts. A cycle near the threshold has no
  /// counterpart: a machine file is refused one.
  public List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Published figure : figures) {
      switch (figure) {
        case Published.Efficiency efficiency -> comparisons.add(energy(efficiency));
        case Published.Cycle cycle when canRun(cycle.voltageV()) -> comparisons.add(delay(cycle));
        case Published.Cycle _ -> {}
        case Published.Area area -> comparisons.add(area(area));
      }
    }
    return List.copyOf(comparisons);
  }

  /// Cycles whose supply lies too near a threshold that was not measured.
  public List<Published.Cycle> refused() {
    return figures.stream()
        .filter(Published.Cycle.class::isInstance)
        .map(Published.Cycle.class::cast)
        .filter(cycle -> !canRun(cycle.voltageV()))
        .toList();
  }

  private boolean canRun(double voltageV) {
    return voltageV >= ThresholdVoltage.of(nodeNm).value() + ThresholdVoltage.MARGIN_V;
  }

  private Comparison energy(Published.Efficiency efficiency) {
    CombMacro macro = new CombMacro(shape, nodeNm, efficiency.voltageV());
    boolean known = !shape.operands().areAssumed();
    return comparison(
        Figure.ENERGY,
        at(efficiency.voltageV()),
        2000 / efficiency.topsPerW(),
        macro.multiplyFj().value(),
        macro.multiplyFjRange(known),
        efficiency.role());
  }

  private Comparison delay(Published.Cycle cycle) {
    CombMacro macro = new CombMacro(shape, nodeNm, cycle.voltageV());
    Interval clocks = macro.clockHzRange(ThresholdVoltage.of(nodeNm).interval());
    double slowest = clocks.low() == 0 ? Double.MAX_VALUE : 1e9 / clocks.low();
    return comparison(
        Figure.DELAY,
        at(cycle.voltageV()),
        cycle.ns(),
        1e9 / macro.clockHz().value(),
        new Interval(1e9 / clocks.high(), slowest),
        cycle.role());
  }

  /// Inputs are held once for all outputs of a bank.
  private Comparison area(Published.Area area) {
    CombMacro output = new CombMacro(shape, nodeNm, ANY_V);
    double all = (double) banks * outputs;
    double sharing = banks * (outputs - 1.0) * output.inputsUm2().value();
    double array = all * output.arrayUm2().value();
    double logic = all * output.logicUm2().value() - sharing;
    Interval one = output.logicUm2Range();
    double low = one.low() / output.logicUm2().value();
    double high = one.high() / output.logicUm2().value();
    return comparison(
        Figure.AREA,
        "%s nm".formatted(digits(nodeNm)),
        area.mm2(),
        (array + logic) / 1e6,
        new Interval((array + logic * low) / 1e6, (array + logic * high) / 1e6),
        area.role());
  }

  private Comparison comparison(
      Figure figure, String at, double published, double modelled, Interval band, Role role) {
    return new Comparison(name, group, figure, at, published, modelled, band, role, source);
  }

  private String at(double voltageV) {
    return "%s nm, %s V".formatted(digits(nodeNm), digits(voltageV));
  }

  private static String digits(double number) {
    return String.format(Locale.ROOT, "%s", number).replaceFirst("\\.0$", "");
  }
}

package org.cimlet.technology.liberty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// A cell of a library.
///
/// @param name in the library
/// @param areaUm2 of it
/// @param isRegister whether it holds a bit
/// @param isFlipFlop whether it takes a bit with an edge
/// @param inputs in the library's order
/// @param outputs in the library's order
public record StandardCell(
    String name,
    double areaUm2,
    boolean isRegister,
    boolean isFlipFlop,
    List<Input> inputs,
    List<Output> outputs) {
  /// Copies the lists.
  public StandardCell {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /// A pin that takes a value.
  public static final class Input {
    private final String name;
    private final double capacitanceFf;
    private final List<LibertyTable> energies;
    private final Units units;

    Input(String name, double capacitanceFf, List<LibertyTable> energies, Units units) {
      this.name = name;
      this.capacitanceFf = capacitanceFf;
      this.energies = energies;
      this.units = units;
    }

    /// Its name in the library.
    public String name() {
      return name;
    }

    /// Capacitance in femtofarads.
    public double capacitanceFf() {
      return capacitanceFf;
    }

    /// What a change takes that leaves the output as it is, in femtojoules: the mean of rising and
    /// falling.
    ///
    /// @param transitionPs of the change
    public double energyFj(double transitionPs) {
      return units.fj() * mean(energies, transitionPs, 0, units);
    }
  }

  /// A pin that gives one.
  public static final class Output {
    private final String name;
    private final long truth;
    private final Map<String, List<LibertyTable>> delays;
    private final Map<String, List<LibertyTable>> transitions;
    private final List<LibertyTable> energies;
    private final Units units;

    Output(
        String name,
        long truth,
        Map<String, List<LibertyTable>> delays,
        Map<String, List<LibertyTable>> transitions,
        List<LibertyTable> energies,
        Units units) {
      this.name = name;
      this.truth = truth;
      this.delays = delays;
      this.transitions = transitions;
      this.energies = energies;
      this.units = units;
    }

    /// Its name in the library.
    public String name() {
      return name;
    }

    /// Bit `i` is its value where input `j` is bit `j` of `i`; 0 of a register's.
    public long truth() {
      return truth;
    }

    /// The mean over inputs, rising and falling, in picoseconds.
    ///
    /// @param transitionPs of the input
    /// @param loadFf that it drives
    public double delayPs(double transitionPs, double loadFf) {
      return units.ps() * over(delays, its -> mean(its, transitionPs, loadFf));
    }

    /// The slower of rising and falling, in picoseconds, the mean over inputs: what a way takes
    /// whose edges are not turned from cell to cell.
    public double slowerPs(double transitionPs, double loadFf) {
      return units.ps() * over(delays, its -> most(its, transitionPs, loadFf));
    }

    /// How long it takes to rise or fall, in picoseconds: the mean.
    public double transitionPs(double transitionPs, double loadFf) {
      return units.ps() * over(transitions, its -> mean(its, transitionPs, loadFf));
    }

    /// How long the slower of rising and falling takes, in picoseconds.
    public double slowerTransitionPs(double transitionPs, double loadFf) {
      return units.ps() * over(transitions, its -> most(its, transitionPs, loadFf));
    }

    /// What a change takes within the cell, in femtojoules: the mean.
    public double energyFj(double transitionPs, double loadFf) {
      return units.fj() * mean(energies, transitionPs, loadFf);
    }

    private double mean(List<LibertyTable> tables, double transitionPs, double loadFf) {
      return StandardCell.mean(tables, transitionPs, loadFf, units);
    }

    private double most(List<LibertyTable> tables, double transitionPs, double loadFf) {
      return tables.stream()
          .mapToDouble(table -> table.at(transitionPs / units.ps(), loadFf / units.ff()))
          .max()
          .orElse(0);
    }

    private static double over(
        Map<String, List<LibertyTable>> byInput, ToDoubleFunction<List<LibertyTable>> each) {
      return byInput.values().stream().mapToDouble(each).average().orElse(0);
    }
  }

  /// What the library's units are.
  ///
  /// @param ps of its unit of time
  /// @param ff of its unit of capacitance
  /// @param volts of its supply
  record Units(double ps, double ff, double volts) {
    /// Of its unit of energy: that of capacitance times a square volt.
    double fj() {
      return ff;
    }
  }

  /// @param group the cell
  /// @param templates of the library, by name
  static StandardCell of(LibertyGroup group, Map<String, LibertyGroup> templates, Units units) {
    List<LibertyGroup> pins =
        Stream.concat(
                group.all("pin").stream(),
                group.all("bus").stream().flatMap(bus -> bus.all("pin").stream()))
            .toList();
    List<Input> inputs = new ArrayList<>();
    for (LibertyGroup pin : pins) {
      if (pin.attribute("direction", "").equals("input")) {
        double capacitance = Double.parseDouble(pin.attribute("capacitance", "0"));
        inputs.add(
            new Input(pin.arguments(), capacitance * units.ff(), energies(pin, templates), units));
      }
    }
    boolean flipFlop = !group.all("ff").isEmpty();
    boolean register = flipFlop || !group.all("latch").isEmpty();
    List<Output> outputs = new ArrayList<>();
    for (LibertyGroup pin : pins) {
      if (pin.attribute("direction", "").equals("output")) {
        outputs.add(output(pin, inputs, register, templates, units));
      }
    }
    return new StandardCell(
        group.arguments(),
        Double.parseDouble(group.attribute("area", "0")),
        register,
        flipFlop,
        inputs,
        outputs);
  }

  private static Output output(
      LibertyGroup pin,
      List<Input> inputs,
      boolean register,
      Map<String, LibertyGroup> templates,
      Units units) {
    List<String> names = inputs.stream().map(Input::name).toList();
    boolean has = pin.attributes().containsKey("function") && !register;
    long truth =
        has && names.size() <= BooleanFunction.MOST_INPUTS
            ? BooleanFunction.truth(pin.attribute("function", ""), names)
            : 0;
    return new Output(
        pin.arguments(),
        truth,
        byInput(pin, List.of("cell_rise", "cell_fall"), templates),
        byInput(pin, List.of("rise_transition", "fall_transition"), templates),
        energies(pin, templates),
        units);
  }

  /// Tables of timing, by the input that they begin at.
  private static Map<String, List<LibertyTable>> byInput(
      LibertyGroup pin, List<String> names, Map<String, LibertyGroup> templates) {
    Map<String, List<LibertyTable>> tables = new TreeMap<>();
    for (LibertyGroup timing : pin.all("timing")) {
      List<LibertyTable> its =
          tables.computeIfAbsent(timing.attribute("related_pin", ""), _ -> new ArrayList<>());
      for (String name : names) {
        timing.all(name).forEach(table -> its.add(LibertyTable.of(table, templates)));
      }
    }
    return tables;
  }

  private static List<LibertyTable> energies(
      LibertyGroup pin, Map<String, LibertyGroup> templates) {
    return tables(pin.all("internal_power").stream(), templates);
  }

  private static List<LibertyTable> tables(
      Stream<LibertyGroup> groups, Map<String, LibertyGroup> templates) {
    return groups
        .flatMap(group ->
            Stream.of("rise_power", "fall_power").flatMap(name -> group.all(name).stream()))
        .map(table -> LibertyTable.of(table, templates))
        .toList();
  }

  private static double mean(
      List<LibertyTable> tables, double transitionPs, double loadFf, Units units) {
    return tables.stream()
        .mapToDouble(table -> table.at(transitionPs / units.ps(), loadFf / units.ff()))
        .average()
        .orElse(0);
  }
}

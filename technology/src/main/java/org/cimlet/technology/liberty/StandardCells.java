package org.cimlet.technology.liberty;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.cimlet.technology.liberty.StandardCell.Output;
import org.cimlet.technology.liberty.StandardCell.Units;
import org.cimlet.technology.logic.CellLibrary;
import org.cimlet.technology.logic.CellLibrary.Figures;
import org.cimlet.technology.logic.CellLibrary.Multiplexer;
import org.cimlet.technology.logic.CellLibrary.Speed;

/// A library of standard cells.
public final class StandardCells {
  private static final long INVERTER = 0b01;
  private static final long NAND = 0b0111;
  private static final long NOR = 0b0001;
  private static final long AND = 0b1000;
  private static final long OR = 0b1110;
  private static final long XOR = 0b0110;
  private static final long XNOR = 0b1001;
  private static final long ODD = 0x96;
  private static final long EVEN = 0x69;
  private static final long MAJORITY = 0xE8;
  private static final long MINORITY = 0x17;
  private static final long FIRST = BooleanFunction.input(0);
  private static final long SECOND = BooleanFunction.input(1);
  private static final long THIRD = BooleanFunction.input(2);
  private static final Set<Long> MULTIPLEXERS =
      turned((a, b, c) -> (a & b) | (~a & c), (a, b, c) -> ~((a & b) | (~a & c)));
  private static final Set<Long> OR_AND = turned((a, b, c) -> ~((a | b) & c));

  private static final double GATES_OF_A_MUX = 3;

  /// Times that an edge passes through NAND gates until it is as steep as they make it.
  private static final int EDGES = 20;

  private final String name;
  private final double volts;
  private final Map<String, StandardCell> cells;
  private final StandardCell nand;
  private final double edgePs;

  private StandardCells(String name, double volts, Map<String, StandardCell> cells) {
    this.name = name;
    this.volts = volts;
    this.cells = cells;
    this.nand =
        cells.values().stream()
            .filter(is(2, Set.of(NAND)))
            .min(Comparator.comparingDouble(StandardCell::areaUm2).thenComparingDouble(this::alone))
            .orElseThrow(() ->
                new IllegalArgumentException("a library must have a NAND gate with two inputs"));
    this.edgePs = edge(nand);
  }

  /// Reads a Liberty text.
  ///
  /// @throws IllegalArgumentException where it is none, or lacks a NAND gate, an inverter, an
  ///   exclusive or or a flip-flop
  public static StandardCells read(String liberty) {
    LibertyGroup library = LibertyGroup.parse(liberty);
    Map<String, LibertyGroup> templates = new HashMap<>();
    library.groups().stream()
        .filter(group -> group.kind().endsWith("_template"))
        .forEach(group -> templates.put(group.arguments(), group));
    Units units = units(library);
    Map<String, StandardCell> cells = new HashMap<>();
    for (LibertyGroup group : library.all("cell")) {
      StandardCell cell = StandardCell.of(group, templates, units);
      cells.put(cell.name(), cell);
    }
    return new StandardCells(library.arguments(), units.volts(), cells);
  }

  private static Units units(LibertyGroup library) {
    String time = library.attribute("time_unit", "1ns");
    double ps = time.endsWith("ns") ? 1e3 : 1;
    String[] capacitance = library.attribute("capacitive_load_unit", "1,pf").split(",", -1);
    double ff = capacitance[1].strip().equalsIgnoreCase("pf") ? 1e3 : 1;
    return new Units(
        ps * number(time),
        ff * Double.parseDouble(capacitance[0].strip()),
        Double.parseDouble(library.attribute("nom_voltage", "1")));
  }

  private static double number(String withUnit) {
    return Double.parseDouble(withUnit.replaceAll("[a-zA-Z]+$", ""));
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// Supply in volts.
  public double volts() {
    return volts;
  }

  /// A cell by its name.
  public Optional<StandardCell> cell(String cell) {
    return Optional.ofNullable(cells.get(cell));
  }

  /// The smallest NAND gate with two inputs, the fastest among equals.
  public StandardCell nand() {
    return nand;
  }

  /// How long an edge takes that NAND gates make, each of which drives three, in picoseconds.
  public double edgePs() {
    return edgePs;
  }

  /// What the model of a datapath counts with.
  ///
  /// @param withAdders whether trees are built of its cells for half and full adders
  /// @throws IllegalArgumentException where they are asked for and there are none
  public CellLibrary library(boolean withAdders) {
    ToDoubleFunction<StandardCell> four = cell -> CellLibrary.TYPICAL_LOAD * inputFf(cell);
    Figures not = figures(smallest("an inverter", is(1, Set.of(INVERTER))), four);
    Figures gates =
        mean(figures(nand, four), figures(smallest("a NOR gate", is(2, Set.of(NOR))), four));
    double and = smallest(is(2, Set.of(AND, OR))).map(this::area).orElse(gates.area() + not.area());
    // in adders, an exclusive or drives another and a NAND gate
    Figures xor =
        figures(
            smallest("an exclusive or", is(2, Set.of(XOR, XNOR))),
            cell -> inputFf(cell) + inputFf(nand));
    double carry =
        Math.min(
            3 * gates.area(),
            smallest(is(3, Set.of(MAJORITY, MINORITY))).map(this::area).orElse(Double.MAX_VALUE));
    Optional<StandardCell> orAndCell = smallest(is(3, OR_AND));
    double orAnd =
        orAndCell.map(this::area).orElse(gates.area() + Math.min(and, gates.area() + not.area()));
    double half = gates.area() + Math.min(xor.area(), orAnd);
    double full = 2 * xor.area() + carry;
    double energyOfLoad = inputFf(nand) * volts * volts / 2 / loadFj();
    double pair = gates.area() + orAndCell.map(this::area).orElse(Double.MAX_VALUE);
    Figures ofGates = ofGates(gates, not);
    Optional<Figures> mux =
        smallest(is(3, MULTIPLEXERS))
            .map(cell -> figures(cell, four))
            .filter(cell -> cell.area() <= ofGates.area());
    return new CellLibrary(
        name,
        nand.areaUm2(),
        unitPs(),
        loadFj(),
        energyOfLoad,
        gates,
        not,
        Math.min(and, gates.area() + not.area()),
        xor,
        mux.orElse(ofGates),
        smallestMux(mux, pair),
        smallestMux(mux, pair + not.area() / 2), // every other listener wants an inverse
        orAndCell.map(cell -> figures(cell, four)).orElse(gates),
        withAdders ? adder("a half adder", Set.of(XOR, XNOR), Set.of(AND, NAND), not) : half,
        withAdders
            ? adder("a full adder", Set.of(ODD, EVEN), Set.of(MAJORITY, MINORITY), not)
            : full,
        withAdders,
        area(smallest("a flip-flop", StandardCell::isFlipFlop)));
  }

  private static Multiplexer smallestMux(Optional<Figures> mux, double pair) {
    Multiplexer other = mux.isPresent() ? Multiplexer.CELL : Multiplexer.GATES;
    return pair < mux.map(Figures::area).orElse(GATES_OF_A_MUX) ? Multiplexer.PAIR : other;
  }

  /// Three NAND gates, and the select's inverter that several bits share. What they take is counted
  /// gate by gate.
  private static Figures ofGates(Figures gates, Figures not) {
    return new Figures(
        GATES_OF_A_MUX * gates.area() + not.area() / CellLibrary.BITS_OF_A_SELECT,
        Double.NaN,
        Double.NaN,
        twice(gates.small()),
        twice(gates.fast()));
  }

  /// A gate after another.
  private static Speed twice(Speed gate) {
    return new Speed(
        gate.input(), 2 * gate.parasitic() + gate.effort() * gate.input(), gate.effort());
  }

  /// Inverted outputs get an inverter.
  private double adder(String what, Set<Long> sums, Set<Long> carries, Figures not) {
    return cells.values().stream()
        .filter(cell -> cell.outputs().size() == 2)
        .filter(cell -> cell.outputs().stream().anyMatch(out -> sums.contains(out.truth())))
        .filter(cell -> cell.outputs().stream().anyMatch(out -> carries.contains(out.truth())))
        .mapToDouble(cell -> area(cell) + not.area() * inverted(cell))
        .min()
        .orElseThrow(() -> lacks(what));
  }

  private static long inverted(StandardCell cell) {
    Set<Long> turned = Set.of(XNOR, NAND, EVEN, MINORITY);
    return cell.outputs().stream().filter(out -> turned.contains(out.truth())).count();
  }

  private static Predicate<StandardCell> is(int inputs, Set<Long> truths) {
    return cell ->
        !cell.isRegister()
            && cell.outputs().size() == 1
            && cell.inputs().size() == inputs
            && truths.contains(cell.outputs().getFirst().truth());
  }

  private Optional<StandardCell> smallest(Predicate<StandardCell> which) {
    return cells.values().stream()
        .filter(which)
        .filter(cell -> cell.areaUm2() > 0)
        .min(
            Comparator.comparingDouble(StandardCell::areaUm2)
                .thenComparingDouble(this::alone)
                .thenComparing(StandardCell::name));
  }

  private StandardCell smallest(String what, Predicate<StandardCell> which) {
    return smallest(which).orElseThrow(() -> lacks(what));
  }

  private IllegalArgumentException lacks(String what) {
    return new IllegalArgumentException(
        "a library must have %s, %s has none".formatted(what, name));
  }

  private double area(StandardCell cell) {
    return cell.areaUm2() / nand.areaUm2();
  }

  private static double inputFf(StandardCell cell) {
    return cell.inputs().stream()
        .mapToDouble(StandardCell.Input::capacitanceFf)
        .average()
        .orElse(0);
  }

  /// Delay of a cell that drives four like itself.
  private double alone(StandardCell cell) {
    return cell.outputs().isEmpty()
        ? 0
        : cell.outputs().getFirst().delayPs(edge(cell), CellLibrary.TYPICAL_LOAD * inputFf(cell));
  }

  private static double edge(StandardCell cell) {
    if (cell.outputs().isEmpty()) {
      return 0;
    }
    Output output = cell.outputs().getFirst();
    double ps = 0;
    for (int i = 0; i < EDGES; i++) {
      ps = output.transitionPs(ps, CellLibrary.TYPICAL_LOAD * inputFf(cell));
    }
    return ps;
  }

  private double unitPs() {
    return delay(nand, CellLibrary.TYPICAL_LOAD);
  }

  /// What a change of the NAND gate takes that drives two like it.
  private double loadFj() {
    double load = 2 * inputFf(nand);
    return load * volts * volts / 2 + nand.outputs().getFirst().energyFj(edgePs, load);
  }

  /// With what an edge slower than usual costs the next cell.
  private double delay(StandardCell cell, double nandsDriven) {
    Output output = cell.outputs().getFirst();
    double load = nandsDriven * inputFf(nand);
    boolean turns = isInverting(output);
    double alone = turns ? output.delayPs(edgePs, load) : output.slowerPs(edgePs, load);
    double edge =
        turns ? output.transitionPs(edgePs, load) : output.slowerTransitionPs(edgePs, load);
    return alone + sluggishness() * (edge - edgePs);
  }

  /// How much later a NAND gate answers to an edge that takes longer.
  private double sluggishness() {
    Output output = nand.outputs().getFirst();
    double load = CellLibrary.TYPICAL_LOAD * inputFf(nand);
    return (output.delayPs(2 * edgePs, load) - output.delayPs(edgePs, load)) / edgePs;
  }

  /// Whether edges are turned: a cell that gives 1 where all its inputs are 0.
  private static boolean isInverting(Output output) {
    return (output.truth() & 1) == 1 && output.truth() != XNOR;
  }

  /// @param driven what a cell usually drives, in femtofarads
  private Figures figures(StandardCell smallest, ToDoubleFunction<StandardCell> driven) {
    return new Figures(
        area(smallest),
        energy(smallest),
        inputEnergy(smallest),
        speed(smallest),
        speed(fastest(smallest, driven)));
  }

  private Speed speed(StandardCell cell) {
    double one = delay(cell, 1) / unitPs();
    double typical = CellLibrary.TYPICAL_LOAD;
    double effort = (delay(cell, typical) / unitPs() - one) / (typical - 1);
    return new Speed(inputFf(cell) / inputFf(nand), one - effort, effort);
  }

  private double energy(StandardCell cell) {
    return cell.outputs().getFirst().energyFj(edgePs, 2 * inputFf(nand)) / loadFj();
  }

  private double inputEnergy(StandardCell cell) {
    return cell.inputs().stream().mapToDouble(input -> input.energyFj(edgePs)).average().orElse(0)
        / loadFj();
  }

  private StandardCell fastest(StandardCell like, ToDoubleFunction<StandardCell> driven) {
    return cells.values().stream()
        .filter(cell -> !cell.isRegister() && cell.outputs().size() == 1)
        .filter(cell -> cell.inputs().size() == like.inputs().size())
        .filter(cell -> cell.outputs().getFirst().truth() == like.outputs().getFirst().truth())
        .min(
            Comparator.comparingDouble((StandardCell cell) ->
                    cell.outputs().getFirst().delayPs(edge(cell), driven.applyAsDouble(cell)))
                .thenComparing(StandardCell::name))
        .orElse(like);
  }

  private static Figures mean(Figures a, Figures b) {
    return new Figures(
        (a.area() + b.area()) / 2,
        (a.energy() + b.energy()) / 2,
        (a.inputEnergy() + b.inputEnergy()) / 2,
        mean(a.small(), b.small()),
        mean(a.fast(), b.fast()));
  }

  private static Speed mean(Speed a, Speed b) {
    return new Speed(
        (a.input() + b.input()) / 2,
        (a.parasitic() + b.parasitic()) / 2,
        (a.effort() + b.effort()) / 2);
  }

  /// A function of three inputs, as tables.
  private interface OfThree {
    long of(long a, long b, long c);
  }

  /// Truth tables of functions whatever the order of their inputs.
  private static Set<Long> turned(OfThree... functions) {
    Set<Long> all = new HashSet<>();
    long mask = BooleanFunction.mask(3);
    for (OfThree function : functions) {
      all.add(function.of(FIRST, SECOND, THIRD) & mask);
      all.add(function.of(FIRST, THIRD, SECOND) & mask);
      all.add(function.of(SECOND, FIRST, THIRD) & mask);
      all.add(function.of(SECOND, THIRD, FIRST) & mask);
      all.add(function.of(THIRD, FIRST, SECOND) & mask);
      all.add(function.of(THIRD, SECOND, FIRST) & mask);
    }
    return Set.copyOf(all);
  }
}

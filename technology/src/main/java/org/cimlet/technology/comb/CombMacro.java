package org.cimlet.technology.comb;

import org.cimlet.quantity.Interval;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Gates;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.logic.SkipperGates;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;

/// A macro in a process: energy, area, speed and leakage from its parts.
///
/// Nothing here is fitted to the macro described; what is calibrated at all is named in
/// [MacroLogic].
///
/// @param shape the macro
/// @param at process and supply
/// @param cellUm2 area of a memory cell
public record CombMacro(CombShape shape, ProcessPoint at, Scaled cellUm2) {
  /// Groups of rows that are wider than a group keep at most a quarter.
  private static final int DENSEST_OVER_KEPT = 4;

  /// Cells over an array whose segments are not told: that of TSMC's N3E, N3B and N2 macros of
  /// 31.8, 33.55 and 38 Mib/mm2.
  public static final double ARRAY_EFFICIENCY = 0.7;

  /// Gates of a selector between the cells and each bit of a multiplier, whatever the rows:
  /// precharge and keeper of a local bit line, and the gate that reads it. Assumed.
  private static final double SELECTOR_GATES = 3;

  /// Share of a selector's outputs that change with the row: of two random bits, half differ.
  private static final double SELECTOR_CHANGES = 0.5;

  /// Area of a flip-flop that holds a bit of an input or between stages, in NAND gates.
  private static final double REGISTER_GATES = 5.67;

  /// Loads of one between stages in a cycle: its clock, and its change in every second one.
  private static final double REGISTER_LOADS = 1.5 + 0.5 * 1.5;

  /// Factors that published macros lie off by, whatever operands and thresholds: nine of ten of
  /// them.
  private static final double ENERGY_SPREAD = 1.3;

  private static final double AREA_SPREAD = 1.4;

  /// Factor that CACTI's arrays from 4 KB on lie off by.
  private static final double READ_SPREAD = 1.4;

  private static final double CLOCK_SPREAD = 1.6;

  /// Gates that a flip-flop's set-up and the clock's skew are worth in delay.
  static final double CLOCKING_GATES = 5;

  /// A macro of published cells.
  public CombMacro(CombShape shape, double nodeNm, double voltageV) {
    this(shape, ProcessPoint.usual(nodeNm, voltageV), shape.cell().areaUm2(nodeNm));
  }

  /// The same macro at another threshold.
  public CombMacro withThreshold(double thresholdV) {
    return new CombMacro(shape, at.withThreshold(thresholdV), cellUm2);
  }

  /// Where the energy of a multiply may lie: nine of ten published macros do.
  ///
  /// @param known whether the operands are; else they may be anything from sparse to random
  public Interval multiplyFjRange(boolean known) {
    double low = known ? multiplyFj().value() : with(Operands.SPARSE).multiplyFj().value();
    double high = known ? multiplyFj().value() : with(Operands.RANDOM).multiplyFj().value();
    double value = multiplyFj().value();
    return new Interval(
        Math.min(low, value) / ENERGY_SPREAD, Math.max(high, value) * ENERGY_SPREAD);
  }

  /// Where the area of everything that computes may lie.
  public Interval logicUm2Range() {
    double value = logicUm2().value();
    return new Interval(value / AREA_SPREAD, value * AREA_SPREAD);
  }

  /// Where the clock may lie.
  ///
  /// @param thresholds of the process; a clock of 0 is possible where the supply may lie below
  public Interval clockHzRange(Interval thresholds) {
    double value = clockHz().value();
    boolean runs = at.voltageV() > thresholds.high();
    double slow = runs ? withThreshold(thresholds.high()).clockHz().value() : 0;
    double fast = withThreshold(thresholds.low()).clockHz().value();
    return new Interval(Math.min(slow, value) / CLOCK_SPREAD, Math.max(fast, value) * CLOCK_SPREAD);
  }

  /// The same macro with other operands.
  public CombMacro with(Operands operands) {
    CombShape other =
        new CombShape(
            shape.columns(),
            shape.depth(),
            shape.datapath(),
            shape.adderCircuit(),
            operands,
            shape.weightsChange(),
            shape.cell(),
            shape.access(),
            shape.group());
    return new CombMacro(other, at, cellUm2);
  }

  /// Energy of bringing one stored bit to the multipliers in femtojoules.
  public Scaled readFjPerBit() {
    return switch (shape.access()) {
      case RowAccess.BitLines lines -> array(lines).fjPerBit();
      case RowAccess.Selector selector ->
          logic()
              .gateFj()
              .map(fj -> selector.rows() == 1 ? 0 : fj * SELECTOR_GATES * SELECTOR_CHANGES);
    };
  }

  /// Where the energy of a bit may lie, in femtojoules.
  ///
  /// An array's reaches up to that of rows at random as CACTI counts them.
  public Interval readFjPerBitRange() {
    double value = readFjPerBit().value();
    double high =
        shape.access() instanceof RowAccess.BitLines lines
            ? array(lines).randomFjPerBit().value()
            : value;
    return new Interval(value / READ_SPREAD, Math.max(high, value * READ_SPREAD));
  }

  private SramArray array(RowAccess.BitLines lines) {
    return new SramArray(
        at, cellUm2, shape.depth(), shape.rowBits(), lines.rows(), lines.columnMux());
  }

  /// Energy of one multiply of all input bits, with its share of adder tree, accumulator and clock,
  /// in femtojoules. Bits of weights that come one by one are read with every multiply.
  public Scaled multiplyFj() {
    Datapath datapath = shape.datapath();
    double stages = shape.stageBits() * REGISTER_LOADS * datapath.cycles();
    double switched =
        (gates().switched() * shape.adderCircuit().energyRatio() + stages) / datapath.channels();
    double pairs = datapath.pairs();
    int read = datapath.weightBitsAtOnce() < datapath.weightBits() ? datapath.weightBits() : 0;
    return logic()
        .gateFj()
        .map(fj -> fj * switched)
        .plus(logic().pairFj().map(fj -> fj * pairs))
        .plus(readFjPerBit().map(fj -> fj * read));
  }

  /// Energy of decoding one mask and keeping its control words in femtojoules; 0 without a zero
  /// skipper.
  public Scaled decodeFj() {
    return logic()
        .gateFj()
        .map(fj ->
            hasSkipper()
                ? fj * (skipper().decoder().switched() + skipper().registers().switched())
                : 0);
  }

  /// Energy of routing one group's inputs through the butterfly in femtojoules; 0 without one.
  public Scaled routeFj() {
    return logic().gateFj().map(fj -> hasSkipper() ? fj * skipper().routed() : 0);
  }

  /// Area of the cells with decoders and sense amplifiers in square micrometres.
  public Scaled arrayUm2() {
    return switch (shape.access()) {
      case RowAccess.BitLines lines -> array(lines).areaUm2();
      case RowAccess.Selector _ -> cellUm2.map(cell -> cell * shape.bits() / ARRAY_EFFICIENCY);
    };
  }

  /// Area of everything that computes in square micrometres, selectors and registers of inputs
  /// included.
  public Scaled logicUm2() {
    double selectors =
        shape.access() instanceof RowAccess.Selector selector && selector.rows() > 1
            ? SELECTOR_GATES * shape.rowBits()
            : 0;
    double gates =
        shape.trees()
                * (gates().area() * shape.adderCircuit().areaRatio()
                    + shape.stageBits() * REGISTER_GATES)
            + selectors
            + (hasSkipper() ? skippers() * skipper().area() : 0);
    return logic().nandUm2().map(nand -> nand * gates).plus(inputsUm2());
  }

  /// Area of the registers that hold the inputs at the edge, a part of [#logicUm2]: those of a row,
  /// or of whole groups where rows may be packed.
  public Scaled inputsUm2() {
    int inputs = Math.max(shape.columns(), skippers() * shape.group());
    double bits = (double) inputs * shape.datapath().inputBits();
    return logic().nandUm2().map(nand -> nand * bits * REGISTER_GATES);
  }

  /// Fastest clock in hertz: multiplier, tree and accumulator in one cycle, or in as many as they
  /// have stages; a row's way over bit lines and the skipper in those before.
  ///
  /// @throws IllegalArgumentException where the supply does not lie above the threshold
  public Scaled clockHz() {
    double gates = gates().depth() / shape.adderCircuit().stages();
    if (hasSkipper()) {
      gates = Math.max(gates, Math.max(skipper().decoder().depth(), skipper().routeDepth()));
    }
    double way = gates + CLOCKING_GATES;
    double readPs =
        shape.access() instanceof RowAccess.BitLines lines ? array(lines).accessPs().value() : 0;
    return logic().nandPs().map(ps -> 1e12 / Math.max(ps * way, readPs + ps * CLOCKING_GATES));
  }

  /// Static power in watts.
  public Scaled leakageW() {
    return arrayUm2().plus(logicUm2()).map(um2 -> um2 / 1e6 * at.leakageWPerMm2());
  }

  private MacroLogic logic() {
    return new MacroLogic(at);
  }

  private Gates gates() {
    return shape.datapath().gates(shape.operands(), shape.weightsChange());
  }

  private boolean hasSkipper() {
    return shape.group() > 0;
  }

  private SkipperGates skipper() {
    return SkipperGates.of(shape.group(), kept(), shape.datapath().inputBits());
  }

  /// Skippers at the edge: a row wider than a group holds several groups, each with its own.
  private int skippers() {
    return hasSkipper() ? Math.ceilDiv(shape.columns(), kept()) : 0;
  }

  /// Inputs that one selects: all of a row, or in wider rows a quarter of a group, as of 8:32.
  private int kept() {
    return shape.columns() <= shape.group()
        ? shape.columns()
        : Math.max(1, shape.group() / DENSEST_OVER_KEPT);
  }
}

package org.cimlet.technology.logic;

/// What a library's cells are, over its smallest NAND gate with two inputs.
///
/// Synthesis chooses among many cells; a netlist here knows few. What is not among them is taken as
/// made of those that are: a library without a multiplexer has one of three NAND gates.
///
/// @param name of the library
/// @param nandUm2 area of the NAND gate in square micrometres
/// @param nandPs delay of a NAND gate that drives [#TYPICAL_LOAD] like it, in picoseconds
/// @param loadFj energy of a change of a NAND gate that drives two, in femtojoules
/// @param energyOfLoad of a NAND gate's input that changes, over that
/// @param nand NAND and NOR gates, their mean where they differ
/// @param not inverter
/// @param andArea of a gate whose output is not inverted
/// @param xor exclusive or
/// @param mux multiplexer
/// @param gatedMux what a multiplexer is whose inputs come from gates, inverted for nothing
/// @param innerMux what any other is
/// @param orAnd or of two inputs whose and with a third comes inverted; NAND's where there is none
/// @param halfAdderArea of a cell with sum and carry, or of its smallest gates: the exclusive or is
///   an or-and gate that listens to the carry's NAND
/// @param fullAdderArea of a cell with sum and carry, or of its fastest gates: two exclusive ors
///   and a carry
/// @param hasAdders whether trees are built of cells for half and full adders
/// @param registerArea of a flip-flop
public record CellLibrary(
    String name,
    double nandUm2,
    double nandPs,
    double loadFj,
    double energyOfLoad,
    Figures nand,
    Figures not,
    double andArea,
    Figures xor,
    Figures mux,
    Multiplexer gatedMux,
    Multiplexer innerMux,
    Figures orAnd,
    double halfAdderArea,
    double fullAdderArea,
    boolean hasAdders,
    double registerArea) {
  /// Inputs of NAND gates that the NAND gate of the unit of delay drives.
  public static final double TYPICAL_LOAD = 4;

  /// Bits that share the inverter of a multiplexer's select, where it is made of gates.
  public static final double BITS_OF_A_SELECT = 8;

  /// What a multiplexer is made of.
  public enum Multiplexer {
    /// One of its own.
    CELL,
    /// An or-and and a NAND gate, of which one takes its input inverted.
    PAIR,
    /// Three NAND gates.
    GATES
  }

  /// A cell's figures: synthesis takes the smallest everywhere but on the longest ways.
  ///
  /// @param area of the smallest, over that of a NAND gate
  /// @param energy of a change of its output within it, over that of a NAND gate that drives two
  /// @param inputEnergy of a change of an input that leaves the output as it is, over the same
  /// @param small of the smallest
  /// @param fast of the one that drives what it usually drives the soonest
  public record Figures(double area, double energy, double inputEnergy, Speed small, Speed fast) {}

  /// How fast a cell is.
  ///
  /// @param input load of an input, over that of a NAND gate
  /// @param parasitic delay without a load, in NAND gates
  /// @param effort delay for each NAND gate driven, in NAND gates
  public record Speed(double input, double parasitic, double effort) {
    /// Delay where a load is driven, in NAND gates.
    double delay(double load) {
      return parasitic + effort * load;
    }
  }

  /// Where nothing is known of a library: areas of the Nangate 45 nm open library, of which ASAP7,
  /// SG13G2 and GT2N have the same within a sixth but for multiplexers and adders; delays that do
  /// not depend on loads. Area, delay and energy of its NAND gate are those of a process and stay
  /// open.
  public static final CellLibrary USUAL =
      new CellLibrary(
          "usual",
          Double.NaN,
          Double.NaN,
          Double.NaN,
          0,
          of(Cell.AND, 1),
          of(Cell.NOT, Cell.NOT.area),
          Cell.AND.area,
          of(Cell.XOR, Cell.XOR.area),
          of(Cell.MUX, Cell.MUX.area),
          Multiplexer.CELL,
          Multiplexer.CELL,
          of(Cell.AND, Cell.OR_AND_AREA),
          Cell.HALF_ADDER.area,
          Cell.FULL_ADDER.area,
          /* hasAdders= */ true,
          Cell.REGISTER_AREA);

  /// Full adder of its smallest gates: two half adders, whose carries meet in a NAND gate.
  double smallFullAdderArea() {
    return Math.min(fullAdderArea, 2 * halfAdderArea + 1);
  }

  private static Figures of(Cell cell, double area) {
    Speed speed = new Speed(cell.load, cell.delay, 0);
    return new Figures(area, cell.load, 0, speed, speed);
  }

  /// Whether delays and energies by loads are known.
  boolean hasLoads() {
    return energyOfLoad > 0;
  }

  /// The same with adders of gates: two exclusive ors and a carry of three NAND gates.
  public CellLibrary withoutAdders() {
    return hasAdders
        ? new CellLibrary(
            name,
            nandUm2,
            nandPs,
            loadFj,
            energyOfLoad,
            nand,
            not,
            andArea,
            xor,
            mux,
            gatedMux,
            innerMux,
            orAnd,
            Math.min(xor.area(), Cell.OR_AND_AREA) + 1,
            2 * xor.area() + 3,
            /* hasAdders= */ false,
            registerArea)
        : this;
  }
}

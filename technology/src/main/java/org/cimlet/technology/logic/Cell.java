package org.cimlet.technology.logic;

/// Cells of a datapath, in units of a NAND gate with two inputs.
///
/// Areas over a NAND2 are those of the smallest cells of the Nangate 45 nm open library; other
/// libraries have their own ([CellLibrary]). Delays count NAND gates on the way. Loads are those of
/// ZigZag-IMC's model, a NAND's 1 and an exclusive or's 1.5; adders are taken apart into these.
enum Cell {
  /// Both inputs.
  AND(1.33, 1, 1),
  /// Either input.
  OR(1.33, 1, 1),
  /// One input and not the other.
  XOR(2, 2.4, 1.5),
  /// Not the input.
  NOT(0.67, 0.5, 0.5),
  /// The second or the third input, as the first says.
  MUX(2.33, 2, 1.5),
  /// Sum and carry of two inputs.
  HALF_ADDER(3.33, 2, 0),
  /// Sum and carry of three inputs: two exclusive ors and three NANDs.
  FULL_ADDER(5.33, 4, 0);

  /// An or of two inputs whose and with a third comes inverted.
  static final double OR_AND_AREA = 1.33;

  /// A flip-flop, which stands outside of netlists.
  static final double REGISTER_AREA = 5.67;

  /// Load of a flip-flop's clock, each cycle; ZigZag-IMC counts three NANDs in all, of which half
  /// is taken to be the clock's.
  static final double REGISTER_CLOCK = 1.5;

  /// Load of a flip-flop that changes.
  static final double REGISTER_CHANGE = 1.5;

  final double area;
  final double delay;
  final double load;

  Cell(double area, double delay, double load) {
    this.area = area;
    this.delay = delay;
    this.load = load;
  }
}

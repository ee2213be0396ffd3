package org.cimlet.technology.comb;

import static org.cimlet.technology.comb.MacroLogic.ADDER_AREA;
import static org.cimlet.technology.comb.MacroLogic.ADDER_C;
import static org.cimlet.technology.comb.MacroLogic.FLIP_FLOP_AREA;
import static org.cimlet.technology.comb.MacroLogic.FLIP_FLOP_C;
import static org.cimlet.technology.comb.MacroLogic.MUX_AREA;
import static org.cimlet.technology.comb.MacroLogic.MUX_C;

import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;

/// A macro in a process: energy, area, speed and leakage from its parts.
///
/// Nothing here is fitted to the macro described; what is fitted at all is named in [MacroLogic].
///
/// @param shape the macro
/// @param at process and supply
/// @param cellUm2 area of a memory cell
public record CombMacro(CombShape shape, ProcessPoint at, Scaled cellUm2) {
  /// Cells over the array with its decoders and sense amplifiers. TSMC's N3E, N3B and N2 macros of
  /// 31.8, 33.55 and 38 Mib/mm2 all have it.
  private static final double ARRAY_EFFICIENCY = 0.7;

  /// The 28 nm sparse chip leaks 2.31 mW on 3.93 mm2 at 0.64 V: the fit of its two operating points
  /// with [org.cimlet.technology.PowerLaw#LEAKAGE_EXPONENT]. Other processes are taken to leak as
  /// much for an area.
  private static final double LEAKAGE_MW_PER_MM2 = 2.31 / 3.93;

  private static final double LEAKAGE_V = 0.64;

  /// Zero skipper: 57 bits of prefix counts of 14 gates, 80 control bits of 5 gates; both grow with
  /// the group as they are counted here, for 32.
  private static final double DECODER_GATES_AT_32 = 57 * 14 + 80 * 5;

  private static final double MUXES_AT_32 = 120;

  /// Gates that a flip-flop's set-up and the clock's skew are worth in delay.
  private static final double CLOCKING_GATES = 5;

  /// A macro of published cells.
  public CombMacro(CombShape shape, double nodeNm, double voltageV) {
    this(shape, ProcessPoint.usual(nodeNm, voltageV), shape.cell().areaUm2(nodeNm));
  }

  /// Energy of reading one stored bit in femtojoules.
  public Scaled readFjPerBit() {
    double travelMm =
        shape.depth() == shape.bitlineRows() ? 0 : Math.sqrt(arrayUm2().value()) / 1000;
    return new RowRead(at, cellUm2, shape.bitlineRows(), travelMm).fjPerBit();
  }

  /// Energy of one multiply of all input bits, with its share of adder tree, accumulator and clock,
  /// in femtojoules.
  public Scaled multiplyFj() {
    double gates = multiplierC() + (treeAdders() * ADDER_C + accumulatorC()) / shape.columns();
    return logic().nandFj().map(fj -> fj * gates * shape.cycles());
  }

  /// Energy of decoding one mask in femtojoules; 0 without a zero skipper.
  public Scaled decodeFj() {
    return logic().nandFj().map(fj -> fj * decoderGates());
  }

  /// Energy of routing one group's inputs through the butterfly in femtojoules; 0 without one.
  public Scaled routeFj() {
    return logic().nandFj().map(fj -> fj * muxes() * MUX_C);
  }

  /// Area of the cells with decoders and sense amplifiers in square micrometres.
  public Scaled arrayUm2() {
    return cellUm2.map(cell -> cell * shape.bits() / ARRAY_EFFICIENCY);
  }

  /// Area of everything that computes in square micrometres.
  public Scaled logicUm2() {
    double adders = (shape.inputBitsPerCycle() - 1.0) * shape.weightBits();
    double multiplier = shape.inputBitsPerCycle() * shape.weightBits() + adders * ADDER_AREA;
    double gates =
        shape.columns() * multiplier
            + treeAdders() * ADDER_AREA
            + shape.accumulatorBits() * (ADDER_AREA + FLIP_FLOP_AREA)
            + decoderGates()
            + muxes() * MUX_AREA;
    return logic().nandUm2().map(nand -> nand * gates).plus(inputsUm2());
  }

  /// Area of the registers that hold the inputs at the edge, a part of [#logicUm2].
  public Scaled inputsUm2() {
    double gates = (double) shape.columns() * shape.inputBits() * FLIP_FLOP_AREA;
    return logic().nandUm2().map(nand -> nand * gates);
  }

  /// Fastest clock in hertz with multiplier, tree and accumulator in one cycle: the carry passes a
  /// multiplier's rows, a level of the tree each, and the accumulator, two gates a bit.
  ///
  /// @throws IllegalArgumentException where the supply does not lie above the threshold
  public Scaled clockHz() {
    double levels = Math.ceil(Math.log(shape.columns()) / Math.log(2));
    double carries = shape.inputBitsPerCycle() - 1 + levels + shape.accumulatorBits();
    double gates = 1 + 2 * carries + CLOCKING_GATES;
    return logic().nandPs().map(ps -> 1e12 / (ps * gates));
  }

  /// Static power in watts.
  public Scaled leakageW() {
    double density =
        LEAKAGE_MW_PER_MM2 * Math.pow(at.voltageV() / LEAKAGE_V, at.leakageExponent()) / 1000 / 1e6;
    return arrayUm2().plus(logicUm2()).map(um2 -> um2 * density);
  }

  private MacroLogic logic() {
    return new MacroLogic(at);
  }

  /// In NAND gates: an and gate for each pair of bits, and adders for all rows but the first.
  private double multiplierC() {
    double pairs = shape.inputBitsPerCycle() * (double) shape.weightBits();
    return pairs + (shape.inputBitsPerCycle() - 1.0) * shape.weightBits() * ADDER_C;
  }

  private double accumulatorC() {
    return shape.accumulatorBits() * (ADDER_C + FLIP_FLOP_C);
  }

  /// Full adders of a tree over all columns, numbers a bit longer at each level.
  private double treeAdders() {
    int numbers = shape.columns();
    int bits = shape.weightBits() + shape.inputBitsPerCycle();
    if (shape.inputBitsPerCycle() == 1) {
      bits--;
    }
    double adders = 0;
    while (numbers > 1) {
      int pairs = numbers / 2;
      adders += pairs * (double) bits;
      numbers = Math.ceilDiv(numbers, 2);
      bits++;
    }
    return adders;
  }

  private double decoderGates() {
    return shape.group() == 0 ? 0 : DECODER_GATES_AT_32 * shape.group() / 32;
  }

  private double muxes() {
    return shape.group() == 0 ? 0 : MUXES_AT_32 * shape.group() / 32 * shape.inputBits();
  }
}

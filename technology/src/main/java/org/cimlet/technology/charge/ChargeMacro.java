package org.cimlet.technology.charge;

import org.cimlet.technology.adc.AdcSurvey;
import org.cimlet.technology.adc.ColumnConverter;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.MacroLogic;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;

/// A macro of cells with capacitors in a process: energies, area and leakage from its parts.
///
/// @param wordLines driven at the same time, one input each
/// @param bitLines one for each bit of a weight
/// @param accumulatorBits of a sum
/// @param capacitorFf of a cell
/// @param operands what is multiplied
/// @param converters at the bit lines' feet
/// @param at process and supply
/// @param cellUm2 area of a memory cell without its capacitor
public record ChargeMacro(
    int wordLines,
    int bitLines,
    int accumulatorBits,
    double capacitorFf,
    Operands operands,
    Converters converters,
    ProcessPoint at,
    Scaled cellUm2) {
  /// Density of capacitors between metal lines, over the cell.
  private static final double FF_PER_UM2 = 2;

  /// 0.2 pF/mm of wire.
  private static final double WIRE_FF_PER_UM = 0.2;

  /// Load of a cell on its word line, in NAND gates: one of the two transistors of a gate. Assumed.
  private static final double CELL_LOAD = 0.5;

  /// Loads that an adder and its flip-flop change for each bit, and their area; as of a rippling
  /// sum of random numbers.
  private static final double ADD_LOAD = 4.5;

  private static final double ADD_AREA = 5.33 + 5.67;

  /// NAND gates a column's converter is as large as for each bit: a counter of 9 and as much again
  /// for comparator and switches. Assumed; its capacitor is the column's own.
  private static final double COLUMN_AREA_PER_BIT = 18;

  /// Converters that share a macro's bit lines.
  ///
  /// @param perMacro how many
  /// @param bits of a result
  /// @param samplesPerS conversions of one a second
  /// @param law what one takes
  public record Converters(int perMacro, int bits, double samplesPerS, Law law) {}

  /// What a converter takes.
  public enum Law {
    /// As good as the best fifth of those published: [AdcSurvey].
    SURVEY,
    /// One at a column's foot that counts down its charge: [ColumnConverter].
    COLUMN
  }

  /// Energy of charging one cell's capacitor for a pulse in femtojoules: the supply's square where
  /// the cell's bit is one, by the level of its input.
  public Scaled cellFj() {
    double share = operands.inputs().ones() * operands.weights().ones();
    return Scaled.within(capacitorFf * at.voltageV() * at.voltageV() * share);
  }

  /// Energy of driving one word line for a pulse in femtojoules: its wire and a transistor of every
  /// cell, where the input is not zero.
  public Scaled driveFj() {
    double wire = bitLines * Math.sqrt(cellAreaUm2().value()) * WIRE_FF_PER_UM;
    double wireFj = wire * at.voltageV() * at.voltageV();
    return logic()
        .gateFj()
        .map(fj -> operands.inputs().ones() * (bitLines * CELL_LOAD * fj + wireFj));
  }

  /// Energy of one conversion in femtojoules.
  public Scaled conversionFj() {
    return switch (converters.law()) {
      case SURVEY ->
          AdcSurvey.energyPj(at.nodeNm(), converters.bits(), converters.samplesPerS())
              .map(pj -> 1000 * pj);
      case COLUMN ->
          ColumnConverter.energyPj(at.nodeNm(), at.voltageV(), converters.bits())
              .map(pj -> 1000 * pj);
    };
  }

  /// Energy of adding one conversion's result in femtojoules.
  public Scaled shiftAddFj() {
    return logic().gateFj().map(fj -> fj * ADD_LOAD * accumulatorBits);
  }

  /// Area of the cells with their capacitors, drivers and switches in square micrometres.
  public Scaled arrayUm2() {
    double cells = (double) wordLines * bitLines;
    return cellAreaUm2().map(um2 -> um2 * cells / CombMacro.ARRAY_EFFICIENCY);
  }

  /// A capacitor lies over its cell, and widens it where it is the larger.
  private Scaled cellAreaUm2() {
    return cellUm2.map(um2 -> Math.max(um2, capacitorFf / FF_PER_UM2));
  }

  /// Area of converters, each with its adder, in square micrometres.
  public Scaled logicUm2() {
    Scaled adder = logic().nandUm2().map(um2 -> um2 * ADD_AREA * accumulatorBits);
    Scaled converter =
        switch (converters.law()) {
          case SURVEY ->
              AdcSurvey.areaUm2(at.nodeNm(), converters.bits(), converters.samplesPerS());
          case COLUMN ->
              logic().nandUm2().map(um2 -> um2 * COLUMN_AREA_PER_BIT * converters.bits());
        };
    return converter.plus(adder).map(um2 -> um2 * converters.perMacro());
  }

  /// Static power in watts.
  public Scaled leakageW() {
    return arrayUm2().plus(logicUm2()).map(um2 -> um2 / 1e6 * at.leakageWPerMm2());
  }

  private MacroLogic logic() {
    return new MacroLogic(at);
  }
}

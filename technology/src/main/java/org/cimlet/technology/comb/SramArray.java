package org.cimlet.technology.comb;

import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.SramCell;

/// A memory array cut into segments: what reading a row takes in energy and time, and its area.
///
/// A segment has `rows` rows on a bit line and `columnMux` bit lines for each sense amplifier, of
/// which all are discharged and one is sensed. Its bits go to the middle of the array over an
/// H-tree, a repeated wire for each bit of a row. A row that follows the one before it needs no
/// address; one at random brings its address over wires as long.
///
/// Loads of cells, swing and sense amplifiers are usual ones. One number is calibrated, on CACTI 7
/// at 22 nm: the share of a wire's charge that it counts for each bit, [#COUNTED]. Its other 18
/// energies, 64 bits of 1 to 256 KB at 32 and 65 nm, are predicted. Bits that nothing is known of
/// charge their wire every fourth time.
///
/// @param at process and supply
/// @param cellUm2 area of a cell, which is about twice as wide as it is high
/// @param words rows of the whole array
/// @param wordBits of a row
/// @param rows on one bit line
/// @param columnMux bit lines that share a sense amplifier
public record SramArray(
    ProcessPoint at, Scaled cellUm2, int words, int wordBits, int rows, int columnMux) {
  private static final double REFERENCE_CELL_UM2 = SramCell.SIX_T.areaUm2(28).value();

  /// Load of a cell on its bit line, and on its word line, in a cell of 28 nm; others by their
  /// sides.
  private static final double CELL_FF = 0.1;

  private static final double SENSE_FF = 3;

  /// Row decoder and control of a segment.
  private static final double DECODER_FF = 60;

  private static final double WIRE_FF_PER_UM = 0.2;

  /// Repeaters over the wires they drive.
  private static final double REPEATERS = 0.6;

  /// How far a bit line falls until its amplifier decides.
  private static final double SWING_V = 0.2;

  /// Calibrated, see above.
  private static final double COUNTED = 0.75;

  private static final double CHARGED = 0.25;

  /// Sense amplifiers, precharge and column multiplexers are as high, drivers of word lines as wide
  /// as so many cells: TSMC's N3E, N3B and N2 macros of 31.8, 33.55 and 38 Mib/mm2 are 70 % cells.
  private static final double STRIP_CELLS = 48;

  /// NAND gates of decoder and word line, and of sense amplifier and output.
  private static final double DECODING_GATES = 10;

  private static final double SENSING_GATES = 4;

  /// Two transistors in series of a cell are as strong as those of a NAND gate.
  private static final double NAND_FF = MacroLogic.GATE_FF;

  /// A wire with repeaters where they belong, whatever the process.
  private static final double WIRE_PS_PER_MM = 100;

  /// @throws IllegalArgumentException where a segment is more than the array
  public SramArray {
    if (words < 1 || wordBits < 1 || rows < 1 || columnMux < 1) {
      throw new IllegalArgumentException("an array must have rows and columns");
    }
    if ((long) rows * columnMux > words) {
      throw new IllegalArgumentException(
          "a segment must have at most %s rows, got %s x %s".formatted(words, rows, columnMux));
    }
  }

  /// Energy of one bit of a row that follows the one before, in femtojoules.
  public Scaled fjPerBit() {
    return cellUm2.map(area -> segmentFj(area) / wordBits + wireFj(area, CHARGED));
  }

  /// Energy of one bit of a row at random, wires charged as CACTI counts them, in femtojoules.
  public Scaled randomFjPerBit() {
    double addressBits = Math.log(words) / Math.log(2);
    return cellUm2.map(
        area -> segmentFj(area) / wordBits + wireFj(area, COUNTED) * (1 + addressBits / wordBits));
  }

  /// Word line, bit lines, sense amplifiers and decoder of one segment.
  private double segmentFj(double area) {
    double side = side(area);
    double volts = at.voltageV();
    double columns = columns();
    double wordLine = columns * (CELL_FF * side + WIRE_FF_PER_UM * 2 * height(area)) * volts;
    double bitLines = columns * bitLineFf(area) * SWING_V;
    double gates = (wordBits * SENSE_FF + DECODER_FF) * side * volts;
    return (wordLine + bitLines + gates) * volts;
  }

  private double wireFj(double area, double charged) {
    double volts = at.voltageV();
    return charged * WIRE_FF_PER_UM * (1 + REPEATERS) * travelUm(area) * volts * volts;
  }

  private double bitLineFf(double area) {
    return rows * (CELL_FF * side(area) + WIRE_FF_PER_UM * height(area));
  }

  private double columns() {
    return (double) wordBits * columnMux;
  }

  private static double height(double area) {
    return Math.sqrt(area / 2);
  }

  private static double side(double area) {
    return Math.sqrt(area / REFERENCE_CELL_UM2);
  }

  /// An H-tree to the middle of a square: its side less that of a segment.
  private double travelUm(double area) {
    double segments = (double) words / rows / columnMux;
    return Math.sqrt(arrayUm2(area)) * (1 - 1 / Math.sqrt(segments));
  }

  private double arrayUm2(double area) {
    return area * words * wordBits / efficiency();
  }

  /// Cells over the array with its decoders and sense amplifiers.
  public double efficiency() {
    return rows / (rows + STRIP_CELLS) * columns() / (columns() + STRIP_CELLS);
  }

  /// Area of the cells with decoders and sense amplifiers in square micrometres.
  public Scaled areaUm2() {
    return cellUm2.map(this::arrayUm2);
  }

  /// From an address to the bits in the middle of the array, in picoseconds.
  ///
  /// @throws IllegalArgumentException at or below the threshold
  public Scaled accessPs() {
    double area = cellUm2.value();
    double falling = bitLineFf(area) / NAND_FF * SWING_V / at.voltageV();
    double wire = travelUm(area) / 1000 * WIRE_PS_PER_MM;
    return new MacroLogic(at)
        .nandPs()
        .map(ps -> ps * (DECODING_GATES + falling + SENSING_GATES) + wire);
  }
}

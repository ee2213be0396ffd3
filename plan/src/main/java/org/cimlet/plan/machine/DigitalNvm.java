package org.cimlet.plan.machine;

import java.util.Optional;
import org.cimlet.plan.machine.array.CellWrite;

/// Resistive cells read as bits, with digital multipliers at the array's edge. In a 1TnR array
/// `cellsPerSelector` cells share a transistor: rows behind one selection are read one after the
/// other.
///
/// @param inputVectors that a row is multiplied with as it is read
/// @param bitsPerCell sensed one after the other
/// @param selectPs opening a word line
/// @param sensePs sensing one bit of every cell of a row
/// @param selectFj opening a word line
public record DigitalNvm(
    int inputsPerRow,
    int rows,
    int weightBits,
    int inputBits,
    int accumulatorBits,
    int inputVectors,
    int bitsPerCell,
    int cellsPerSelector,
    long selectPs,
    long sensePs,
    long clockHz,
    double readFjPerBit,
    double multiplyFj,
    double selectFj,
    CellWrite write)
    implements Macro {
  @Override
  public int rowsPerOpening() {
    return cellsPerSelector;
  }

  @Override
  public MacroEnergies energies() {
    return new MacroEnergies(selectFj, 0, readFjPerBit, multiplyFj, 0);
  }

  @Override
  public Datapath datapath() {
    return Datapath.BIT_PARALLEL;
  }

  @Override
  public Optional<CellWrite> cellWrite() {
    return Optional.of(write);
  }

  @Override
  public double cells(double bits) {
    return bits / bitsPerCell;
  }

  /// While a word line is open sensing and multiplying overlap.
  @Override
  public double rowS() {
    return Math.max(bitsPerCell * sensePs / 1e12, 1.0 / clockHz);
  }

  @Override
  public double macsPerS() {
    return inputsPerRow * inputVectors / rowS();
  }
}

package org.cimlet.plan.machine;

import org.cimlet.plan.machine.array.Adc;
import org.cimlet.plan.machine.array.AnalogCell;

/// SRAM whose cells put charge on a bit line: a cell's capacitor is charged where its bit and its
/// input's are ones, and all capacitors of a bit line share their charge. Each bit of a weight has
/// a bit line, the highest with the sign.
///
/// @param inputsPerRow word lines driven at the same time
/// @param rows (output, input tile) pairs the bit lines hold
/// @param inputBitsPerPulse bits of an input that one pulse brings in as a level
/// @param settlePs from driving the word lines to charge that may be held
/// @param cell spread of the capacitors, noise of a cell's charge, and no drift
/// @param driveFj driving one word line for one pulse
/// @param cellFj charging one cell's capacitor for one pulse, as often as it is
/// @param shiftAddFj adding one conversion's result
public record ChargeSram(
    int inputsPerRow,
    int rows,
    int weightBits,
    int inputBits,
    int accumulatorBits,
    int inputBitsPerPulse,
    long settlePs,
    Adc adc,
    AnalogCell cell,
    double driveFj,
    double cellFj,
    double shiftAddFj)
    implements Macro, AnalogArray {
  @Override
  public ChargeSram with(Adc otherAdc, AnalogCell otherCell) {
    return new ChargeSram(
        inputsPerRow,
        rows,
        weightBits,
        inputBits,
        accumulatorBits,
        inputBitsPerPulse,
        settlePs,
        otherAdc,
        otherCell,
        driveFj,
        cellFj,
        shiftAddFj);
  }

  /// A bit line for each bit of a weight.
  @Override
  public int slices() {
    return weightBits;
  }

  @Override
  public int conversionsPerRow() {
    return slices() * pulses();
  }

  @Override
  public int drivesPerTile() {
    return pulses();
  }

  /// The cells of a weight are charged in every pulse; each conversion's result is added.
  @Override
  public MacroEnergies energies() {
    return new MacroEnergies(
        0,
        inputsPerRow * driveFj,
        pulses() * cellFj,
        (double) conversionsPerRow() * shiftAddFj / inputsPerRow,
        adc.conversionFj());
  }

  @Override
  public Datapath datapath() {
    return Datapath.ANALOG;
  }

  @Override
  public int pulses() {
    return Math.ceilDiv(inputBits, inputBitsPerPulse);
  }

  @Override
  public double macsPerS() {
    long pulsePs = Math.max(settlePs, conversionPs(rows));
    return (double) inputsPerRow * rows / pulses() / pulsePs * 1e12;
  }
}

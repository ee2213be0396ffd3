package org.cimlet.plan.machine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One array of weights with what multiplies at its edge, resolved.
///
/// Whatever the memory, a macro holds `inputsPerRow x rows` words and a row of it belongs to one
/// (output, input tile) pair: one pass reads every row used, and a linear is laid into macros by
/// the same law. Kinds differ in how long so many rows take and in what they cost. What they cost,
/// and all else that every engine must agree on, is said here once and walked without asking for
/// the kind; how long they take is each engine's own, and asks.
public sealed interface Macro {
  /// Weights in a row, multiplied at the same time.
  int inputsPerRow();

  /// Rows of `inputsPerRow` dense weights.
  int rows();

  /// Bits of one stored weight.
  int weightBits();

  /// What those bits stand for.
  default WordFormat format() {
    return WordFormat.INTEGER;
  }

  /// Bits of one input.
  int inputBits();

  /// Bits of one sum.
  int accumulatorBits();

  /// Multiply-accumulates per second while rows stream, all that comes between them left out.
  double macsPerS();

  /// Seconds from row to row while rows stream.
  default double rowS() {
    return inputsPerRow() / macsPerS();
  }

  /// What its actions take.
  Energies energies();

  /// Energy of a multiply-accumulate while rows stream, all that goes with reading its row
  /// included.
  default double macFj() {
    Energies each = energies();
    double rowFj = each.openFj() / rowsPerOpening() + conversionsPerRow() * each.conversionFj();
    double tileFj = drivesPerTile() * each.driveFj();
    return weightBits() * each.readFjPerBit()
        + each.multiplyFj()
        + (rowFj + tileFj / rows()) / inputsPerRow();
  }

  /// How a row's weights meet their inputs.
  Datapath datapath();

  /// The zero skipper, where rows may be packed N:M.
  default Optional<ZeroSkipper> zeroSkipper() {
    return Optional.empty();
  }

  /// Rows that one opening of a page or word line makes ready to be read; rows used are filled up
  /// to whole openings.
  default int rowsPerOpening() {
    return 1;
  }

  /// Bits that are written once a page or word line is open.
  private double bitsPerOpening() {
    return (double) rowsPerOpening() * inputsPerRow() * weightBits();
  }

  /// How the array must be refreshed, which stops all else; empty where it keeps what it holds.
  Optional<Refresh> refresh();

  /// Conversions of an analog sum that reading one row takes, for all pulses of its inputs.
  default int conversionsPerRow() {
    return 0;
  }

  /// Times the word lines are driven for one tile of inputs.
  default int drivesPerTile() {
    return 0;
  }

  /// What writing a cell takes, where cells are programmed by pulses; empty where they are written
  /// as fast as bits come in, at the energy of reading them.
  Optional<CellWrite> cellWrite();

  /// Cells programmed to store so many bits; 0 where [#cellWrite] is empty.
  default double cells(double bits) {
    return 0;
  }

  /// Energy of writing so many bits side by side into one array: each cell's pulses, or every page
  /// opened once.
  default double writeFj(double bits) {
    return writeFj(bits, Math.ceil(bits / bitsPerOpening()));
  }

  /// Energy of writing one of many bits, which share what is opened for them.
  default double writeFjPerBit() {
    return writeFj(1, 1 / bitsPerOpening());
  }

  private double writeFj(double bits, double openings) {
    return cellWrite()
        .map(write -> cells(bits) * write.cellFj())
        .orElseGet(() -> bits * energies().readFjPerBit() + openings * energies().openFj());
  }

  /// Bits the array stores, values and masks alike.
  default long capacityBits() {
    return (long) inputsPerRow() * rows() * weightBits();
  }

  /// What each of a macro's actions takes, in the order in which a row comes about; 0 where a kind
  /// has no such action.
  ///
  /// @param openFj opening, and closing, a page or word line of one macro
  /// @param driveFj driving all word lines of a crossbar for one pulse
  /// @param readFjPerBit bringing one stored bit to the multipliers, or a crossbar's currents for
  ///   it
  /// @param multiplyFj one multiply with its share of the adders
  /// @param conversionFj turning one analog sum into a number
  record Energies(
      double openFj, double driveFj, double readFjPerBit, double multiplyFj, double conversionFj) {}

  /// How a row's weights meet their inputs: what an execution of integers must do alike.
  enum Datapath {
    /// All bits of an input at once.
    BIT_PARALLEL,
    /// A bit of every input a cycle.
    BIT_SERIAL,
    /// The banks of a die side by side, under the same commands.
    LOCKSTEP_BANKS,
    /// As currents, which are converted.
    ANALOG
  }

  /// Stopping a die to write its cells again.
  ///
  /// @param everyPs from one refresh to the next
  /// @param lengthPs what one takes
  /// @param dieFj one of the whole die
  record Refresh(long everyPs, long lengthPs, double dieFj) {}

  /// The butterfly that brings each kept weight its input.
  ///
  /// @param group inputs a mask covers
  record ZeroSkipper(int group, double decodeFj, double routeFj) {}

  /// SRAM computing on the memory boundary: a row a cycle into multipliers and an adder tree.
  ///
  /// @param inputsPerRow weights in a row, one multiplier each
  /// @param cyclesPerRow clock cycles from row to row
  /// @param skipper present where rows may be packed N:M
  record DigitalSram(
      int inputsPerRow,
      int rows,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int cyclesPerRow,
      long clockHz,
      double readFjPerBit,
      double multiplyFj,
      @Nullable ZeroSkipper skipper)
      implements Macro {
    @Override
    public Optional<ZeroSkipper> zeroSkipper() {
      return Optional.ofNullable(skipper);
    }

    @Override
    public Energies energies() {
      return new Energies(0, 0, readFjPerBit, multiplyFj, 0);
    }

    /// A row takes a cycle, or where inputs come bit by bit one for each bit.
    @Override
    public Datapath datapath() {
      return cyclesPerRow > 1 && cyclesPerRow == inputBits
          ? Datapath.BIT_SERIAL
          : Datapath.BIT_PARALLEL;
    }

    @Override
    public Optional<Refresh> refresh() {
      return Optional.empty();
    }

    @Override
    public Optional<CellWrite> cellWrite() {
      return Optional.empty();
    }

    @Override
    public double rowS() {
      return (double) cyclesPerRow / clockHz;
    }

    @Override
    public double macsPerS() {
      return inputsPerRow / rowS();
    }
  }

  /// Banks of a DRAM die with multipliers at each bank's column decoder: a macro is a bank, a row a
  /// column access of `inputsPerRow` words. All banks of a die obey the same commands and take
  /// their inputs from one buffer.
  ///
  /// @param inputsPerRow words of one column access, multiplied at the same time
  /// @param rowsPerPage column accesses of an open page
  /// @param banksPerActivation banks that one activate command opens
  /// @param stationary what stays while the other is changed
  /// @param bufferWords inputs the die's buffer holds
  /// @param accumulators sums a bank keeps
  /// @param activateFj opening and closing a page of one bank
  /// @param refreshFj one refresh of the whole die
  record DramBank(
      int inputsPerRow,
      int rows,
      WordFormat format,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int rowsPerPage,
      int banksPerActivation,
      Stationary stationary,
      int bufferWords,
      int accumulators,
      BankTiming timing,
      double readFjPerBit,
      double multiplyFj,
      double activateFj,
      double refreshFj)
      implements Macro {
    /// Activate commands that tFAW limits; 0 where one of them opens more banks than it counts.
    public int activationsInWindow() {
      return BankTiming.BANKS_IN_WINDOW / banksPerActivation;
    }

    @Override
    public int rowsPerOpening() {
      return rowsPerPage;
    }

    @Override
    public Energies energies() {
      return new Energies(activateFj, 0, readFjPerBit, multiplyFj, 0);
    }

    @Override
    public Datapath datapath() {
      return Datapath.LOCKSTEP_BANKS;
    }

    @Override
    public Optional<Refresh> refresh() {
      return Optional.of(new Refresh(timing.refreshIntervalPs(), timing.refreshPs(), refreshFj));
    }

    @Override
    public Optional<CellWrite> cellWrite() {
      return Optional.empty();
    }

    @Override
    public double macsPerS() {
      return inputsPerRow * 1e12 / timing.columnPs();
    }
  }

  /// What stays in a DRAM die while the rest passes by.
  enum Stationary {
    /// A buffer of inputs meets all outputs; partial sums leave the die for each buffer of inputs.
    INPUT,
    /// As many outputs as there are accumulators meet all inputs, buffer after buffer.
    OUTPUT
  }

  /// Times between the commands of a DRAM die, by their names in data sheets.
  ///
  /// @param columnPs tCCD: column access to column access
  /// @param fillPs writing `inputsPerRow` inputs into the buffer
  /// @param resultPs reading one sum of every bank
  /// @param rcdPs tRCD: activate to the first column access
  /// @param rrdPs tRRD: activate to activate of other banks
  /// @param fawPs tFAW: in which four banks may be opened at most; for activations of more banks
  ///   than four it does not count
  /// @param rasPs tRAS: activate to precharge
  /// @param rtpPs tRTP: column access to precharge
  /// @param rpPs tRP: precharge to activate
  /// @param refreshIntervalPs tREFI: refresh to refresh
  /// @param refreshPs tRFC: what a refresh takes
  record BankTiming(
      long columnPs,
      long fillPs,
      long resultPs,
      long rcdPs,
      long rrdPs,
      long fawPs,
      long rasPs,
      long rtpPs,
      long rpPs,
      long refreshIntervalPs,
      long refreshPs) {
    /// Banks that may be opened within tFAW.
    public static final int BANKS_IN_WINDOW = 4;
  }

  /// Resistive cells read as bits, with digital multipliers at the array's edge. In a 1TnR array
  /// `cellsPerSelector` cells share a transistor: rows behind one selection are read one after the
  /// other.
  ///
  /// @param bitsPerCell sensed one after the other
  /// @param selectPs opening a word line
  /// @param sensePs sensing one bit of every cell of a row
  /// @param selectFj opening a word line
  record DigitalNvm(
      int inputsPerRow,
      int rows,
      int weightBits,
      int inputBits,
      int accumulatorBits,
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
    public Energies energies() {
      return new Energies(selectFj, 0, readFjPerBit, multiplyFj, 0);
    }

    @Override
    public Datapath datapath() {
      return Datapath.BIT_PARALLEL;
    }

    @Override
    public Optional<Refresh> refresh() {
      return Optional.empty();
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
      return inputsPerRow / rowS();
    }
  }

  /// A crossbar of resistive cells that adds currents: inputs as voltages on `inputsPerRow` word
  /// lines, one bit a pulse; a signed weight is a pair of cells for each slice of its magnitude;
  /// the difference of a pair's bit lines is converted.
  ///
  /// @param inputsPerRow word lines driven at the same time
  /// @param rows (output, input tile) pairs the bit lines hold
  /// @param bitsPerCell of the weight's magnitude
  /// @param settlePs from driving the word lines to currents that may be held
  /// @param driveFj driving one word line for one pulse
  /// @param cellFj current through one cell for one pulse, half the inputs being zero
  /// @param shiftAddFj adding one conversion's result
  record AnalogCrossbar(
      int inputsPerRow,
      int rows,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int bitsPerCell,
      long settlePs,
      Adc adc,
      AnalogCell cell,
      double driveFj,
      double cellFj,
      double shiftAddFj,
      CellWrite write)
      implements Macro {
    /// The same with other converters and cells.
    public AnalogCrossbar with(Adc otherAdc, AnalogCell otherCell) {
      return new AnalogCrossbar(
          inputsPerRow,
          rows,
          weightBits,
          inputBits,
          accumulatorBits,
          bitsPerCell,
          settlePs,
          otherAdc,
          otherCell,
          driveFj,
          cellFj,
          shiftAddFj,
          write);
    }

    /// Slices a weight's magnitude is cut into: conversions of a row for each pulse.
    public int slices() {
      return Math.ceilDiv(Math.max(1, weightBits - 1), bitsPerCell);
    }

    /// Cells of one weight.
    public int cellsPerWeight() {
      return 2 * slices();
    }

    @Override
    public int conversionsPerRow() {
      return slices() * pulses();
    }

    @Override
    public int drivesPerTile() {
      return pulses();
    }

    /// The cells of a weight draw current in every pulse; each conversion's result is added.
    @Override
    public Energies energies() {
      return new Energies(
          0,
          inputsPerRow * driveFj,
          (double) cellsPerWeight() * pulses() * cellFj / weightBits,
          (double) conversionsPerRow() * shiftAddFj / inputsPerRow,
          adc.conversionFj());
    }

    @Override
    public Datapath datapath() {
      return Datapath.ANALOG;
    }

    @Override
    public Optional<Refresh> refresh() {
      return Optional.empty();
    }

    @Override
    public Optional<CellWrite> cellWrite() {
      return Optional.of(write);
    }

    @Override
    public double cells(double bits) {
      return bits / weightBits * cellsPerWeight();
    }

    /// Pulses that bring an input in, one bit each.
    public int pulses() {
      return inputBits;
    }

    /// Time the converters take for `outputs` rows of one pulse.
    public long conversionPs(int outputs) {
      return Math.ceilDiv((long) outputs * slices(), (long) adc.perMacro()) * adc.conversionPs();
    }

    @Override
    public double macsPerS() {
      long pulsePs = Math.max(settlePs, conversionPs(rows));
      return (double) inputsPerRow * rows / pulses() / pulsePs * 1e12;
    }
  }

  /// The converters of a crossbar.
  ///
  /// @param bits of a conversion
  /// @param perMacro converters that share the bit lines
  /// @param rangeLevels full scale to either side, in steps between neighbouring levels of a cell
  record Adc(int bits, int perMacro, long conversionPs, double conversionFj, double rangeLevels) {}

  /// How far a resistive cell is from what it was meant to be, as shares of its conductance range.
  ///
  /// @param spread standard deviation after programming
  /// @param readNoise standard deviation from read to read
  /// @param driftExponent conductance falls as `(t / 1 s)^-driftExponent`
  record AnalogCell(double spread, double readNoise, double driftExponent) {}

  /// Writing resistive cells.
  ///
  /// @param cellFj all pulses of a write with their verification, one cell
  /// @param cellPs the same in time
  /// @param cellsAtOnce of one macro
  /// @param endurance writes a cell survives
  record CellWrite(double cellFj, long cellPs, int cellsAtOnce, double endurance) {}
}

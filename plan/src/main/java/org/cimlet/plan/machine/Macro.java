package org.cimlet.plan.machine;

import java.util.List;
import java.util.Optional;
import org.cimlet.plan.machine.Precision.Alignment;
import org.cimlet.plan.machine.array.Adc;
import org.cimlet.plan.machine.array.AnalogCell;
import org.cimlet.plan.machine.array.BankTiming;
import org.cimlet.plan.machine.array.CellWrite;
import org.jspecify.annotations.Nullable;

/// One array of weights with what multiplies at its edge, resolved.
///
/// Whatever the memory, a macro holds `inputsPerRow x rows` words and a row of it belongs to one
/// (output, input tile) pair: one pass reads every row used, and a linear is laid into macros by
/// the same law. Kinds differ in how long so many rows take and in what they cost. What they cost,
/// and all else that every engine must agree on, is said here once and walked without asking for
/// the kind; how long they take is each engine's own, and asks.
public sealed interface Macro
    permits Macro.DigitalSram, Macro.DramBank, DigitalNvm, Macro.AnalogCrossbar, ChargeSram {
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

  /// The words it takes, its own first.
  default List<Precision> precisions() {
    return List.of(new Precision(format(), weightBits(), inputBits(), 1, inputVectors(), 0));
  }

  /// The same array at work with words that are asked for; empty where it takes no such.
  default Optional<Macro> at(Precision.Words words) {
    return precisions().getFirst().suits(words) ? Optional.of(this) : Optional.empty();
  }

  /// Bits of one sum.
  int accumulatorBits();

  /// Input vectors that a row is multiplied with as it is read: tokens that pass together share one
  /// reading of the weights, so many at a time.
  default int inputVectors() {
    return 1;
  }

  /// Passes through its rows that so many tokens take which pass together.
  default long passes(long tokens) {
    return Math.ceilDiv(tokens, (long) inputVectors());
  }

  /// Multiply-accumulates per second while rows stream and every row meets as many input vectors as
  /// it can, all that comes between rows left out.
  double macsPerS();

  /// Seconds from row to row while rows stream.
  default double rowS() {
    return inputsPerRow() * inputVectors() / macsPerS();
  }

  /// What its actions take.
  MacroEnergies energies();

  /// Energy of a multiply-accumulate while rows stream and meet all the input vectors they can, all
  /// that goes with reading its row included.
  default double macFj() {
    MacroEnergies each = energies();
    double rowFj = each.openFj() / rowsPerOpening() + conversionsPerRow() * each.conversionFj();
    double tileFj = drivesPerTile() * each.driveFj();
    return each.multiplyFj()
        + weightBits() * each.readFjPerBit() / inputVectors()
        + (rowFj / inputVectors() + tileFj / rows()) / inputsPerRow();
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
  default Optional<Refresh> refresh() {
    return Optional.empty();
  }

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
  default Optional<CellWrite> cellWrite() {
    return Optional.empty();
  }

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

  /// The butterfly that brings each kept weight its input.
  ///
  /// @param group inputs a mask covers
  record ZeroSkipper(int group, double decodeFj, double routeFj) {}

  /// SRAM computing on the memory boundary: a row a cycle into multipliers and an adder tree.
  ///
  /// @param inputsPerRow weights in a row, one multiplier each
  /// @param cyclesPerRow clock cycles from row to row
  /// @param inputVectors that a row is multiplied with as it is read
  /// @param skipper present where rows may be packed N:M
  /// @param format what the bits of weights and inputs stand for
  /// @param alignment of floating-point words; null where it takes none
  /// @param precisions words it can be set to, those it is set to now among them; empty for no
  ///   others
  record DigitalSram(
      int inputsPerRow,
      int rows,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int cyclesPerRow,
      int inputVectors,
      long clockHz,
      double readFjPerBit,
      double multiplyFj,
      @Nullable ZeroSkipper skipper,
      WordFormat format,
      @Nullable Alignment alignment,
      List<Precision> precisions)
      implements Macro {
    /// Copies the list.
    public DigitalSram {
      if (precisions.isEmpty()) {
        precisions =
            List.of(
                new Precision(
                    format, weightBits, inputBits, cyclesPerRow, inputVectors, multiplyFj));
      }
      precisions = List.copyOf(precisions);
    }

    /// An array for words of one kind.
    public DigitalSram(
        int inputsPerRow,
        int rows,
        int weightBits,
        int inputBits,
        int accumulatorBits,
        int cyclesPerRow,
        int inputVectors,
        long clockHz,
        double readFjPerBit,
        double multiplyFj,
        @Nullable ZeroSkipper skipper) {
      this(
          inputsPerRow,
          rows,
          weightBits,
          inputBits,
          accumulatorBits,
          cyclesPerRow,
          inputVectors,
          clockHz,
          readFjPerBit,
          multiplyFj,
          skipper,
          WordFormat.INTEGER,
          null,
          List.of());
    }

    /// A row of the same bits holds as many words as it has room for.
    @Override
    public Optional<Macro> at(Precision.Words words) {
      return precisions.stream().filter(each -> each.suits(words)).findFirst().map(this::at);
    }

    private DigitalSram at(Precision words) {
      return new DigitalSram(
          inputsPerRow * weightBits / words.weightBits(),
          rows,
          words.weightBits(),
          words.inputBits(),
          accumulatorBits,
          words.cyclesPerRow(),
          words.inputVectors(),
          clockHz,
          readFjPerBit,
          words.multiplyFj(),
          skipper,
          words.format(),
          alignment,
          precisions);
    }

    @Override
    public Optional<ZeroSkipper> zeroSkipper() {
      return Optional.ofNullable(skipper);
    }

    @Override
    public MacroEnergies energies() {
      return new MacroEnergies(0, 0, readFjPerBit, multiplyFj, 0);
    }

    /// A row takes a cycle, or where inputs come bit by bit one for each bit.
    @Override
    public Datapath datapath() {
      return cyclesPerRow > 1 && cyclesPerRow == inputBits
          ? Datapath.BIT_SERIAL
          : Datapath.BIT_PARALLEL;
    }

    @Override
    public double rowS() {
      return (double) cyclesPerRow / clockHz;
    }

    @Override
    public double macsPerS() {
      return inputsPerRow * inputVectors / rowS();
    }
  }

  /// Banks of a DRAM die with multipliers at each bank's column decoder: a macro is a bank, a row a
  /// column access of `inputsPerRow` words. All banks of a die obey the same commands and take
  /// their inputs from one buffer.
  ///
  /// @param inputsPerRow words of one column access, multiplied at the same time
  /// @param rowsPerPage column accesses of an open page
  /// @param banksPerActivation banks that one activate command opens
  /// @param banksPerUnit banks that share multipliers; their pages are read in turn, and the next
  ///   one is opened meanwhile
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
      int banksPerUnit,
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
    public MacroEnergies energies() {
      return new MacroEnergies(activateFj, 0, readFjPerBit, multiplyFj, 0);
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
    public double macsPerS() {
      return inputsPerRow * 1e12 / timing.columnPs();
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
      implements Macro, AnalogArray {
    @Override
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
    @Override
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
    public MacroEnergies energies() {
      return new MacroEnergies(
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
    public Optional<CellWrite> cellWrite() {
      return Optional.of(write);
    }

    @Override
    public double cells(double bits) {
      return bits / weightBits * cellsPerWeight();
    }

    /// Pulses that bring an input in, one bit each.
    @Override
    public int pulses() {
      return inputBits;
    }

    @Override
    public double macsPerS() {
      long pulsePs = Math.max(settlePs, conversionPs(rows));
      return (double) inputsPerRow * rows / pulses() / pulsePs * 1e12;
    }
  }
}

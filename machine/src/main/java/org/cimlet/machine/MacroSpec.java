package org.cimlet.machine;

import java.util.List;
import java.util.Locale;
import org.cimlet.quantity.Sourced;
import org.cimlet.technology.logic.FloatWord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One array of weights with what multiplies at its edge, as written: a member for each kind of
/// circuit. All share the shape of words; a row of `inputsPerRow` words belongs to one output and
/// one tile of its inputs.
public sealed interface MacroSpec {
  /// Weights in a row, multiplied at the same time.
  int inputsPerRow();

  /// Rows.
  int rows();

  /// Bits of one stored weight.
  int weightBits();

  /// Bits of one input.
  int inputBits();

  /// Bits of one sum.
  int accumulatorBits();

  /// The kinds by the words of files.
  enum Kind {
    /// [DigitalSram].
    DIGITAL_SRAM,
    /// [DramBank].
    DRAM_BANK,
    /// [DigitalNvm].
    DIGITAL_NVM,
    /// [AnalogCrossbar].
    ANALOG_CROSSBAR,
    /// [ChargeSram].
    CHARGE_SRAM;

    /// The kind a file names; null where there is no such kind.
    static @Nullable Kind of(JsonNode word) {
      for (Kind kind : values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(word.asString(""))) {
          return kind;
        }
      }
      return null;
    }

    /// Whether rows can be read as words, to look up the embedding.
    boolean readsWords() {
      return switch (this) {
        case DIGITAL_SRAM, DRAM_BANK, DIGITAL_NVM -> true;
        case ANALOG_CROSSBAR, CHARGE_SRAM -> false;
      };
    }
  }

  /// SRAM computing on the memory boundary.
  ///
  /// @param inputsPerRow weights in a row, one multiplier each
  /// @param rows of the array
  /// @param cyclesPerRow clock cycles from row to row: 1 bit-parallel, input bits where bit-serial
  /// @param inputVectors that a row is multiplied with as it is read
  /// @param readFjPerBit energy of reading one stored bit
  /// @param multiplyFj energy of one multiply and its share of the adder tree
  /// @param zeroSkipper present where rows may be packed N:M
  /// @param format of words; null for whole numbers
  /// @param alignment of floating-point words; null where it takes none
  /// @param precisions other words it takes
  record DigitalSram(
      int inputsPerRow,
      int rows,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int cyclesPerRow,
      int inputVectors,
      Sourced clockMhz,
      Sourced readFjPerBit,
      Sourced multiplyFj,
      MachineSpec.@Nullable ZeroSkipper zeroSkipper,
      @Nullable Format format,
      @Nullable Alignment alignment,
      List<Precision> precisions)
      implements MacroSpec {}

  /// Words beside its own that a macro takes, in rows of the same bits.
  ///
  /// @param cyclesPerRow clock cycles from row to row
  /// @param inputVectors that a row is multiplied with as it is read
  record Precision(WordPair words, int cyclesPerRow, int inputVectors, Sourced multiplyFj) {}

  /// A bank of a DRAM die with multipliers at its column decoder.
  ///
  /// @param rowsPerPage column accesses of an open page
  /// @param banksPerActivation banks that one activate command opens
  /// @param banksPerUnit banks that share multipliers and are read in turn
  /// @param bufferWords inputs the die's buffer holds
  /// @param accumulators sums a bank keeps
  /// @param readFjPerBit energy of bringing one bit from an open page to the multipliers
  /// @param activateFj energy of opening and closing a page of one bank
  /// @param refreshFj energy of one refresh of the whole die
  record DramBank(
      int inputsPerRow,
      int rows,
      Format format,
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
      Sourced readFjPerBit,
      Sourced multiplyFj,
      Sourced activateFj,
      Sourced refreshFj)
      implements MacroSpec {}

  /// What stores a bit in a non-volatile array.
  enum Cell {
    /// A resistive filament.
    RRAM,
    /// A transistor with a ferroelectric gate.
    FEFET,
    /// A magnetic tunnel junction.
    MRAM
  }

  /// What the bits of a weight stand for.
  enum Format {
    /// Whole numbers.
    INT,
    /// Brain floating point.
    BF16,
    /// IEEE 754 half precision.
    FP16,
    /// 8 bits, 4 of them exponent.
    FP8_E4M3,
    /// 8 bits, 5 of them exponent.
    FP8_E5M2;

    /// What a word of a file names; whole numbers where it names none.
    static Format of(JsonNode word) {
      for (Format format : values()) {
        if (format.key().equals(word.asString(""))) {
          return format;
        }
      }
      return INT;
    }

    /// As files name it.
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Bits of a floating-point word.
    int bits() {
      return switch (this) {
        case INT -> 0;
        case BF16, FP16 -> 16;
        case FP8_E4M3, FP8_E5M2 -> 8;
      };
    }

    /// Exponent and fraction of a floating-point word.
    FloatWord word() {
      return switch (this) {
        case INT -> throw new IllegalStateException("whole numbers have no exponent");
        case BF16 -> new FloatWord(8, 7);
        case FP16 -> new FloatWord(5, 10);
        case FP8_E4M3 -> new FloatWord(4, 3);
        case FP8_E5M2 -> new FloatWord(5, 2);
      };
    }
  }

  /// What is aligned of a row's floating-point words.
  enum Aligned {
    /// Products: exponents of inputs and weights are added first.
    PRODUCTS,
    /// Inputs by themselves, and weights when they are written.
    INPUTS
  }

  /// How floating-point words are brought to one exponent.
  ///
  /// @param guardBits that aligned mantissas keep below their own lowest
  /// @param outputs that share what aligns their inputs
  record Alignment(Aligned of, int guardBits, int outputs) {}

  /// What stays in a DRAM die while the rest passes by.
  enum Stationary {
    /// A buffer of inputs meets all outputs.
    INPUT,
    /// As many outputs as there are accumulators meet all inputs.
    OUTPUT
  }

  /// Times between the commands of a DRAM die, by their names in data sheets.
  ///
  /// @param fillNs writing `inputsPerRow` inputs into the buffer
  /// @param resultNs reading one sum of every bank
  /// @param writeToReadNs from the last write of inputs to the first access; null for none
  /// @param readToWriteNs from an access to the first write of inputs; null for none
  /// @param modeChangeNs between commands to registers and to banks; null for none
  record BankTiming(
      Sourced tCcdNs,
      Sourced fillNs,
      Sourced resultNs,
      @Nullable Sourced writeToReadNs,
      @Nullable Sourced readToWriteNs,
      @Nullable Sourced modeChangeNs,
      Sourced tRcdNs,
      Sourced tRrdNs,
      Sourced tFawNs,
      Sourced tRasNs,
      Sourced tRtpNs,
      Sourced tRpNs,
      Sourced tRefiNs,
      Sourced tRfcNs) {}

  /// Non-volatile cells read as bits, with digital multipliers at the array's edge.
  ///
  /// @param inputVectors that a row is multiplied with as it is read
  /// @param cell what stores a bit
  /// @param bitsPerCell sensed one after the other
  /// @param cellsPerSelector cells that share a transistor: 1 in a 1T1R array, n in a 1TnR one
  /// @param selectNs opening a word line
  /// @param senseNs sensing one bit of every cell of a row
  /// @param clockMhz of multipliers and vector unit
  record DigitalNvm(
      int inputsPerRow,
      int rows,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int inputVectors,
      Cell cell,
      int bitsPerCell,
      int cellsPerSelector,
      Sourced selectNs,
      Sourced senseNs,
      Sourced clockMhz,
      Sourced readFjPerBit,
      Sourced multiplyFj,
      Sourced selectFj,
      CellWrite write)
      implements MacroSpec {}

  /// A crossbar of resistive cells that adds currents.
  ///
  /// @param wordLines driven at the same time, one input each
  /// @param bitLines that results leave on: a pair for each slice of a row's weights
  /// @param bitsPerCell of a weight's magnitude; a pair of cells holds a slice with its sign
  /// @param clockMhz of adders and vector unit
  /// @param settleNs from driving the word lines to currents that may be held
  /// @param driveFj driving one word line for one pulse
  /// @param cellFj current through one cell for one pulse
  /// @param shiftAddFj adding one conversion's result
  record AnalogCrossbar(
      int wordLines,
      int bitLines,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int bitsPerCell,
      Sourced clockMhz,
      Sourced settleNs,
      Adc adc,
      AnalogCell cell,
      Sourced driveFj,
      Sourced cellFj,
      Sourced shiftAddFj,
      CellWrite write)
      implements MacroSpec {
    @Override
    public int inputsPerRow() {
      return wordLines;
    }

    /// Bit lines of one weight: a pair for each slice of its magnitude.
    static int bitLinesPerWeight(int weightBits, int bitsPerCell) {
      return 2 * Math.ceilDiv(Math.max(1, weightBits - 1), bitsPerCell);
    }

    @Override
    public int rows() {
      return bitLines / bitLinesPerWeight(weightBits, bitsPerCell);
    }
  }

  /// SRAM whose cells put charge on bit lines through capacitors.
  ///
  /// @param wordLines driven at the same time, one input each
  /// @param bitLines that results leave on: one for each bit of a row's weights
  /// @param inputBitsPerPulse bits of an input that one pulse brings in as a level
  /// @param clockMhz of adders and vector unit
  /// @param settleNs from driving the word lines to charge that may be held
  /// @param driveFj driving one word line for one pulse
  /// @param cellFj charging one cell's capacitor for one pulse
  /// @param shiftAddFj adding one conversion's result
  record ChargeSram(
      int wordLines,
      int bitLines,
      int weightBits,
      int inputBits,
      int accumulatorBits,
      int inputBitsPerPulse,
      Sourced clockMhz,
      Sourced settleNs,
      Adc adc,
      ChargeCell cell,
      Sourced driveFj,
      Sourced cellFj,
      Sourced shiftAddFj)
      implements MacroSpec {
    @Override
    public int inputsPerRow() {
      return wordLines;
    }

    @Override
    public int rows() {
      return bitLines / weightBits;
    }
  }

  /// How far a cell's charge is from what it was meant to be, as shares of a full one.
  ///
  /// @param spread standard deviation of the capacitors
  /// @param readNoise standard deviation from pulse to pulse
  record ChargeCell(Sourced spread, Sourced readNoise) {}

  /// The converters of an array with analog sums.
  ///
  /// @param perMacro converters that share the bit lines
  /// @param rangeLevels full scale to either side, in steps between neighbouring levels of a cell
  record Adc(int bits, int perMacro, Sourced rateMsps, Sourced conversionFj, Sourced rangeLevels) {}

  /// How far a cell is from what it was meant to be, as shares of its conductance range.
  ///
  /// @param spread standard deviation after programming
  /// @param readNoise standard deviation from read to read
  /// @param driftExponent conductance falls as `(t / 1 s)^-driftExponent`
  record AnalogCell(Sourced spread, Sourced readNoise, Sourced driftExponent) {}

  /// Writing resistive cells.
  ///
  /// @param cellFj all pulses of a write with their verification, one cell
  /// @param cellNs the same in time
  /// @param cellsAtOnce of one macro
  /// @param endurance writes a cell survives
  record CellWrite(Sourced cellFj, Sourced cellNs, int cellsAtOnce, Sourced endurance) {}

  /// A weight and the input it is multiplied by, as files name them: `int4` for both of 4 bits,
  /// `w4a8` for weights of 4 bits and inputs of 8.
  enum WordPair {
    /// Whole numbers.
    INT1(Format.INT, 1, 1),
    /// Whole numbers.
    INT2(Format.INT, 2, 2),
    /// Whole numbers.
    INT4(Format.INT, 4, 4),
    /// Whole numbers.
    INT8(Format.INT, 8, 8),
    /// Whole numbers.
    INT16(Format.INT, 16, 16),
    /// Whole numbers.
    W1A8(Format.INT, 1, 8),
    /// Whole numbers.
    W2A8(Format.INT, 2, 8),
    /// Whole numbers.
    W4A8(Format.INT, 4, 8),
    /// Whole numbers.
    W4A16(Format.INT, 4, 16),
    /// Whole numbers.
    W8A16(Format.INT, 8, 16),
    /// Floating point.
    BF16(Format.BF16),
    /// Floating point.
    FP16(Format.FP16),
    /// Floating point.
    FP8_E4M3(Format.FP8_E4M3),
    /// Floating point.
    FP8_E5M2(Format.FP8_E5M2);

    private final Format format;
    private final int weightBits;
    private final int inputBits;

    WordPair(Format format) {
      this(format, format.bits(), format.bits());
    }

    WordPair(Format format, int weightBits, int inputBits) {
      this.format = format;
      this.weightBits = weightBits;
      this.inputBits = inputBits;
    }

    /// The words of a key; null where it names none.
    static @Nullable WordPair of(String key) {
      for (WordPair pair : values()) {
        if (pair.key().equals(key)) {
          return pair;
        }
      }
      return null;
    }

    /// As a file names them.
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// What their bits stand for.
    public Format format() {
      return format;
    }

    /// Bits of a weight.
    public int weightBits() {
      return weightBits;
    }

    /// Bits of an input.
    public int inputBits() {
      return inputBits;
    }
  }
}

package org.cimlet.execute.macro;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;

/// COMB-MCM's array: inputs come bit by bit, and each cycle ANDs one bit of every input with the
/// bits of its weight on the read bit lines.
///
/// Weights and inputs are two's complement. A bit line discharges only where both bits are 1, so
/// zeros on either side save energy without being looked for: the paper's bipolar bitwise sparsity.
/// Counters at the edge weigh the ones of weight bit `j` in cycle `i` with `2^(i+j)`, negative
/// where just one of them is its word's top bit.
///
/// Source: Zhu et al., *COMB-MCM*, ISSCC 2022 15.3 (the 65 nm chip: 3 bits by 3). Which code
/// negative numbers have there is not published; two's complement is assumed.
final class BitSerialMacro implements MacroArray {
  private final int columns;
  private final int weightBits;
  private final int inputBits;
  private final int inputs;

  /// At `(row * weightBits + bit) * laneWords`: a bit of each of the row's words.
  private final long[] planes;

  private final int laneWords;
  private long rowReads;
  private long discharges;
  private long inputOnes;
  private long inputToggles;
  private long zeroInputs;
  private long weightOnes;
  private long weightToggles;
  private long zeroWeights;

  BitSerialMacro(Macro macro, Packing packing, int rows, int inputs) {
    if (!packing.isDense()) {
      throw new IllegalArgumentException("bit-serial macros hold dense weights, got packed ones");
    }
    this.columns = macro.inputsPerRow();
    this.weightBits = packing.weightBits();
    this.inputBits = macro.inputBits();
    this.inputs = inputs;
    this.laneWords = Math.ceilDiv(columns, Long.SIZE);
    this.planes = new long[Math.multiplyExact(rows, weightBits * laneWords)];
  }

  @Override
  public void write(int row, int tile, byte[] stored, long[] masks) {
    for (int bit = 0; bit < weightBits; bit++) {
      for (int c = 0; c < columns; c++) {
        int index = tile * columns + c;
        int value = index < stored.length ? stored[index] : 0;
        MacroArray.fitting("a weight", value, weightBits);
        int at = (row * weightBits + bit) * laneWords + c / Long.SIZE;
        long mask = 1L << c;
        planes[at] = (value >> bit & 1) == 1 ? planes[at] | mask : planes[at] & ~mask;
      }
    }
  }

  @Override
  public int read(int row, int tile, byte[] x) {
    rowReads++;
    countOperands(row, tile, x);
    int sum = 0;
    for (int cycle = 0; cycle < inputBits; cycle++) {
      long[] plane = inputPlane(cycle, tile, x);
      for (int bit = 0; bit < weightBits; bit++) {
        int ones = 0;
        for (int lane = 0; lane < laneWords; lane++) {
          long weights = planes[(row * weightBits + bit) * laneWords + lane];
          ones += Long.bitCount(weights & plane[lane]);
        }
        discharges += ones;
        boolean negative = (cycle == inputBits - 1) != (bit == weightBits - 1);
        sum += (negative ? -ones : ones) << (cycle + bit);
      }
    }
    return sum;
  }

  private void countOperands(int row, int tile, byte[] x) {
    long[] inputOr = new long[laneWords];
    long[] weightOr = new long[laneWords];
    long[] below = new long[0];
    for (int bit = 0; bit < inputBits; bit++) {
      long[] plane = inputPlane(bit, tile, x);
      inputOnes += gather(plane, 0, inputOr);
      inputToggles += bit == 0 ? 0 : differing(plane, 0, below, 0);
      below = plane;
    }
    for (int bit = 0; bit < weightBits; bit++) {
      int at = (row * weightBits + bit) * laneWords;
      weightOnes += gather(planes, at, weightOr);
      weightToggles += bit == 0 ? 0 : differing(planes, at, planes, at - laneWords);
    }
    for (int lane = 0; lane < laneWords; lane++) {
      zeroInputs -= Long.bitCount(inputOr[lane]);
      zeroWeights -= Long.bitCount(weightOr[lane]);
    }
    zeroInputs += columns;
    zeroWeights += columns;
  }

  /// Ones of a plane, which are also noted.
  private static int gather(long[] plane, int from, long[] any) {
    int ones = 0;
    for (int lane = 0; lane < any.length; lane++) {
      ones += Long.bitCount(plane[from + lane]);
      any[lane] |= plane[from + lane];
    }
    return ones;
  }

  private int differing(long[] plane, int from, long[] other, int otherFrom) {
    int differing = 0;
    for (int lane = 0; lane < laneWords; lane++) {
      differing += Long.bitCount(plane[from + lane] ^ other[otherFrom + lane]);
    }
    return differing;
  }

  private long[] inputPlane(int bit, int tile, byte[] x) {
    long[] plane = new long[laneWords];
    for (int c = 0; c < columns && tile * columns + c < inputs; c++) {
      int value = MacroArray.fitting("an input", x[tile * columns + c], inputBits);
      plane[c / Long.SIZE] |= (value >> bit & 1L) << c;
    }
    return plane;
  }

  /// Bit lines discharged so far: where a weight's bit and an input's bit were both 1.
  long discharges() {
    return discharges;
  }

  @Override
  public OperandCounts operands() {
    long words = rowReads * columns;
    return new OperandCounts(
        new OperandCounts.Words(words, inputBits, inputOnes, inputToggles, zeroInputs),
        new OperandCounts.Words(words, weightBits, weightOnes, weightToggles, zeroWeights));
  }

  @Override
  public MacroActions actions() {
    long words = rowReads * columns;
    return new MacroActions(rowReads, words * weightBits, words, 0, 0);
  }
}

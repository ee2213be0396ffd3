package org.cimlet.execute.macro;

import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;

/// Computing on the memory boundary, all bits of a word at once. [MacroEdge] brings the inputs.
final class DigitalMacro implements MacroArray {
  private final int columns;
  private final int weightBits;
  private final int inputBits;
  private final int maskBits;
  private final byte[] words;
  private final byte[] inputsAtEdge;
  private final MacroEdge edge;
  private long rowReads;
  private long inputOnes;
  private long inputToggles;
  private long zeroInputs;
  private long weightOnes;
  private long weightToggles;
  private long zeroWeights;

  DigitalMacro(Macro macro, Packing packing, int rows, int inputs) {
    this.columns = macro.inputsPerRow();
    this.weightBits = packing.weightBits();
    this.inputBits = macro.inputBits();
    this.maskBits = packing.group();
    this.words = new byte[Math.multiplyExact(rows, columns)];
    this.inputsAtEdge = new byte[columns];
    this.edge = MacroEdge.of(packing, columns, rows, inputs);
  }

  @Override
  public void write(int row, int tile, byte[] stored, long[] masks) {
    for (int c = 0; c < columns; c++) {
      int index = tile * columns + c;
      int value = index < stored.length ? stored[index] : 0;
      words[row * columns + c] = MacroArray.fitting("a weight", value, weightBits);
    }
    edge.write(row, tile, masks);
  }

  @Override
  public int read(int row, int tile, byte[] x) {
    rowReads++;
    edge.bring(row, tile, x, inputsAtEdge);
    int sum = 0;
    for (int c = 0; c < columns; c++) {
      int input = MacroArray.fitting("an input", inputsAtEdge[c], inputBits);
      int weight = words[row * columns + c];
      sum += weight * input;
      inputOnes += OperandCounts.Words.ones(input, inputBits);
      inputToggles += OperandCounts.Words.toggles(input, inputBits);
      weightOnes += OperandCounts.Words.ones(weight, weightBits);
      weightToggles += OperandCounts.Words.toggles(weight, weightBits);
      zeroInputs += input == 0 ? 1 : 0;
      zeroWeights += weight == 0 ? 1 : 0;
    }
    return sum;
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
    long read = rowReads * columns;
    return new MacroActions(
        rowReads,
        read * weightBits + edge.maskDecodes() * maskBits,
        read,
        edge.skippedWeights(),
        edge.maskDecodes());
  }
}

package org.cimlet.estimate.walk;

import java.util.Arrays;

/// The chiplets that hold one step, in the order they were filled, with what each contributes.
final class StepShards {
  /// Chiplets there is room for at first: few steps of a pipeline have more.
  private static final int FEW = 4;

  /// One more than a chiplet's place among those below; 0 where it is not among them.
  private final int[] slot;

  private int[] chiplet = new int[FEW];
  private double[] outputs = new double[FEW];
  private double[] inputShare = new double[FEW];
  private double[] absence = new double[FEW];
  private double[] macroS = new double[FEW];
  private double[] controlS = new double[FEW];
  private int size;
  private double totalOutputs;

  StepShards(int chiplets) {
    slot = new int[chiplets];
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      slot[chiplet[i]] = 0;
    }
    size = 0;
    totalOutputs = 0;
  }

  /// Adds a shard: its results for one token, its share of the inputs, its macro time, the time its
  /// macros wait, whatever the tokens, and the chance that a token uses it.
  void add(
      int at,
      double pieceOutputs,
      double pieceInputShare,
      double pieceMacroS,
      double pieceControlS,
      double piecePresence) {
    totalOutputs += pieceOutputs;
    int i = slot[at] - 1;
    if (i >= 0) {
      outputs[i] += pieceOutputs;
      macroS[i] += pieceMacroS;
      controlS[i] += pieceControlS;
      absence[i] *= 1 - piecePresence;
      return;
    }
    if (size == chiplet.length) {
      grow();
    }
    slot[at] = size + 1;
    chiplet[size] = at;
    outputs[size] = pieceOutputs;
    inputShare[size] = pieceInputShare;
    macroS[size] = pieceMacroS;
    controlS[size] = pieceControlS;
    absence[size] = 1 - piecePresence;
    size++;
  }

  private void grow() {
    int more = 2 * size;
    chiplet = Arrays.copyOf(chiplet, more);
    outputs = Arrays.copyOf(outputs, more);
    inputShare = Arrays.copyOf(inputShare, more);
    absence = Arrays.copyOf(absence, more);
    macroS = Arrays.copyOf(macroS, more);
    controlS = Arrays.copyOf(controlS, more);
  }

  /// Says that there are others, in other weight sets: of so many results these make their share.
  void isPartOf(double outputsOfStep) {
    totalOutputs = outputsOfStep;
  }

  int size() {
    return size;
  }

  int chiplet(int i) {
    return chiplet[i];
  }

  /// Results of one token made here.
  double outputs(int i) {
    return outputs[i];
  }

  /// Share of the step's results made here.
  double share(int i) {
    return outputs[i] / totalOutputs;
  }

  /// Share of the inputs multiplied here: 1 unless they are cut.
  double inputShare(int i) {
    return inputShare[i];
  }

  /// Whether each chiplet has a slice of the inputs, and its results are partial sums.
  boolean isInputCut() {
    return inputShare[0] < 1;
  }

  /// Whether these are the chiplets, in this order.
  boolean sits(int[] chiplets) {
    return Arrays.equals(chiplet, 0, size, chiplets, 0, chiplets.length);
  }

  /// The chiplets, in the order they were filled.
  int[] chiplets() {
    return Arrays.copyOf(chiplet, size);
  }

  /// Chance that a token needs this chiplet.
  double useProbability(int i) {
    return 1 - absence[i];
  }

  /// Macro time of one token here, less what macros wait.
  double macroS(int i) {
    return macroS[i];
  }

  /// Time macros wait here before rows stream, however many tokens pass together.
  double controlS(int i) {
    return controlS[i];
  }
}

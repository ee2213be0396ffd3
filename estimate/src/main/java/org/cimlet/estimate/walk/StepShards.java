package org.cimlet.estimate.walk;

import java.util.Arrays;
import org.cimlet.estimate.timing.DieTiming;

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
  private double[] busyS = new double[FEW];
  private double[] eachS = new double[FEW];
  private int size;
  private double totalOutputs;
  private boolean worked;
  private double workS;
  private double waitedS;

  StepShards(int chiplets) {
    slot = new int[chiplets];
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      slot[chiplet[i]] = 0;
    }
    size = 0;
    totalOutputs = 0;
    worked = false;
  }

  /// Adds a shard: its results for one token, its share of the inputs, and the chance that a token
  /// uses it. How long it takes is said by [#takes].
  ///
  /// @return the place of its chiplet among these
  int add(int at, double pieceOutputs, double pieceInputShare, double piecePresence) {
    totalOutputs += pieceOutputs;
    int i = slot[at] - 1;
    if (i >= 0) {
      outputs[i] += pieceOutputs;
      absence[i] *= 1 - piecePresence;
      return i;
    }
    if (size == chiplet.length) {
      grow();
    }
    slot[at] = size + 1;
    chiplet[size] = at;
    outputs[size] = pieceOutputs;
    inputShare[size] = pieceInputShare;
    absence[size] = 1 - piecePresence;
    macroS[size] = 0;
    controlS[size] = 0;
    busyS[size] = 0;
    return size++;
  }

  /// Adds how long a shard takes: its macro time, the time its macros wait, whatever the tokens,
  /// and for how long a token has them busy.
  void takes(int i, double pieceMacroS, double pieceControlS, double pieceBusyS) {
    macroS[i] += pieceMacroS;
    controlS[i] += pieceControlS;
    busyS[i] += pieceBusyS;
  }

  /// Says how long all shards of a chiplet take. Asks for [#work] to be found anew.
  void take(int i, double allMacroS, double allControlS, double allBusyS) {
    macroS[i] = allMacroS;
    controlS[i] = allControlS;
    busyS[i] = allBusyS;
    worked = false;
  }

  /// The same, apart: these go on to another step.
  StepShards copy() {
    StepShards copy = new StepShards(0);
    copy.chiplet = Arrays.copyOf(chiplet, size);
    copy.outputs = Arrays.copyOf(outputs, size);
    copy.inputShare = Arrays.copyOf(inputShare, size);
    copy.absence = Arrays.copyOf(absence, size);
    copy.macroS = new double[size];
    copy.controlS = new double[size];
    copy.busyS = new double[size];
    copy.eachS = new double[size];
    copy.size = size;
    copy.totalOutputs = totalOutputs;
    return copy;
  }

  private void grow() {
    int more = 2 * size;
    chiplet = Arrays.copyOf(chiplet, more);
    outputs = Arrays.copyOf(outputs, more);
    inputShare = Arrays.copyOf(inputShare, more);
    absence = Arrays.copyOf(absence, more);
    macroS = Arrays.copyOf(macroS, more);
    controlS = Arrays.copyOf(controlS, more);
    busyS = Arrays.copyOf(busyS, more);
    eachS = Arrays.copyOf(eachS, more);
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

  /// For how long a token has the macros busy here.
  double busyS(int i) {
    return busyS[i];
  }

  /// Finds for how long each chiplet works on so many tokens: the longer of its macros and of what
  /// passes its wires.
  ///
  /// @param inputBits of a token
  /// @param bitsOfResult each of those that a chiplet makes has
  void work(DieTiming kind, double inputBits, int bitsOfResult, int tokens) {
    if (worked) {
      return;
    }
    worked = true;
    workS = 0;
    waitedS = 0;
    for (int i = 0; i < size; i++) {
      double bits = inputBits * inputShare[i] + outputs[i] * bitsOfResult;
      double arraysS = tokens * macroS[i] + controlS[i];
      double wiresS = tokens * bits * kind.distributionSPerBit();
      double longer = arraysS > wiresS ? arraysS : wiresS;
      eachS[i] = longer;
      if (longer > workS) {
        workS = longer;
        waitedS = arraysS < wiresS ? 0 : controlS[i];
      }
    }
  }

  /// For how long each chiplet works, in the order they were filled; there may be more behind.
  double[] eachS() {
    return eachS;
  }

  /// For how long the one works that works longest.
  double workS() {
    return workS;
  }

  /// For how long its macros wait of that.
  double waitedS() {
    return waitedS;
  }

  /// Whether another set has the same chiplets with the same shares.
  boolean isLike(StepShards other) {
    return totalOutputs == other.totalOutputs
        && Arrays.equals(chiplet, 0, size, other.chiplet, 0, other.size)
        && Arrays.equals(outputs, 0, size, other.outputs, 0, other.size)
        && Arrays.equals(inputShare, 0, size, other.inputShare, 0, other.size)
        && Arrays.equals(absence, 0, size, other.absence, 0, other.size);
  }
}

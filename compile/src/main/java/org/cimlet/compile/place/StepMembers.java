package org.cimlet.compile.place;

import java.util.Arrays;
import java.util.List;
import org.cimlet.compile.tile.StageSlice;

/// The chiplets of one replica that hold a step, in the order of their slices, with the share of
/// its results each makes.
public final class StepMembers {
  public static final StepMembers NONE = new StepMembers(new int[0], new double[0], false);

  private final int[] chiplet;
  private final double[] share;
  private final boolean inputCut;

  private StepMembers(int[] chiplet, double[] share, boolean inputCut) {
    this.chiplet = chiplet;
    this.share = share;
    this.inputCut = inputCut;
  }

  /// Number after that of the last slice of the step that begins at `first`.
  public static int end(List<StageSlice> slices, int first) {
    int end = first + 1;
    while (end < slices.size()
        && slices.get(end).layer() == slices.get(first).layer()
        && slices.get(end).what().step() == slices.get(first).what().step()) {
      end++;
    }
    return end;
  }

  /// @param step the slices of a step
  /// @param group chiplets of a stage
  public static StepMembers of(List<StageSlice> step, int group) {
    int first = step.getFirst().stage() * group;
    double[] made = new double[(step.getLast().stage() + 1) * group - first];
    double all = 0;
    for (StageSlice slice : step) {
      for (int i = 0; i < group; i++) {
        made[slice.stage() * group + i - first] += slice.outputs(i);
        all += slice.outputs(i);
      }
    }
    int[] chiplet = new int[made.length];
    double[] shares = new double[made.length];
    int size = 0;
    for (int i = 0; i < made.length; i++) {
      if (made[i] > 0) {
        chiplet[size] = first + i;
        shares[size++] = made[i] / all;
      }
    }
    return new StepMembers(
        Arrays.copyOf(chiplet, size), Arrays.copyOf(shares, size), step.getFirst().inputCut());
  }

  /// The dies they lie on.
  public int[] dies(int[] die, int first) {
    int[] dies = new int[chiplet.length];
    for (int i = 0; i < dies.length; i++) {
      dies[i] = die[first + chiplet[i]];
    }
    return dies;
  }

  public double[] shares() {
    return share.clone();
  }

  public int size() {
    return chiplet.length;
  }

  int chiplet(int i) {
    return chiplet[i];
  }

  /// Share of the step's results; of partial sums, an equal share each.
  double share(int i) {
    return share[i];
  }

  boolean isInputCut() {
    return inputCut;
  }
}

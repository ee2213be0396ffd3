package org.cimlet.compile.place;

import java.util.Arrays;
import java.util.List;
import org.cimlet.compile.tile.StageSlice;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// Bits a token sends between the chiplets of one replica, and between them and its host, whichever
/// dies they come to lie on. Vectors that all chiplets of a group get are charged from neighbour to
/// neighbour: routers or chiplets pass them on.
public final class StepTraffic {
  private final int chiplets;
  private final double[] between;
  private final double[] withHost;
  private final int[][] partners;
  private final double[][] bitsWithPartners;

  private StepTraffic(int chiplets) {
    this.chiplets = chiplets;
    between = new double[chiplets * chiplets];
    withHost = new double[chiplets];
    partners = new int[chiplets][];
    bitsWithPartners = new double[chiplets][];
  }

  /// @param slices of one replica
  /// @param chiplets of one replica
  /// @param home of each layer
  public static StepTraffic of(
      Program program, Chiplet die, List<StageSlice> slices, int group, int[] home, int chiplets) {
    StepTraffic traffic = new StepTraffic(chiplets);
    int activationBits = die.macro().inputBits();
    int residualBits = die.residualBits();
    StepMembers previous = StepMembers.NONE;
    for (int at = 0; at < slices.size(); ) {
      int end = StepMembers.end(slices, at);
      int layer = slices.get(at).layer();
      Step step = program.step(layer, slices.get(at).what().step());
      StepMembers members = StepMembers.of(slices.subList(at, end), group);
      boolean firstOfLayer = at == 0 || slices.get(at - 1).layer() != layer;
      if (firstOfLayer && die.vector() != null && layer > 0) {
        traffic.add(home[layer - 1], home[layer], (double) program.hiddenSize() * residualBits);
      }
      traffic.inputs(
          step, members, previous, home[layer], (double) step.inputElements() * activationBits);
      traffic.results(
          members,
          home[layer],
          (double) step.toHostElements() * (program.isHead(layer) ? residualBits : activationBits),
          (double) step.toResidualElements() * residualBits
              + (double) step.toHomeElements() * activationBits);
      previous = members;
      at = end;
    }
    traffic.findPartners();
    return traffic;
  }

  /// Most chiplets of a pipeline send to few others.
  private void findPartners() {
    int[] found = new int[chiplets];
    for (int a = 0; a < chiplets; a++) {
      int count = 0;
      for (int b = 0; b < chiplets; b++) {
        if (between[a * chiplets + b] > 0) {
          found[count++] = b;
        }
      }
      partners[a] = Arrays.copyOf(found, count);
      bitsWithPartners[a] = new double[count];
      for (int i = 0; i < count; i++) {
        bitsWithPartners[a][i] = between[a * chiplets + partners[a][i]];
      }
    }
  }

  private void inputs(Step step, StepMembers members, StepMembers previous, int home, double bits) {
    switch (step.source()) {
      case HOST -> {
        withHost[members.chiplet(0)] += bits;
        chain(members, members.chiplet(0), bits);
      }
      case RESIDUAL, HOME -> chain(members, home, bits);
      case PREVIOUS -> {
        for (int i = 0; i < members.size(); i++) {
          for (int j = 0; j < previous.size(); j++) {
            double part = members.isInputCut() ? 1.0 / members.size() : 1;
            add(previous.chiplet(j), members.chiplet(i), bits * previous.share(j) * part);
          }
        }
      }
    }
  }

  private void chain(StepMembers members, int from, double bits) {
    int before = from;
    for (int i = 0; i < members.size(); i++) {
      add(before, members.chiplet(i), bits);
      before = members.chiplet(i);
    }
  }

  private void results(StepMembers members, int home, double hostBits, double homeBits) {
    for (int i = 0; i < members.size(); i++) {
      withHost[members.chiplet(i)] += hostBits * members.share(i);
      add(members.chiplet(i), home, homeBits * members.share(i));
    }
  }

  private void add(int a, int b, double bits) {
    if (a != b) {
      between[a * chiplets + b] += bits;
      between[b * chiplets + a] += bits;
    }
  }

  /// Chiplets that send one another something, in the order of their numbers.
  public int[] partners(int chiplet) {
    return partners[chiplet];
  }

  /// Bits in both directions, with each of them.
  public double[] bitsWithPartners(int chiplet) {
    return bitsWithPartners[chiplet];
  }

  /// Bits in both directions.
  public double withHost(int chiplet) {
    return withHost[chiplet];
  }

  public int chiplets() {
    return chiplets;
  }
}

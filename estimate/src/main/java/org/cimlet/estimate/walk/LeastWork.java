package org.cimlet.estimate.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.estimate.timing.AttentionCost;
import org.cimlet.estimate.timing.AttentionTiming;
import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.estimate.timing.HomeTiming;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Step;

/// What a token takes at the least, however a program's weights are placed on a machine: what hosts
/// and vector units do, wherever the weights lie, and the rows of its steps, in shares that need
/// not be whole. Links take no time here.
///
/// The stages of a pipeline follow each other: where one ends within a step, the chiplets of the
/// next share that step too. So `n` stages spare at most what the `n - 1` steps spare that gain
/// most by that.
public final class LeastWork {
  private final Rows rows;
  private final double rowS;
  private final double controlS;
  private final double elsewhereS;
  private final double hostBusyS;
  private final double together;
  private final double sharing;

  /// Rows of a program on chiplets of some sort, whatever their speed.
  public static final class Rows {
    private final double all;
    private final int steps;
    private final double[] spared;

    private Rows(double all, int steps, double[] spared) {
      this.all = all;
      this.steps = steps;
      this.spared = spared;
    }

    /// @param stages of a pipeline, at most
    public static Rows of(Plan plan, int stages) {
      Chiplet chiplet = plan.machine().chiplet();
      List<Step> steps = new ArrayList<>();
      for (Block block : plan.program().layers()) {
        steps.addAll(block.steps());
      }
      double[] each = new double[steps.size() + (plan.machine().dies().hasHeadOfItsOwn() ? 0 : 1)];
      for (int i = 0; i < steps.size(); i++) {
        each[i] = rows(steps.get(i), chiplet);
      }
      if (each.length > steps.size()) { // the head's words may take other cycles
        Chiplet ofHead = plan.machine().dies().headChiplet();
        each[steps.size()] =
            rows(plan.program().head(), ofHead) * ofHead.macro().rowS() / chiplet.macro().rowS();
      }
      return new Rows(Arrays.stream(each).sum(), each.length, spared(each, stages));
    }

    /// What each further stage spares of them: the step that gains most by one more group of
    /// chiplets has it.
    private static double[] spared(double[] each, int stages) {
      double[] spared = new double[stages];
      int[] groups = new int[each.length];
      Arrays.fill(groups, 1);
      for (int stage = 1; stage < stages; stage++) {
        int most = 0;
        double gain = 0;
        for (int i = 0; i < each.length; i++) {
          double here = each[i] / ((double) groups[i] * (groups[i] + 1));
          if (here > gain) {
            gain = here;
            most = i;
          }
        }
        groups[most]++;
        spared[stage] = spared[stage - 1] + gain;
      }
      return spared;
    }

    /// Rows that a token has all macros of one chiplet read that holds the step.
    private static double rows(Step step, Chiplet chiplet) {
      double rows = 0;
      for (FusedLinears fused : step.fusedLinears()) {
        double words = (double) fused.packing().valuesPerRow(fused.inputs()) * fused.outputs();
        rows += words * fused.activeCopies() / chiplet.macro().inputsPerRow() / chiplet.macros();
      }
      return rows;
    }
  }

  /// @param any plan that places the program on the machine
  public LeastWork(Plan any, Rows rows) {
    this.rows = rows;
    Chiplet chiplet = any.machine().chiplet();
    DieTiming die = new DieTiming(chiplet);
    together = any.scenario().microBatch();
    int vectors = any.machine().dies().headChiplet().macro().inputVectors();
    sharing = Math.min(together, Math.max(vectors, chiplet.macro().inputVectors()));
    rowS = chiplet.macro().rowS() / chiplet.losses().sustainedShare() * die.refreshOverhead();
    controlS = die.controlS() * die.refreshOverhead();
    ResourceTimes times = new ResourceTimes();
    HostPass host = HostPass.ofEqualLayers(any, 1, times);
    hostBusyS = Math.max(host.computeBusyS(), host.memoryBusyS());
    elsewhereS = times.total() + onDies(any, die);
  }

  /// What vector units do, and dies that attend.
  @SuppressWarnings("ReferenceEquality") // equal layers share their block
  private static double onDies(Plan any, DieTiming die) {
    Chiplet.VectorUnit unit = any.machine().chiplet().vector();
    double seconds = unit == null ? 0 : vectorS(any.program().head(), unit, die);
    Block before = any.program().layers().getFirst();
    double eachS = blockS(any, before, die);
    for (Block block : any.program().layers()) {
      if (block != before) {
        eachS = blockS(any, block, die);
        before = block;
      }
      seconds += eachS;
    }
    return seconds;
  }

  private static double blockS(Plan any, Block block, DieTiming die) {
    double seconds = attentionS(any, block);
    Chiplet chiplet = any.machine().chiplet();
    Chiplet.VectorUnit unit = chiplet.vector();
    if (unit == null) {
      return seconds;
    }
    for (Step step : block.steps()) {
      seconds += vectorS(step, unit, die);
    }
    for (LocalWork work : block.localWork()) {
      if (work.at() == LocalWork.At.HOME) {
        HomeTiming timing = HomeTiming.of(chiplet, work);
        seconds += (timing.controlS() + timing.computeS()) * die.vectorOverhead();
      }
    }
    return seconds;
  }

  private static double vectorS(Step step, Chiplet.VectorUnit unit, DieTiming die) {
    double seconds = step.vectorOps() / unit.operationsPerS();
    return step.vectorOps() > 0 ? (die.controlS() + seconds) * die.vectorOverhead() : 0;
  }

  /// A die's share, where dies attend.
  private static double attentionS(Plan any, Block block) {
    DieKind attending = any.machine().dies().attending();
    if (attending == null || !block.attention().attends()) {
      return 0;
    }
    Chiplet die = attending.chiplet();
    int sharing =
        attending.use() == DieKind.Use.KV_CACHE
            ? Math.min(attending.count(), block.attention().caches())
            : 1;
    AttentionCost cost =
        AttentionTiming.of(die)
            .token(block.attention().part(0, sharing), any.scenario().contextTokens());
    return Math.max(cost.computeS(), cost.memoryS())
        + AttentionTiming.controlS(die, block.attention());
  }

  /// Time of a token alone.
  ///
  /// @param group chiplets that share every step of a stage
  public double aloneS(int group, int stages) {
    double read = (rows.all - rows.spared[Math.min(stages, rows.spared.length) - 1]) / group;
    return elsewhereS + read * rowS + rows.steps * controlS;
  }

  /// How long a token has macros busy, all of them together.
  public double busyS() {
    return rows.all * rowS / sharing + rows.steps * controlS / together;
  }

  /// How long hosts, vector units and dies that attend take.
  public double elsewhereS() {
    return elsewhereS;
  }

  /// How long a token has its host busy.
  public double hostBusyS() {
    return hostBusyS;
  }
}

package org.cimlet.compile.tile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// Decides how a group deals out fused linears: over outputs or over inputs, and in what quanta.
///
/// Over outputs every chiplet needs the whole input, and the results are gathered. Over inputs each
/// needs a slice, which it often made itself in the step before, and partial sums of all results
/// are added on their way to the home. The cheaper is taken, in time of macros and of one link that
/// carries what every link of an in-network collective carries.
public final class GroupTiling {
  private final Chiplet chiplet;
  private final int group;
  private final double linkBitsPerS;

  /// @param linkBitsPerS of the slowest link between chiplets ([#slowest])
  public GroupTiling(Machine machine, int group, double linkBitsPerS) {
    this.chiplet = machine.chiplet();
    this.group = group;
    this.linkBitsPerS = linkBitsPerS;
  }

  /// Bandwidth of the slowest link between chiplets; infinite where there is none.
  public static double slowest(Topology topology) {
    double slowest = Double.POSITIVE_INFINITY;
    for (int link = 0; link < topology.linkCount(); link++) {
      if (!topology.atHost(link)) {
        slowest = Math.min(slowest, topology.bitsPerS(link));
      }
    }
    return slowest;
  }

  /// Which fused linears cut their inputs, of layers that do not share theirs with the one before:
  /// all that [#of] decides.
  @SuppressWarnings("ReferenceEquality") // equal layers share theirs
  public static BitSet inputCuts(List<TiledLinears[]> dealt) {
    BitSet cuts = new BitSet();
    int at = 0;
    TiledLinears[] before = {};
    for (TiledLinears[] layer : dealt) {
      if (layer != before) {
        for (TiledLinears linears : layer) {
          cuts.set(at++, linears.inputCut());
        }
        before = layer;
      }
    }
    return cuts;
  }

  /// The fused linears of every layer, the head last where it is among them, as the group deals
  /// them out.
  public List<TiledLinears[]> of(Program program, List<TiledLinears[]> layers) {
    if (group == 1) {
      return layers;
    }
    IdentityHashMap<Block, TiledLinears[]> found = new IdentityHashMap<>();
    List<TiledLinears[]> dealt = new ArrayList<>();
    for (int layer = 0; layer < program.layers().size(); layer++) {
      TiledLinears[] linears = layers.get(layer);
      dealt.add(
          found.computeIfAbsent(
              program.layers().get(layer), block -> dealt(block.steps(), linears)));
    }
    if (layers.size() > program.layers().size()) {
      dealt.add(dealt(List.of(program.head()), layers.getLast()));
    }
    return dealt;
  }

  private TiledLinears[] dealt(List<Step> steps, TiledLinears[] linears) {
    TiledLinears[] dealt = new TiledLinears[linears.length];
    for (int i = linears.length - 1; i >= 0; i--) {
      boolean cut = pays(steps.get(linears[i].step()), linears[i]);
      boolean nextCut = i + 1 < linears.length && dealt[i + 1].inputCut();
      int quantum = nextCut ? sliceOfNext(steps, linears[i], linears[i + 1]) : 0;
      dealt[i] = linears[i].dealt(quantum > 0 ? quantum : linears[i].outputQuantum(), cut);
    }
    return dealt;
  }

  /// Output channels that make one row's worth of the next step's inputs; 0 where no whole number
  /// does.
  private static int sliceOfNext(List<Step> steps, TiledLinears made, TiledLinears read) {
    if (steps.get(read.step()).source() != Step.Source.PREVIOUS
        || steps.get(made.step()).fusedLinears().size() != 1
        || made.isRouted()) {
      return 0;
    }
    long outputs = (long) made.fused().outputs() * read.inputQuantum();
    return outputs % read.fused().inputs() == 0 ? (int) (outputs / read.fused().inputs()) : 0;
  }

  private boolean pays(Step step, TiledLinears what) {
    boolean onlyToResidual =
        step.toHostElements() == 0
            && step.toHomeElements() == 0
            && step.toNextElements() == 0
            && step.toResidualElements() > 0;
    int quanta = Math.ceilDiv(what.fused().inputs(), what.inputQuantum());
    if (step.fusedLinears().size() != 1
        || what.isRouted()
        || !onlyToResidual
        || step.source() == Step.Source.RESIDUAL
        || step.source() == Step.Source.HOME
        || quanta < group) {
      return false;
    }
    double rowS = chiplet.macro().rowS();
    double inputBits = (double) step.inputElements() * chiplet.macro().inputBits();
    double resultBits = (double) step.toResidualElements() * chiplet.residualBits();
    double sumBits = (double) step.toResidualElements() * chiplet.macro().accumulatorBits();
    int outputs =
        Math.ceilDiv(Math.ceilDiv(what.fused().outputs(), what.outputQuantum()), group)
            * what.outputQuantum();
    int inputs = Math.ceilDiv(quanta, group) * what.inputQuantum();
    double wholeS = what.rowsOf(outputs) * rowS + (inputBits + resultBits / 2) / linkBitsPerS;
    double cutS = what.inputCutRows(inputs) * rowS + (inputBits / group + sumBits) / linkBitsPerS;
    return cutS < wholeS;
  }
}

package org.cimlet.compile.lower;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.network.Recurrence;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.ElementWise;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Linear;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Operation;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.RecurrentUpdate;

/// Collects the linears and operations of one layer.
public final class BlockBuilder {
  private final int hidden;
  private final Packing packing;
  private final HostOffload onDie;
  private final List<Linear> linears = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();

  BlockBuilder(int hidden, Packing packing, HostOffload onDie) {
    this.hidden = hidden;
    this.packing = packing;
    this.onDie = onDie;
  }

  int hidden() {
    return hidden;
  }

  /// A step whose input was normalised first.
  StepBuilder normedStep() {
    return new StepBuilder(hidden, onDie, StepBuilder.Norm.BEFORE);
  }

  StepBuilder step() {
    return new StepBuilder(hidden, onDie, StepBuilder.Norm.NONE);
  }

  /// Lists the linears and fuses them.
  FusedLinears fuse(Linear... fused) {
    List<Linear> list = List.of(fused);
    linears.addAll(list);
    return FusedLinears.of(list, packing);
  }

  void add(StepBuilder step) {
    operations.add(step.build());
  }

  void attention(AttentionWork work) {
    operations.add(work);
  }

  /// A state is kept where the KV cache is: at the layer's home if the dies attend, else at the
  /// host.
  void update(Recurrence recurrence) {
    long bits = recurrence.stateElements() * Recurrence.STATE_BITS;
    operations.add(
        new RecurrentUpdate("state update", recurrence.operations(), bits, bits, place()));
  }

  void elementWise(String name, long elementOps) {
    operations.add(new ElementWise(name, elementOps, place()));
  }

  private LocalWork.At place() {
    return onDie == HostOffload.ATTENTION ? LocalWork.At.HOME : LocalWork.At.HOST;
  }

  Block build(int normWeights) {
    return new Block(linears, operations, normWeights);
  }
}

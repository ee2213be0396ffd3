package org.cimlet.compile.place;

import org.cimlet.compile.tile.TiledLinears;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.PlacementBuilder;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.CollectiveAlgorithm;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;

/// The head and the embedding on dies of their own: every die has an equal share of the head's
/// outputs, and of every token's vector an equal slice. All replicas share them.
public final class HeadDies {
  private final Machine machine;
  private final Program program;
  private final DieKind kind;
  private final TiledLinears head;

  public HeadDies(Machine machine, Program program) {
    this.machine = machine;
    this.program = program;
    this.kind = machine.dies().head();
    this.head = TiledLinears.of(program.head(), 0, 0, kind.chiplet());
  }

  /// Writes the head of a replica. The residual stream stays at the last layer's home, which norms
  /// it.
  public void write(PlacementBuilder builder, int replica, int lastHome) {
    int layer = program.layers().size();
    builder.home(layer, lastHome);
    int[] dies = new int[kind.count()];
    for (int i = 0; i < dies.length; i++) {
      dies[i] = kind.at().get(i);
      int outputs = outputs(i);
      if (outputs > 0) {
        int logSplit = head.tiling().bestLogSplit(outputs);
        builder.add(
            layer,
            head.step(),
            head.index(),
            dies[i],
            outputs,
            Math.toIntExact(head.tiling().rows(outputs, logSplit)),
            1 << logSplit,
            head.tiling().rowsPerOutput(logSplit),
            head.fused().inputs(),
            replica == 0 ? headBits(outputs) + embeddingBits() : 0);
      }
    }
    CollectiveAlgorithm inputs = CollectiveAlgorithm.DIRECT;
    if (dies.length > 1) {
      double bits = (double) program.head().inputElements() * kind.chiplet().macro().inputBits();
      int from = machine.chiplet().vector() == null ? machine.topology().host(0) : lastHome;
      inputs = new CollectiveChoice(machine.topology()).broadcast(from, dies, bits);
    }
    builder.collectives(inputs, CollectiveAlgorithm.DIRECT);
  }

  private int outputs(int die) {
    long outputs = head.fused().outputs();
    return (int) (outputs * (die + 1) / kind.count() - outputs * die / kind.count());
  }

  /// Bits of each macro of a die that the head takes.
  private long headBits(int outputs) {
    return head.tiling().bits(head.tiling().rows(outputs, head.tiling().bestLogSplit(outputs)));
  }

  /// Bits of each macro of a die that slices of the embedding's rows take, each in whole rows of
  /// one macro.
  private long embeddingBits() {
    Chiplet chiplet = kind.chiplet();
    Macro macro = chiplet.macro();
    long vectors = program.embeddingWeights() / program.hiddenSize();
    long slice = Math.ceilDiv(program.hiddenSize(), kind.count());
    long rows =
        Math.ceilDiv(vectors, (long) chiplet.macros())
            * Math.ceilDiv(slice, (long) macro.inputsPerRow());
    return rows * macro.inputsPerRow() * macro.weightBits();
  }

  /// @throws InvalidInputException where the dies have too little room
  public void check() {
    long needed = headBits(outputs(kind.count() - 1)) + embeddingBits();
    long held = kind.chiplet().macro().capacityBits();
    if (needed > held) {
      double macros = (double) kind.count() * kind.chiplet().macros() / 8;
      throw InvalidInputException.of(
          machine.name(),
          ("must hold head and embedding of %s, %s with padding, on its %s %s dies, got %s;"
                  + " give other_dies.embedding_head more dies, or larger ones")
              .formatted(
                  program.name(),
                  Si.apartFrom(needed * macros, held * macros, "B"),
                  kind.count(),
                  kind.name(),
                  Si.apartFrom(held * macros, needed * macros, "B")));
    }
  }
}

package org.cimlet.simulate.token;

import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Program;
import org.cimlet.simulate.engine.Continuation.Stage;
import org.cimlet.simulate.hardware.HostActivity;
import org.cimlet.simulate.hardware.MacroPass;
import org.cimlet.simulate.hardware.PackageHardware;
import org.jspecify.annotations.Nullable;

/// Reads the embedding: the rows of a pass's tokens come out of the host's memory or, where dies
/// hold them, the host sends the tokens' numbers to all of these, and each reads its slice of the
/// rows and sends it to where the first layer begins.
final class EmbeddingStage {

  /// Priority: look-ups are short and go before passes through the head. In order of arrival passes
  /// would bunch: all wait for the heads of all, then leave together.
  private static final int FIRST = -1;

  private final Plan plan;
  private final PackageHardware hardware;
  private final @Nullable DieKind kind;
  private final @Nullable MacroPass pass;

  EmbeddingStage(Plan plan, PackageHardware hardware) {
    this.plan = plan;
    this.hardware = hardware;
    kind = plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD);
    pass = kind == null ? null : MacroPass.of(kind.chiplet());
  }

  private DieKind kind() {
    if (kind == null) {
      throw new IllegalStateException("no dies hold the embedding");
    }
    return kind;
  }

  /// Reads the rows of a pass's tokens, or has dies do it.
  void begin(Pass p) {
    if (kind == null) {
      readAtHost(p);
      return;
    }
    p.progress().openDies(kind.count(), 2);
    for (int i = 0; i < kind.count(); i++) {
      long bits = (long) p.tokens() * Program.TOKEN_BITS;
      int die = kind.at().get(i);
      hardware.router().send(p.schedule().hostNode(), die, p.at(Stage.LOOKUP_ARRIVED, i), bits);
    }
  }

  private void readAtHost(Pass p) {
    long bits = p.tokens() * plan.program().embeddingRowBits();
    p.tally().add(Action.HOST_MEMORY, bits);
    HostActivity hosts = hardware.hosts();
    hosts
        .memory(p.schedule().host())
        .add(p.priority(), p.at(Stage.EMBEDDING_READ), hosts.bitsPs(bits), p.tokens());
  }

  /// A die knows which rows to read.
  void read(Pass p, int i) {
    int die = kind().at().get(i);
    Macro macro = kind().chiplet().macro();
    int rows = Math.ceilDiv(words(i), macro.inputsPerRow());
    MacroPass reading = pass;
    long readPs =
        rows == 0 || reading == null
            ? 0
            : reading.controlPs() + p.tokens() * reading.rowsPs(rows, rows);
    long opened = rows == 0 || reading == null ? 0 : reading.activations(rows);
    long bits = (long) rows * macro.inputsPerRow() * macro.weightBits();
    long tokens = p.tokens();
    long rowBits = rowBits(i);
    long bufferBits = tokens * (Program.TOKEN_BITS + rowBits);
    int ofKind = plan.machine().dies().kindOf(die);
    p.tally().add(Action.MACRO_READ, ofKind, tokens * bits);
    p.tally().add(Action.ACTIVATE, ofKind, tokens * opened);
    p.tally().add(Action.BUFFER, ofKind, bufferBits);
    long then = p.at(Stage.LOOKUP_READ, i);
    long busPs = hardware.distribution().bitsPs(die, tokens * rowBits);
    hardware.macros().at(die).add(FIRST, then, readPs, p.tokens());
    hardware.distribution().at(die).add(FIRST, then, busPs, p.tokens());
  }

  /// Macros or wires of a die are done; sends its slices on where both are.
  void send(Pass p, int i) {
    if (p.progress().dieWorkDone(i)) {
      boolean onPackage = plan.machine().chiplet().vector() != null;
      int to = onPackage ? p.schedule().step(0).home() : p.schedule().hostNode();
      long bits = p.tokens() * rowBits(i);
      hardware.router().send(kind().at().get(i), to, p.at(Stage.LOOKUP_DELIVERED), bits);
    }
  }

  private long rowBits(int i) {
    return (long) words(i) * plan.machine().residualBits();
  }

  /// Elements of a token's vector that a die holds.
  private int words(int i) {
    long hidden = plan.program().hiddenSize();
    int count = kind().count();
    return (int) (hidden * (i + 1) / count - hidden * i / count);
  }
}

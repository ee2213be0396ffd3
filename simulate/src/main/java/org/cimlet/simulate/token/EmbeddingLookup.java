package org.cimlet.simulate.token;

import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Program;
import org.cimlet.simulate.engine.Server;
import org.cimlet.simulate.hardware.ArrayActivity;
import org.cimlet.simulate.hardware.DistributionBus;
import org.cimlet.simulate.hardware.MacroActivity;
import org.cimlet.simulate.network.Router;
import org.jspecify.annotations.Nullable;

/// The embedding on dies that hold it: a host sends a token's number to all of them, each reads its
/// slice of the row and sends it to where the first layer begins.
final class EmbeddingLookup {
  /// Message to the first die; to the next ones less by one each.
  static final int FIRST_ROLE = -(1 << 20);

  /// Tag of the first die's work; of the next ones more by one each.
  static final int FIRST_TAG = 1 << 20;

  /// Rank: look-ups are short and go before passes through the head. In order of arrival streams
  /// would bunch: all wait for the heads of all, then leave together.
  private static final int FIRST = -1;

  private final Plan plan;
  private final RankSchedules ways;
  private final Router router;
  private final MacroActivity macros;
  private final DistributionBus distribution;
  private final @Nullable DieKind kind;
  private final @Nullable ArrayActivity array;

  EmbeddingLookup(
      Plan plan,
      RankSchedules ways,
      Router router,
      MacroActivity macros,
      DistributionBus distribution) {
    this.plan = plan;
    this.ways = ways;
    this.router = router;
    this.macros = macros;
    this.distribution = distribution;
    kind = plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD);
    array = kind == null ? null : ArrayActivity.of(kind.chiplet());
  }

  /// Whether dies hold the embedding.
  boolean present() {
    return kind != null;
  }

  private DieKind kind() {
    if (kind == null) {
      throw new IllegalStateException("no dies hold the embedding");
    }
    return kind;
  }

  /// Sends the numbers of a stream's tokens out.
  void begin(Stream s) {
    s.visit(kind().count());
    for (int i = 0; i < kind().count(); i++) {
      s.await();
    }
    for (int i = 0; i < kind().count(); i++) {
      int die = kind().at().get(i);
      router.send(
          ways.of(s).hostNode(),
          die,
          s.id(),
          FIRST_ROLE - i,
          (long) s.tokens() * Program.TOKEN_BITS);
    }
  }

  /// A die knows which rows to read.
  void arrived(Stream s, int i) {
    int die = kind().at().get(i);
    Macro macro = kind().chiplet().macro();
    int rows = Math.ceilDiv(words(i), macro.inputsPerRow());
    ArrayActivity reading = array;
    long passPs = rows == 0 || reading == null ? 0 : reading.passPs(rows, rows);
    long opened = rows == 0 || reading == null ? 0 : reading.activations(rows);
    long bits = (long) rows * macro.inputsPerRow() * macro.weightBits();
    long tokens = s.tokens();
    long bufferBits = tokens * (Program.TOKEN_BITS + rowBits(s, i));
    s.tally().addArrays(die, 0, tokens * bits, tokens * opened, bufferBits);
    long job = Server.job(s.id(), FIRST_TAG + i);
    macros.at(die).add(FIRST, job, tokens * passPs, s.tokens());
    long busPs = distribution.bitsPs(die, tokens * rowBits(s, i));
    distribution.at(die).add(FIRST, job, busPs, s.tokens());
  }

  /// Macros or wires of a die are done; sends its slices on where both are.
  void worked(Stream s, int i, int resultRole) {
    if (s.visited(i)) {
      Leg first = ways.of(s).leg(0);
      boolean onPackage = plan.machine().chiplet().vector() != null;
      int to = onPackage ? first.home() : ways.of(s).hostNode();
      router.send(kind().at().get(i), to, s.id(), resultRole, s.tokens() * rowBits(s, i));
    }
  }

  private long rowBits(Stream s, int i) {
    return (long) words(i) * ways.of(s).resolver().residualBits();
  }

  /// Elements of a token's vector that a die holds.
  private int words(int i) {
    long hidden = plan.program().hiddenSize();
    int count = kind().count();
    return (int) (hidden * (i + 1) / count - hidden * i / count);
  }
}

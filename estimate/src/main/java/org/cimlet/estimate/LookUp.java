package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.DieKind;
import org.cimlet.plan.Plan;

/// Looking up a token's row of the embedding on dies that hold it: each gets the token's number
/// from the host, reads its slice of the row as it would pass through so many rows of one macro,
/// and sends it to where the first layer begins.
final class LookUp {
  private static final int NUMBER_BITS = 32;

  private final Plan plan;
  private final DieKind kind;
  private final KindTiming timing;
  private final int residualBits;

  LookUp(Plan plan, DieKind kind, KindTiming timing, int residualBits) {
    this.plan = plan;
    this.kind = kind;
    this.timing = timing;
    this.residualBits = residualBits;
  }

  /// @param tokens of the prompt's last chunk
  /// @param host that serves the streams
  /// @param to where the residual stream begins
  void go(int tokens, int host, int to, PackageLoads loads, PartTimes token, PartTimes chunk) {
    List<Integer> at = kind.at();
    Visit.Share[] one = new Visit.Share[at.size()];
    Visit.Share[] many = new Visit.Share[at.size()];
    for (int i = 0; i < one.length; i++) {
      int words = slice(i);
      int rows = Math.ceilDiv(words, timing.columns());
      double outBits = (double) words * residualBits;
      double workS = rows == 0 ? 0 : timing.macros().passS(rows) * timing.stretch();
      double atOnceS = Math.max(workS, outBits * timing.distributionSPerBit());
      one[i] = new Visit.Share(at.get(i), NUMBER_BITS, atOnceS, outBits);
      many[i] = new Visit.Share(at.get(i), NUMBER_BITS, tokens * atOnceS, outBits);
      loads.macroS()[at.get(i)] += workS;
      timing.macros().countBits((double) rows * timing.columns() * wordBits());
      timing.macros().countActivations((double) timing.macros().activationsOf(rows));
      timing.buffer(NUMBER_BITS + outBits);
    }
    Visit visit = new Visit(plan.machine().topology(), loads.linkBits());
    visit.token(host, one, to);
    add(token, visit);
    visit.chunk(tokens, host, many, to);
    add(chunk, visit);
  }

  private static void add(PartTimes times, Visit visit) {
    times.add(Part.MACROS, visit.workS());
    times.add(Part.HOST_LINKS, visit.totalS() - visit.workS());
  }

  /// Elements of a token's vector that a die holds.
  private int slice(int die) {
    long hidden = plan.program().hiddenSize();
    return (int) (hidden * (die + 1) / kind.count() - hidden * die / kind.count());
  }

  private int wordBits() {
    return kind.chiplet().macro().weightBits();
  }
}

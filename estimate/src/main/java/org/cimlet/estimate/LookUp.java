package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// Looking up a token's row of the embedding on dies that hold it: each gets the token's number
/// from the host, reads its slice of the row as it would pass through so many rows of one macro,
/// and sends it to where the first layer begins.
final class LookUp {
  private final Plan plan;
  private final DieKind kind;
  private final KindTiming timing;
  private final int residualBits;
  private final double[] wantedS;

  /// @param wantedS how long a token of the whole network has each link busy; empty where nobody
  ///   asks
  LookUp(Plan plan, DieKind kind, KindTiming timing, int residualBits, double[] wantedS) {
    this.wantedS = wantedS;
    this.plan = plan;
    this.kind = kind;
    this.timing = timing;
    this.residualBits = residualBits;
  }

  /// @param tokens that look their rows up together
  /// @param host that serves the streams
  /// @param to where the residual stream begins
  void go(
      int tokens, int host, int to, PackageLoads loads, PartTimes times, @Nullable ChunkWay way) {
    List<Integer> at = kind.at();
    Visit.Share[] shares = new Visit.Share[at.size()];
    for (int i = 0; i < shares.length; i++) {
      int words = slice(i);
      int rows = Math.ceilDiv(words, timing.inputsPerRow());
      double outBits = (double) words * residualBits;
      double workS = rows == 0 ? 0 : timing.macros().passS(rows) * timing.stretch();
      double atOnceS = Math.max(workS, outBits * timing.distributionSPerBit());
      shares[i] = new Visit.Share(at.get(i), Program.TOKEN_BITS, tokens * atOnceS, outBits);
      loads.macroS()[at.get(i)] += workS;
      timing.macros().countBits((double) rows * timing.inputsPerRow() * wordBits());
      timing.macros().countActivations((double) timing.macros().activationsOf(rows));
      timing.buffer(Program.TOKEN_BITS + outBits);
    }
    Visit visit = new Visit(plan.machine().topology(), loads.linkBits(), wantedS);
    double[] thereS = visit.go(tokens, host, shares, to);
    times.add(Resource.MACROS, visit.workS());
    times.add(Resource.HOST_LINK, visit.totalS() - visit.workS());
    if (way != null) {
      visit.writeThere(way);
      for (int i = 0; i < shares.length; i++) {
        way.macros(shares[i].die(), thereS[i], shares[i].workS());
      }
      way.next(0);
      visit.writeBack(way);
    }
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

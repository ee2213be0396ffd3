package org.cimlet.estimate.walk;

import java.util.List;
import java.util.Objects;
import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Program;

/// Looking up a token's row of the embedding on dies that hold it: each gets the token's number
/// from the host, reads its slice of the row as it would pass through so many rows of one macro,
/// and sends it to where the first layer begins.
final class EmbeddingLookup {
  private final DieKind dies;
  private final DieTiming timing;
  private final int hiddenSize;
  private final int residualBits;
  private final int hostNode;
  private final int to;
  private final RemoteWork remote;
  private RemoteWork.Share[] shares = new RemoteWork.Share[0];
  private double[] thereS = new double[0];
  private double controlS;

  /// Looks rows up for the first layer.
  ///
  /// @param steps at the first layer
  /// @param host that serves the sequences
  /// @param loads where the links' loads of a token are added up
  /// @param linkDemandS how long a token of the whole network has each link busy
  EmbeddingLookup(Plan plan, StepTiming steps, int host, PackageLoads loads, double[] linkDemandS) {
    Machine machine = plan.machine();
    dies = Objects.requireNonNull(machine.dies().of(DieKind.Use.EMBEDDING_HEAD));
    hostNode = machine.topology().host(host);
    remote = new RemoteWork(machine.topology(), loads.linkBits(), linkDemandS);
    timing = steps.kinds()[machine.dies().kindOf(dies.at().getFirst())];
    hiddenSize = plan.program().hiddenSize();
    residualBits = machine.residualBits();
    to = machine.chiplet().vector() == null ? hostNode : steps.home();
  }

  /// Walks so many tokens, which look their rows up together, and counts what one does.
  EmbeddingLookup walk(int tokens, PackageLoads loads) {
    List<Integer> at = dies.at();
    shares = new RemoteWork.Share[at.size()];
    double longestS = 0;
    for (int i = 0; i < shares.length; i++) {
      int words = slice(i);
      int rows = Math.ceilDiv(words, timing.inputsPerRow());
      double outBits = (double) words * residualBits;
      double workS = rows == 0 ? 0 : readS(tokens, rows);
      double atOnceS = Math.max(workS, tokens * outBits * timing.distributionSPerBit());
      if (atOnceS > longestS) {
        longestS = atOnceS;
        controlS = atOnceS > workS ? 0 : timing.controlS() * timing.refreshOverhead();
      }
      shares[i] = new RemoteWork.Share(at.get(i), Program.TOKEN_BITS, atOnceS, outBits);
      loads.macroS()[at.get(i)] += workS / tokens;
      timing.macros().countBits((double) rows * timing.inputsPerRow() * timing.wordBits());
      timing.macros().countActivations((double) timing.macros().activationsOf(rows));
      timing.buffer(Program.TOKEN_BITS + outBits);
    }
    thereS = remote.walk(tokens, hostNode, shares, to);
    return this;
  }

  /// Macros wait once, then read the rows of each token.
  private double readS(int tokens, int rows) {
    return (timing.controlS() + tokens * timing.macros().passS(rows)) * timing.refreshOverhead();
  }

  /// Adds the time of a token.
  void addTo(ResourceTimes times) {
    times.add(Resource.STEP_CONTROL, controlS);
    times.add(Resource.MACROS, remote.workS() - controlS);
    times.add(Resource.HOST_LINK, remote.totalS() - remote.workS());
  }

  /// Writes it into a chunk's profile.
  void write(PrefillProfile profile) {
    remote.writeThere(profile);
    for (int i = 0; i < shares.length; i++) {
      profile.macros(shares[i].die(), thereS[i], shares[i].workS());
    }
    profile.next(0);
    remote.writeBack(profile);
  }

  /// Elements of a token's vector that a die holds.
  private int slice(int die) {
    long hidden = hiddenSize;
    return (int) (hidden * (die + 1) / dies.count() - hidden * die / dies.count());
  }
}

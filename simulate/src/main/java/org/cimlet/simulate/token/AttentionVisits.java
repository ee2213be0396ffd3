package org.cimlet.simulate.token;

import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.simulate.engine.Server;
import org.cimlet.simulate.hardware.AttentionActivity;
import org.cimlet.simulate.network.Router;

/// Attention on dies: a layer's home sends queries, keys and values to the dies that share the
/// layer, each attends with its heads and sends what it made back.
final class AttentionVisits {
  /// Message to the first die; to the next ones less by one each.
  static final int FIRST_ROLE = -16;

  private final Plan plan;
  private final boolean contextGrows;
  private final RankSchedules ways;
  private final Router router;
  private final AttentionActivity dies;
  private final int activationBits;

  AttentionVisits(
      Plan plan, boolean contextGrows, RankSchedules ways, Router router, AttentionActivity dies) {
    this.plan = plan;
    this.contextGrows = contextGrows;
    this.ways = ways;
    this.router = router;
    this.dies = dies;
    activationBits = plan.machine().chiplet().macro().inputBits();
  }

  /// Sends a stream's queries, keys and values out.
  void begin(Stream s) {
    int sharing = sharing(s);
    s.visit(sharing);
    for (int i = 0; i < sharing; i++) {
      s.await();
    }
    int home = ways.leg(s).home();
    for (int i = 0; i < sharing; i++) {
      if (die(s, i) == home) {
        arrived(s, i);
      } else {
        long bits = (long) s.tokens() * part(s, i).inputElements() * activationBits;
        router.send(home, die(s, i), s.id(), FIRST_ROLE - i, bits);
      }
    }
  }

  /// A die has what it attends with.
  void arrived(Stream s, int i) {
    long first = s.firstPosition() + (contextGrows ? s.tokensDone() : 0);
    long job = Server.job(s.id(), i);
    dies.attend(die(s, i), part(s, i), first, s.tokens(), s.priority(), job, s.tally());
  }

  /// Arithmetic or memory of a die is done; true where its result is home.
  ///
  /// @param resultRole of the message that brings it there otherwise
  boolean worked(Stream s, int i, int resultRole) {
    if (!s.visited(i)) {
      return false;
    }
    int home = ways.leg(s).home();
    if (die(s, i) == home) {
      return true;
    }
    long bits = (long) s.tokens() * part(s, i).outputElements() * activationBits;
    router.send(die(s, i), home, s.id(), resultRole, bits);
    return false;
  }

  private int replica(Stream s) {
    return plan.placement().rankReplica(s.rank());
  }

  private int sharing(Stream s) {
    return plan.placement().attentionDies(replica(s), ways.leg(s).layer());
  }

  private int die(Stream s, int i) {
    Placement placement = plan.placement();
    return placement.attentionDie(replica(s), ways.leg(s).layer(), i);
  }

  private AttentionWork part(Stream s, int i) {
    return plan.program().layers().get(ways.leg(s).layer()).attention().part(i, sharing(s));
  }
}

package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// What the sequences of a rank go through: the steps of one replica, with the work of those
/// without routing, between the chiplets and one host.
public final class RankSchedule {
  private final List<Leg> steps;
  private final StepWork[] fixed;
  private final StepResolver resolver;
  private final int firstOfHead;
  private final int replica;
  private final int host;
  private final int hostNode;

  /// Every rank's.
  ///
  /// @throws IllegalArgumentException where element-wise work has no unit to do it
  static List<RankSchedule> all(Plan plan) {
    List<RankSchedule> ranks = new ArrayList<>();
    @Nullable RankSchedule[] ofReplica = new RankSchedule[plan.placement().replicas()];
    for (int rank = 0; rank < plan.placement().ranks(); rank++) {
      int replica = plan.placement().rankReplica(rank);
      RankSchedule schedule = new RankSchedule(plan, rank, ofReplica[replica]);
      ofReplica[replica] = schedule;
      ranks.add(schedule);
    }
    for (Leg leg : ranks.getFirst().steps) {
      if (leg.step().vectorOps() > 0 && plan.machine().chiplet().vector() == null) {
        throw new IllegalArgumentException(
            leg.step().name() + " needs a vector unit, got chiplets without one");
      }
    }
    return List.copyOf(ranks);
  }

  public RankSchedule(Plan plan, int rank) {
    this(plan, rank, null);
  }

  /// @param twin another rank through the same replica: what does not depend on the host is its
  private RankSchedule(Plan plan, int rank, @Nullable RankSchedule twin) {
    replica = plan.placement().rankReplica(rank);
    host = plan.placement().rankHost(rank);
    hostNode = plan.machine().topology().host(host);
    steps = twin == null ? Leg.wayOf(plan, replica) : twin.steps;
    int head = steps.size();
    while (head > 0 && steps.get(head - 1).layer() == plan.program().layers().size()) {
      head--;
    }
    firstOfHead = head;
    resolver = new StepResolver(plan, hostNode);
    fixed = new StepWork[steps.size()];
    StepWork none = new StepWork(plan.machine().chiplets());
    StepWork before = none;
    for (int i = 0; i < fixed.length; i++) {
      Leg leg = steps.get(i);
      fixed[i] = none;
      if (!leg.routed()) {
        fixed[i] =
            twin != null && leg.step().source() != Step.Source.HOST
                ? twin.fixed[i]
                : resolver.resolve(leg, before);
        if (leg.ends()) {
          before = leg.isWhole() ? fixed[i] : resolver.whole(leg, 1);
        }
      }
    }
  }

  /// Takes a pass to the work of the step it is at.
  ///
  /// @param seed for the choice of routed experts
  StepWork take(Pass p, long seed) {
    Leg leg = p.step();
    if (!leg.routed()) {
      p.take(fixed[p.stepNumber()]);
      return p.work();
    }
    ExpertChoice choice = p.choiceFor(leg.routedStack());
    int drawn = p.sequence().id() + p.chunk();
    choice.draw(seed, drawn, p.firstToken(), p.tokens(), leg.layer());
    StepWork own = p.takeOwn();
    Leg before = stepBefore(p.stepNumber());
    boolean walkedWhole = before.isWhole() && leg.begins();
    StepWork workBefore = walkedWhole ? p.workBefore() : resolver.chosen(before, choice);
    resolver.resolve(leg, before, workBefore, choice, own);
    return own;
  }

  /// The last of the step before that of a leg.
  @SuppressWarnings("ReferenceEquality") // a step is itself, however alike another is
  private Leg stepBefore(int number) {
    int before = number - 1;
    Leg leg = steps.get(number);
    while (before > 0
        && steps.get(before).layer() == leg.layer()
        && steps.get(before).step() == leg.step()) {
      before--;
    }
    return steps.get(Math.max(0, before));
  }

  /// Steps, the head included.
  public int size() {
    return steps.size();
  }

  public Leg step(int number) {
    return steps.get(number);
  }

  /// Whether a step is the head.
  public boolean isHead(int number) {
    return number >= firstOfHead;
  }

  /// Bits of one element of the residual stream.
  int residualBits() {
    return resolver.residualBits();
  }

  /// Number of the replica.
  int replica() {
    return replica;
  }

  /// Number of the host.
  int host() {
    return host;
  }

  /// Its node in the topology.
  int hostNode() {
    return hostNode;
  }

  /// Whether some step's work depends on chance.
  boolean routed() {
    return steps.stream().anyMatch(Leg::routed);
  }
}

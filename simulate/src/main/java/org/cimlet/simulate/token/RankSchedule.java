package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// What a rank's streams go through: the steps of one replica, with the work of those without
/// routing, between the chiplets and one host.
public final class RankSchedule {
  private final List<Leg> legs;
  private final StepWork[] fixed;
  private final StepResolver resolver;
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
      RankSchedule way = new RankSchedule(plan, rank, ofReplica[replica]);
      ofReplica[replica] = way;
      ranks.add(way);
    }
    for (Leg leg : ranks.getFirst().legs) {
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
    host = plan.placement().rankHost(rank);
    hostNode = plan.machine().topology().host(host);
    legs = twin == null ? Leg.wayOf(plan, plan.placement().rankReplica(rank)) : twin.legs;
    resolver = new StepResolver(plan, hostNode);
    fixed = new StepWork[legs.size()];
    StepWork none = new StepWork(plan.machine().chiplets());
    StepWork before = none;
    for (int i = 0; i < fixed.length; i++) {
      Leg leg = legs.get(i);
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

  /// Goes on to the work of the step a stream is at.
  ///
  /// @param seed for the choice of routed experts
  StepWork take(Stream s, long seed) {
    Leg leg = leg(s.leg());
    if (!leg.routed()) {
      s.take(fixed[s.leg()]);
      return s.work();
    }
    ExpertChoice choice = s.choiceFor(leg.routedStack());
    choice.draw(seed, s.id(), s.firstPosition() + s.tokensDone(), s.tokens(), leg.layer());
    StepWork own = s.takeOwn();
    Leg before = stepBefore(s.leg());
    boolean walkedWhole = before.isWhole() && leg.begins();
    StepWork workBefore = walkedWhole ? s.workBefore() : resolver.chosen(before, choice);
    resolver.resolve(leg, before, workBefore, choice, own);
    return own;
  }

  /// The last of the step before that of a leg.
  @SuppressWarnings("ReferenceEquality") // a step is itself, however alike another is
  private Leg stepBefore(int number) {
    int before = number - 1;
    Leg leg = legs.get(number);
    while (before > 0
        && legs.get(before).layer() == leg.layer()
        && legs.get(before).step() == leg.step()) {
      before--;
    }
    return legs.get(Math.max(0, before));
  }

  /// Steps, the head included.
  public int size() {
    return legs.size();
  }

  public Leg leg(int number) {
    return legs.get(number);
  }

  StepResolver resolver() {
    return resolver;
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
    return legs.stream().anyMatch(Leg::routed);
  }
}

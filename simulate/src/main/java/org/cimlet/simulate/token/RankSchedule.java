package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// What the sequences of a rank go through: the steps of one replica, with the work of those
/// without routing, between the chiplets and one host.
public final class RankSchedule {
  private final List<ResolvedStep> steps;
  private final StepWork[] fixed;
  private final StepResolver resolver;
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
    for (ResolvedStep step : ranks.getFirst().steps) {
      if (step.step().vectorOps() > 0 && plan.machine().chiplet().vector() == null) {
        throw new IllegalArgumentException(
            step.step().name() + " needs a vector unit, got chiplets without one");
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
    steps = twin == null ? resolved(plan, replica) : twin.steps;
    resolver = new StepResolver(plan, hostNode);
    fixed = new StepWork[steps.size()];
    StepWork none = new StepWork(plan.machine().chiplets());
    StepWork before = none;
    for (int i = 0; i < fixed.length; i++) {
      ResolvedStep step = steps.get(i);
      fixed[i] = none;
      if (!step.isRouted()) {
        fixed[i] =
            twin != null && step.step().source() != Step.Source.HOST
                ? twin.fixed[i]
                : resolver.resolve(step, before);
        if (step.ends()) {
          before = step.isWhole() ? fixed[i] : resolver.whole(step, 1, null);
        }
      }
    }
  }

  private static List<ResolvedStep> resolved(Plan plan, int replica) {
    return plan.schedule(replica).requireWhole().steps().stream()
        .map(step -> new ResolvedStep(plan, step))
        .toList();
  }

  /// Takes a pass to the work of the step it is at.
  ///
  /// @param seed for the choice of routed experts
  StepWork take(Pass p, long seed) {
    ResolvedStep step = p.step();
    if (!step.isRouted()) {
      p.take(fixed[p.stepNumber()]);
      return p.work();
    }
    ExpertChoice choice = p.choiceFor(step.routed());
    int drawn = p.sequence().id() + p.chunk();
    // sequences of a micro-batch choose apart
    long first = p.firstToken() * p.sequences();
    choice.draw(seed, drawn, first, p.tokens(), step.layer());
    StepWork own = p.takeOwn();
    ResolvedStep before = steps.get(Math.max(0, step.scheduled().numberBefore()));
    boolean walkedWhole = before.isWhole() && step.begins();
    StepWork workBefore =
        walkedWhole ? p.workBefore() : resolver.whole(before, choice.tokens(), choice);
    resolver.resolve(step, before, workBefore, choice, own);
    return own;
  }

  /// Steps, the head included.
  public int size() {
    return steps.size();
  }

  ResolvedStep step(int number) {
    return steps.get(number);
  }

  /// What is done in a step.
  public Step stepOf(int number) {
    return steps.get(number).step();
  }

  /// Layer of a step, counted on for the head.
  public int layer(int number) {
    return steps.get(number).layer();
  }

  /// Whether a step is the head.
  public boolean isHead(int number) {
    return steps.get(number).isHead();
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
    return steps.stream().anyMatch(ResolvedStep::isRouted);
  }
}

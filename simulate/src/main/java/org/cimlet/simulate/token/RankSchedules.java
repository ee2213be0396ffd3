package org.cimlet.simulate.token;

import java.util.List;
import org.cimlet.plan.Plan;

/// What the streams go through, and where each of them is.
final class RankSchedules {
  private final List<RankSchedule> ranks;
  private final int headLayer;

  /// @throws IllegalArgumentException where element-wise work has no unit to do it
  RankSchedules(Plan plan) {
    ranks = RankSchedule.all(plan);
    headLayer = plan.program().layers().size();
  }

  /// What a stream goes through.
  RankSchedule of(Stream s) {
    return ranks.get(s.rank());
  }

  /// The step it is at.
  Leg leg(Stream s) {
    return of(s).leg(s.leg());
  }

  /// Its tokens that go through that step: of a prompt some are not scored.
  int tokens(Stream s) {
    return leg(s).layer() == headLayer ? s.headTokens() : s.tokens();
  }

  /// How often the work of the step at hand is done.
  int times(Stream s) {
    return leg(s).routed() ? 1 : tokens(s);
  }

  /// Steps of a way, the head included.
  int steps() {
    return ranks.getFirst().size();
  }

  /// Whether some step's work depends on chance.
  boolean routed() {
    return ranks.stream().anyMatch(RankSchedule::routed);
  }
}

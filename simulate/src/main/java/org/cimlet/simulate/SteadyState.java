package org.cimlet.simulate;

import org.cimlet.plan.ActionTally;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.engine.StateSnapshot;
import org.cimlet.simulate.token.PackageRun;

/// A fast path: recognises a state that comes back.
///
/// Where the future depends on nothing but the state, two equal states have equal futures: what
/// happened between them happens again and again. States are compared value by value, each with one
/// kept from earlier; the one kept is replaced after 1, 2, 4, 8 ... comparisons (Brent 1980), which
/// finds any period.
final class SteadyState {
  private final Plan plan;
  private final PackageRun run;
  private StateSnapshot snapshot = new StateSnapshot();
  private StateSnapshot kept = new StateSnapshot();
  private int comparisons;
  private int keepFor = 1;
  private int tokens;
  private long events;
  private UtilisationSnapshot meter;
  private ActionTally tally;

  /// @param tokensMeasured up to now
  SteadyState(Plan plan, PackageRun run, int tokensMeasured) {
    this.plan = plan;
    this.run = run;
    run.describe(kept);
    tokens = tokensMeasured;
    events = run.events();
    meter = new UtilisationSnapshot(plan, run);
    tally = run.total().copy();
  }

  /// Whether the state is the one kept; otherwise it may be kept itself.
  boolean isBack(int tokensMeasured) {
    run.describe(snapshot);
    if (snapshot.sameAs(kept)) {
      return true;
    }
    if (++comparisons == keepFor) {
      StateSnapshot old = kept;
      kept = snapshot;
      snapshot = old;
      keepFor *= 2;
      comparisons = 0;
      tokens = tokensMeasured;
      events = run.events();
      meter = new UtilisationSnapshot(plan, run);
      tally = run.total().copy();
    }
    return false;
  }

  /// Tokens measured when the kept state was seen.
  int tokens() {
    return tokens;
  }

  /// Events that had happened then.
  long events() {
    return events;
  }

  /// What every part had done then.
  UtilisationSnapshot meter() {
    return meter;
  }

  /// What finished tokens had done then.
  ActionTally tally() {
    return tally;
  }
}

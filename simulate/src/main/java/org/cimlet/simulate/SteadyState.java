package org.cimlet.simulate;

/// Recognises a state that comes back.
///
/// Where the future depends on nothing but the state, two equal states have equal futures: what
/// happened between them happens again and again. States are compared value by value, each with one
/// kept from earlier; the one kept is replaced after 1, 2, 4, 8 ... comparisons (Brent 1980), which
/// finds any period.
final class SteadyState {
  private final PackageRun run;
  private StateImage image = new StateImage();
  private StateImage kept = new StateImage();
  private int comparisons;
  private int keepFor = 1;
  private int tokens;
  private long events;
  private Meter meter;
  private ActionTally tally;

  /// @param tokensMeasured up to now
  SteadyState(PackageRun run, int tokensMeasured) {
    this.run = run;
    run.describe(kept);
    tokens = tokensMeasured;
    events = run.events();
    meter = run.meter();
    tally = run.total().copy();
  }

  /// Whether the state is the one kept; otherwise it may be kept itself.
  boolean isBack(int tokensMeasured) {
    run.describe(image);
    if (image.sameAs(kept)) {
      return true;
    }
    if (++comparisons == keepFor) {
      StateImage old = kept;
      kept = image;
      image = old;
      keepFor *= 2;
      comparisons = 0;
      tokens = tokensMeasured;
      events = run.events();
      meter = run.meter();
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
  Meter meter() {
    return meter;
  }

  /// What finished tokens had done then.
  ActionTally tally() {
    return tally;
  }
}

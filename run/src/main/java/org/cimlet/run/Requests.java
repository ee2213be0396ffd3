package org.cimlet.run;

import org.cimlet.estimate.Request;
import org.jspecify.annotations.Nullable;

/// Whole requests on the machine, as each engine times them.
///
/// @param estimated in closed form
/// @param simulated event by event; null where the job asks for closed form only
public record Requests(Request estimated, @Nullable Request simulated) {
  /// By the engine that the job names.
  public Request answered() {
    return simulated == null ? estimated : simulated;
  }
}

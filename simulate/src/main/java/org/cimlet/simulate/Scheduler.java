package org.cimlet.simulate;

import java.util.Optional;

/// Admits requests to the package, which serves all that run at the same time: continuous batching.
/// Room for their KV caches is the scheduler's to mind ([org.cimlet.plan.SequenceMemory]).
public interface Scheduler {
  /// No request comes at a time that is known.
  long NEVER = Long.MAX_VALUE;

  /// The next request that starts now; empty where none may. It is asked when a run begins, at
  /// [#nextArrivalPs] and whenever a request ends, until it returns none.
  ///
  /// @param running requests that have started and not ended
  Optional<Request> next(long nowPs, int running);

  /// When the next request comes that cannot start now, or [#NEVER] where there is none or only the
  /// end of another makes room for it.
  long nextArrivalPs(long nowPs);
}

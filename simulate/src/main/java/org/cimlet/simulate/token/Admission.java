package org.cimlet.simulate.token;

import org.jspecify.annotations.Nullable;

/// Decides which sequences may start, and when.
public interface Admission {
  /// No sequence comes at a time that is known.
  long NEVER = Long.MAX_VALUE;

  /// The next sequence that starts now, or null where none may. It is asked when a run begins, at
  /// [#nextArrivalPs] and whenever a sequence ends, until it returns null.
  ///
  /// @param running sequences that have started and not ended
  @Nullable Sequence next(long nowPs, int running);

  /// When the next sequence comes that cannot start now, or [#NEVER] where there is none or only
  /// the end of another makes room for it.
  long nextArrivalPs(long nowPs);

  /// Whether prompts come after tokens and the one that came first is read first.
  default boolean readsInOrder() {
    return false;
  }
}

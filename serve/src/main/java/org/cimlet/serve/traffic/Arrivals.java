package org.cimlet.serve.traffic;

/// One pass through a traffic's requests, in the order in which they come.
public interface Arrivals {
  /// No request comes at a time that is known.
  long NEVER = Long.MAX_VALUE;

  /// When the next request comes; [#NEVER] where there is none, or only the end of another brings
  /// it.
  long nextPs();

  /// Takes the next request.
  Request next();

  /// A request has ended, or was refused.
  void ended(long nowPs);

  /// Requests taken so far.
  long taken();
}

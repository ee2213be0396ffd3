package org.cimlet.simulate.engine;

import org.cimlet.plan.Resource;

/// Watches what happens while it happens.
///
/// A pass is known by its number, which another has once it has ended; weights on their way belong
/// to [Continuation#NO_PASS].
public interface Recorder {
  /// In place of a chunk: a token that is generated.
  int TOKEN = -1;

  /// A link is taken for a packet.
  void link(int link, long startPs, long endPs, int pass);

  /// A hardware part has worked.
  ///
  /// @param resource what kind of part
  /// @param index which of its kind
  void work(Resource resource, int index, long startPs, long endPs, int pass);

  /// A pass begins.
  ///
  /// @param chunk number in its prompt, or [#TOKEN]
  void passBegins(int pass, int sequence, int chunk, long atPs);

  /// A pass begins a step, and ends the one before.
  ///
  /// @param step number of the step in the schedule
  void stepBegins(int pass, long atPs, int step);

  /// A weight set begins to be loaded; passes wait for it.
  ///
  /// @param step number of the set's first step in the schedule
  void loadBegins(int weightSet, int step, long atPs);

  /// A weight set is loaded.
  void loadEnds(long atPs);

  /// A pass has ended.
  void passEnds(int pass, long atPs);
}

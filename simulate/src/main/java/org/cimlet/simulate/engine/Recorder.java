package org.cimlet.simulate.engine;

import org.cimlet.plan.Resource;

/// Watches what happens while it happens.
public interface Recorder {
  /// A link is taken for a packet of a stream.
  void link(int link, long startPs, long endPs, int stream);

  /// A hardware part has worked for a stream.
  ///
  /// @param resource what kind of part
  /// @param index which of its kind
  void work(Resource resource, int index, long startPs, long endPs, int stream);

  /// A stream begins a token.
  void tokenBegins(int stream, long atPs);

  /// A stream begins a step of a token, and ends the one before.
  ///
  /// @param leg number of the step on the token's way
  void stepBegins(int stream, long atPs, int leg);

  /// A round begins to be loaded; all streams wait.
  ///
  /// @param atLeg number of the round's first step on the tokens' way
  void loadBegins(int round, int atLeg, long atPs);

  /// A round is loaded.
  void loadEnds(long atPs);

  /// A stream has a token.
  void tokenEnds(int stream, long atPs);
}

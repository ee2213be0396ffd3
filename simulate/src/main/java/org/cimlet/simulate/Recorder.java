package org.cimlet.simulate;

/// Watches what happens while it happens.
interface Recorder {
  /// A link is taken for a packet of a stream.
  void link(int link, long startPs, long endPs, int stream);

  /// A hardware part works for a stream.
  ///
  /// @param resource what kind of part
  /// @param index which of its kind
  void work(Resource resource, int index, long startPs, long endPs, int stream);

  /// A stream begins a step of a token.
  void stepBegins(int stream, long atPs, int leg);

  /// A stream has a token.
  void tokenEnds(int stream, long atPs);
}

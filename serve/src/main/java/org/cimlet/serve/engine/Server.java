package org.cimlet.serve.engine;

/// What serves requests: a package, or a group of GPUs.
interface Server {
  /// Nothing happens at a time that is known.
  long NEVER = Long.MAX_VALUE;

  /// Hears of sequences that leave a server.
  interface Listener {
    /// All its tokens are written.
    void ended(Sequence sequence, long nowPs);

    /// Its prompt is read, its first token written; another server goes on.
    void readyToHandOver(Sequence sequence, long nowPs);
  }

  /// When something happens next.
  long nextPs();

  /// What is to happen now happens.
  void advance(long nowPs);

  /// A sequence comes, and waits for its turn.
  void accept(Sequence sequence, long nowPs);

  /// Who waits and who runs there.
  Occupancy occupancy();

  /// What it has done up to now.
  ServerTotals totals(long nowPs);
}

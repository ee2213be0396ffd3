package org.cimlet.plan.program;

/// Work on one token in one place, whatever the context: at the host that serves the rank, or at
/// the vector unit of the layer's home. A chunk of a prompt does the operations for each of its
/// tokens, and reads and writes the state once.
public sealed interface LocalWork extends FollowUp permits RecurrentUpdate, ElementWise {
  /// Where work is done.
  enum At {
    /// At the host: operations of its arithmetic, state in its memory, both at the same time.
    HOST,
    /// At the layer's home: operations of its vector unit, state in its buffers, which passes its
    /// wires at the same time.
    HOME
  }

  /// Operations for a token.
  long operations();

  /// Bits of state read and written for a token.
  long stateBits();

  /// Bits of state that a sequence keeps from token to token.
  long keptBits();

  /// Where it is done.
  At at();
}

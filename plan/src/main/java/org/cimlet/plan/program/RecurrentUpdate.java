package org.cimlet.plan.program;

/// A state that every token updates and reads: a state space layer (Mamba), linear attention. It is
/// kept for each sequence and does not grow with its context.
///
/// @param operations of the update and of reading the result, for a token
/// @param readBits of the state
/// @param writtenBits of the state
public record RecurrentUpdate(String name, long operations, long readBits, long writtenBits, At at)
    implements LocalWork {
  /// @throws IllegalArgumentException where a count is negative
  public RecurrentUpdate {
    if (operations < 0 || readBits < 0 || writtenBits < 0) {
      throw new IllegalArgumentException(
          "%s must have counts of at least 0, got %s operations, %s bits read, %s written"
              .formatted(name, operations, readBits, writtenBits));
    }
  }

  @Override
  public long stateBits() {
    return readBits + writtenBits;
  }

  /// What is read was kept, and so is what is written.
  @Override
  public long keptBits() {
    return Math.max(readBits, writtenBits);
  }
}

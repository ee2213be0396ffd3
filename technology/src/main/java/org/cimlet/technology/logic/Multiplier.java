package org.cimlet.technology.logic;

/// How a weight is multiplied.
public enum Multiplier {
  /// A few bits of the input at a time, an and gate for each pair of bits.
  SERIAL,
  /// All bits of the input at once, an and gate for each pair of bits.
  ARRAY,
  /// Two bits of the input as one digit of -2 to 2 (Booth, radix 4), a selector for each.
  BOOTH4
}

package org.cimlet.technology.logic;

/// How a weight is multiplied.
public enum Multiplier {
  /// A few bits of the input at a time, an and gate for each pair of bits.
  SERIAL,
  /// All bits of the input at once, an and gate for each pair of bits.
  ARRAY,
  /// Two bits of the input as one digit of -2 to 2 (Booth, radix 4), a selector for each.
  BOOTH4,
  /// Not at all: the smaller of the two is added, bit by bit from the highest. Sums of inputs, of
  /// weights and of minima make distances, of which networks without products are built.
  MINIMUM
}

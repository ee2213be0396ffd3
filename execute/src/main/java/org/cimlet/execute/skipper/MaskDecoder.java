package org.cimlet.execute.skipper;

/// Turns a mask into the control words of a butterfly: one [PrefixPopcount] and one [Lrotc] for
/// each position from 1 on.
///
/// Source: Hilewitz and Lee, *Fast bit compression and expansion with parallel extract and parallel
/// deposit instructions*, ASAP 2006.
final class MaskDecoder {
  private final int inputs;
  private final int stages;

  /// @param inputs bits of a mask: 4, 8, 16, 32 or 64
  MaskDecoder(int inputs) {
    this.inputs = inputs;
    this.stages = Integer.numberOfTrailingZeros(inputs);
  }

  ControlWords decode(long mask) {
    long[] inPlace = new long[stages];
    for (int upper = 1; upper < inputs; upper++) {
      int d = Integer.lowestOneBit(upper);
      long word = Lrotc.ofOnes(d, PrefixPopcount.below(mask, upper));
      inPlace[Integer.numberOfTrailingZeros(d)] |= word << (upper - d);
    }
    return new ControlWords(inputs, inPlace);
  }
}

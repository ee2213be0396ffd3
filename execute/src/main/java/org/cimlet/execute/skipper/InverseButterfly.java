package org.cimlet.execute.skipper;

import java.util.Arrays;

/// Gathers: stages `d = 1, 2, 4, ...` bring the inputs that a mask selects to outputs 0, 1, 2, ...
/// in order.
///
/// Each output of each stage is a 2:1 multiplexer between the position's own input and that of its
/// partner `d` away. Where fewer outputs are asked for than there are inputs, only the multiplexers
/// that they depend on are built.
final class InverseButterfly {
  private final int inputs;
  private final int outputs;

  /// At a stage: the positions whose multiplexers are built, as bits.
  private final long[] built;

  /// @param inputs 4, 8, 16, 32 or 64
  /// @param outputs outputs kept, from 0 on
  InverseButterfly(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.built = new long[Integer.numberOfTrailingZeros(inputs)];
    long needed = -1L >>> (Long.SIZE - outputs);
    for (int stage = built.length - 1; stage >= 0; stage--) {
      built[stage] = needed;
      needed |= partners(needed, stage);
    }
  }

  /// Each position's bit at the position of its partner.
  private static long partners(long bits, int stage) {
    int d = 1 << stage;
    long lower = lowerPositions(stage);
    return (bits & lower) << d | (bits >>> d & lower);
  }

  /// Positions in the lower halves of the blocks of a stage: those without bit `d`.
  private static long lowerPositions(int stage) {
    int d = 1 << stage;
    return Long.divideUnsigned(-1L, (1L << d) + 1);
  }

  /// Multiplexers built, for each bit of the elements.
  int muxes() {
    int muxes = 0;
    for (long positions : built) {
      muxes += Long.bitCount(positions);
    }
    return muxes;
  }

  /// Control bits that the multiplexers built listen to.
  int controlBits() {
    int bits = 0;
    for (int stage = 0; stage < built.length; stage++) {
      long switches = (built[stage] | partners(built[stage], stage)) & lowerPositions(stage);
      bits += Long.bitCount(switches);
    }
    return bits;
  }

  /// Routes one bit of every element: bit `i` of `plane` belongs to input `i`, bit `k` of the
  /// result to output `k`.
  long gather(ControlWords words, long plane) {
    long bits = plane;
    for (int stage = 0; stage < built.length; stage++) {
      long lower = words.inPlace(stage);
      long cross = lower | lower << (1 << stage);
      bits = ((bits & ~cross) | (partners(bits, stage) & cross)) & built[stage];
    }
    return bits;
  }

  /// Routes whole elements, in place: `elements` holds the inputs before and the outputs after.
  void gather(ControlWords words, byte[] elements) {
    byte[] before = new byte[inputs];
    for (int stage = 0; stage < built.length; stage++) {
      System.arraycopy(elements, 0, before, 0, inputs);
      for (long left = built[stage]; left != 0; left &= left - 1) {
        int position = Long.numberOfTrailingZeros(left);
        boolean crosses = words.crosses(stage, position);
        elements[position] = before[crosses ? position ^ 1 << stage : position];
      }
    }
    Arrays.fill(elements, outputs, inputs, (byte) 0);
  }
}

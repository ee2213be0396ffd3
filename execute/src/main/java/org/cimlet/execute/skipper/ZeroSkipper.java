package org.cimlet.execute.skipper;

import java.util.Arrays;
import java.util.List;

/// The decoder and butterfly that bring each kept weight its input: `kept` of `inputs` elements are
/// gathered in order, as a mask says.
///
/// Immutable and safe for threads.
public final class ZeroSkipper {
  /// Inputs a zero skipper can be built for.
  public static final List<Integer> INPUTS = List.of(4, 8, 16, 32, 64);

  private final int inputs;
  private final int kept;
  private final MaskDecoder decoder;
  private final InverseButterfly gathering;
  private final Butterfly depositing;

  /// @param inputs 4, 8, 16, 32 or 64
  /// @param kept outputs that are wired, from 0 on; `inputs` for the whole butterfly
  /// @throws IllegalArgumentException where they are not so
  public ZeroSkipper(int inputs, int kept) {
    if (!INPUTS.contains(inputs) || kept < 1 || kept > inputs) {
      throw new IllegalArgumentException(
          "a zero skipper keeps 1 to all of %s inputs, got %s of %s"
              .formatted(INPUTS, kept, inputs));
    }
    this.inputs = inputs;
    this.kept = kept;
    this.decoder = new MaskDecoder(inputs);
    this.gathering = new InverseButterfly(inputs, kept);
    this.depositing = new Butterfly(inputs);
  }

  /// Inputs of the butterfly.
  public int inputs() {
    return inputs;
  }

  /// Outputs that are wired.
  public int kept() {
    return kept;
  }

  /// Control bits the multiplexers listen to.
  public int controlBits() {
    return gathering.controlBits();
  }

  /// The control words of a mask: bit `i` set where input `i` is selected.
  ///
  /// @throws IllegalArgumentException where a bit at or above `inputs` is set
  public ControlWords decode(long mask) {
    check(mask);
    return decoder.decode(mask);
  }

  /// Gathers the selected elements of `from`, which begin at `at`, into `kept` elements of `to`,
  /// which begin at `toAt`; where fewer are selected, the rest is 0. Elements of `from` beyond its
  /// end are 0.
  ///
  /// @throws IllegalArgumentException where the mask selects more than `kept`
  public void gather(long mask, byte[] from, int at, byte[] to, int toAt) {
    if (Long.bitCount(mask) > kept) {
      throw new IllegalArgumentException(
          "a mask must select at most %s of %s inputs, got %s"
              .formatted(kept, inputs, Long.bitCount(mask)));
    }
    byte[] elements = new byte[inputs];
    System.arraycopy(from, at, elements, 0, Math.min(inputs, from.length - at));
    for (int i = 0; i < inputs; i++) {
      if ((mask >>> i & 1) == 0) {
        elements[i] = 0; // the gates before the butterfly
      }
    }
    gathering.gather(decode(mask), elements);
    System.arraycopy(elements, 0, to, toAt, kept);
  }

  /// Deposits the first elements of `packed` at the positions the mask selects; the others are 0.
  public byte[] deposit(long mask, byte[] packed) {
    ControlWords words = decode(mask);
    byte[] elements = Arrays.copyOf(Arrays.copyOf(packed, Long.bitCount(mask)), inputs);
    depositing.deposit(words, elements);
    return elements;
  }

  private void check(long mask) {
    if (inputs < Long.SIZE && mask >>> inputs != 0) {
      throw new IllegalArgumentException(
          "a mask of %s inputs must have no bit above them, got %s"
              .formatted(inputs, Long.toHexString(mask)));
    }
  }
}

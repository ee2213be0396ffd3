package org.cimlet.technology.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The mask decoder's gates: ones below the middle of each block, and control words rotated and
/// complemented as often (LROTC).
final class DecoderGates {
  /// Ones that a fast decoder adds at once.
  private static final int AT_ONCE = 8;

  private final Netlist netlist;
  private final int[] mask;
  private final boolean fast;
  private final Map<List<Integer>, int[]> known = new HashMap<>();

  private DecoderGates(Netlist netlist, int[] mask, boolean fast) {
    this.netlist = netlist;
    this.mask = mask;
    this.fast = fast;
  }

  /// Control words of the stages, those of blocks of two first.
  ///
  /// @param kept outputs of the butterfly, which listen
  /// @param fast whether sums of more than two bits save their carries until the last
  static int[][] controls(Netlist netlist, int[] mask, int kept, boolean fast) {
    return new DecoderGates(netlist, mask, fast).controls(kept);
  }

  private int[][] controls(int kept) {
    int stages = Integer.numberOfTrailingZeros(mask.length);
    int[][] below = new int[mask.length][];
    below[0] = new int[0];
    int[][] controls = new int[stages][];
    for (int stage = stages - 1; stage >= 0; stage--) {
      int half = 1 << stage;
      int width = stage + 1;
      controls[stage] = new int[mask.length / (2 * half) * Math.min(half, kept)];
      for (int at = half, block = 0; at < mask.length; at += 2 * half, block++) {
        below[at] =
            fast && width > 2 && at > half
                ? cut(Adders.COMPRESSOR.sum(netlist, addends(0, at, width), List.of()), width)
                : sumOfAsManyBits(cut(below[at - half], width), cut(ones(at - half, half), width));
        int[] word = rotated(below[at], half, Math.min(half, kept));
        System.arraycopy(word, 0, controls[stage], block * word.length, word.length);
      }
    }
    return controls;
  }

  private static int[] cut(int[] word, int width) {
    return Arrays.copyOf(word, width);
  }

  /// Ones of a block of the mask.
  private int[] ones(int from, int size) {
    if (size == 1) {
      return new int[] {mask[from]};
    }
    List<Integer> key = List.of(from, size);
    int[] ones = known.get(key);
    if (ones == null) {
      ones = Adders.COMPRESSOR.sum(netlist, parts(from, size), List.of());
      known.put(key, ones);
    }
    return ones;
  }

  /// What the ones of a block are the sum of: those of its lower half, and what those of its upper
  /// half are the sum of, for nothing else takes them. Pairs are added by themselves.
  ///
  /// A fast decoder, which takes the upper ones too, adds halves. Its eights are added like others,
  /// though it is written as sums of four pairs: synthesis finds that these share their gates with
  /// the sums of two pairs, which are there.
  private List<int[]> parts(int from, int size) {
    if (fast && size > AT_ONCE) {
      return List.of(ones(from, size / 2), ones(from + size / 2, size / 2));
    }
    List<int[]> parts = new ArrayList<>();
    int upper = from;
    int half = size / 2;
    for (; half > 2; half /= 2) {
      parts.add(ones(upper, half));
      upper += half;
    }
    parts.add(ones(upper, half));
    parts.add(ones(upper + half, half));
    return parts;
  }

  /// The largest block from `from` on, in halves where it is more than is added at once, and the
  /// ones from there to before `to`.
  private List<int[]> addends(int from, int to, int width) {
    int largest = Integer.highestOneBit(to - from);
    int rest = from + largest;
    List<int[]> addends = new ArrayList<>();
    if (largest > AT_ONCE) {
      addends.add(cut(ones(from, largest / 2), width));
      addends.add(cut(ones(from + largest / 2, largest / 2), width));
    } else {
      addends.add(cut(ones(from, largest), width));
    }
    addends.add(cut(counted(rest, to, width), width));
    return addends;
  }

  /// Ones from `from` to before `to`: their lower bits, `width` at least.
  private int[] counted(int from, int to, int width) {
    if (Integer.bitCount(to - from) == 1) {
      return ones(from, to - from);
    }
    List<Integer> key = List.of(from, to - from);
    int[] counted = known.get(key);
    if (counted == null) {
      counted = cut(Adders.COMPRESSOR.sum(netlist, addends(from, to, width), List.of()), width);
      known.put(key, counted);
    }
    return counted;
  }

  /// Without the carry out of the highest bit.
  private int[] sumOfAsManyBits(int[] a, int[] b) {
    int[] sum = new int[a.length];
    int carry = Netlist.ZERO;
    for (int bit = 0; bit < a.length - 1; bit++) {
      Netlist.Sum added = netlist.add(a[bit], b[bit], carry);
      sum[bit] = added.sum();
      carry = added.carry();
    }
    int last = a.length - 1;
    sum[last] = netlist.xor(netlist.xor(a[last], b[last]), carry);
    return sum;
  }

  /// Bit `j` is set where `j` is at least the count's lower bits, complemented where its highest
  /// bit is set.
  ///
  /// @param wired bits that somebody listens to
  private int[] rotated(int[] count, int half, int wired) {
    int[] least = {Netlist.ZERO}; // inverted: count > j, as the last is never
    for (int bit = 0; 1 << bit < half; bit++) {
      int[] wider = new int[2 * least.length];
      for (int j = 0; j < least.length; j++) {
        wider[j] = netlist.or(count[bit], least[j]);
        wider[least.length + j] = netlist.and(count[bit], least[j]);
      }
      least = wider;
    }
    int complement = netlist.not(count[count.length - 1]);
    int[] word = new int[wired];
    for (int j = 0; j < wired; j++) {
      word[j] = netlist.xor(least[j], complement);
    }
    return word;
  }
}

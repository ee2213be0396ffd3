package org.cimlet.technology.logic;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// The zero skipper as gates: a decoder that turns a mask into control words, and the butterfly
/// that listens to them, with a flip-flop for each control bit between the two, so that the
/// butterfly does not follow the decoder's glitches.
///
/// @param decoder prefix counts and rotated, complemented words (LROTC), with the flip-flops
/// @param butterfly gates before it and multiplexers of all bits of an input
public record SkipperGates(Gates decoder, Gates butterfly) {
  private static final Map<Key, SkipperGates> KNOWN = new ConcurrentHashMap<>();
  private static final long SEED = 20_261_130;
  private static final int MASKS = 16;

  /// Area of the decoder's gates once synthesis has shared and simplified them: measured in sixteen
  /// syntheses, for 16, 32 and 64 inputs and cells of OSU 180 nm, SG13G2, ASAP7 and GT2N, of which
  /// fifteen lie within 11 % (docs/studies/rtl.md).
  private static final double SYNTHESIZED = 0.83;

  private record Key(int group, int kept, int inputBits) {}

  /// @param group inputs of a mask, a power of two up to 64
  /// @param kept inputs that a mask selects, which are the outputs that are wired
  /// @param inputBits bits of an input
  /// @throws IllegalArgumentException where there is no such skipper
  public static SkipperGates of(int group, int kept, int inputBits) {
    if (group < 2 || group > Long.SIZE || Integer.bitCount(group) != 1 || kept < 1) {
      throw new IllegalArgumentException(
          "a skipper must select some of a power of two of inputs up to 64, got %s of %s"
              .formatted(kept, group));
    }
    return KNOWN.computeIfAbsent(
        new Key(group, Math.min(kept, group), inputBits), SkipperGates::built);
  }

  private static SkipperGates built(Key key) {
    Netlist netlist = new Netlist();
    int[] mask = netlist.inputs(key.group());
    int[][] controls = controls(netlist, mask, key.kept());
    int bits = Arrays.stream(controls).mapToInt(word -> word.length).sum();
    Netlist plane = new Netlist();
    int[] selected = plane.inputs(key.group());
    int[] inputs = plane.inputs(key.group());
    int[][] listened = new int[controls.length][];
    for (int stage = 0; stage < controls.length; stage++) {
      listened[stage] = plane.inputs(controls[stage].length);
    }
    gather(plane, selected, inputs, listened, key.kept());

    Switching decoding = new Switching(netlist);
    Switching routing = new Switching(plane);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int input : inputs) {
      routing.set(input, random.nextLong());
    }
    double decoded = 0;
    double routed = 0;
    for (int cycle = 0; cycle <= MASKS; cycle++) {
      long[] lanes = masks(random, key.group(), key.kept());
      for (int i = 0; i < lanes.length; i++) {
        decoding.set(mask[i], lanes[i]);
        routing.set(selected[i], lanes[i]);
      }
      decoding.settle();
      double changes = 0;
      for (int stage = 0; stage < controls.length; stage++) {
        for (int i = 0; i < controls[stage].length; i++) {
          long control = decoding.get(controls[stage][i]);
          changes += Long.bitCount(control ^ routing.get(listened[stage][i])) / (double) Long.SIZE;
          routing.set(listened[stage][i], control);
        }
      }
      routing.settle();
      double inDecoder = decoding.takeChanged();
      double inPlane = routing.takeChanged();
      if (cycle > 0) {
        decoded += inDecoder + Cell.REGISTER_CLOCK * bits + Cell.REGISTER_CHANGE * changes;
        routed += inPlane;
      }
    }
    return new SkipperGates(
        new Gates(
            SYNTHESIZED * netlist.area() + Cell.REGISTER_AREA * bits,
            netlist.depth(),
            decoded / MASKS),
        new Gates(key.inputBits() * plane.area(), plane.depth(), key.inputBits() * routed / MASKS));
  }

  /// 64 masks, each of which selects as many inputs.
  private static long[] masks(SplittableRandom random, int group, int kept) {
    long[] lanes = new long[group];
    for (int lane = 0; lane < Long.SIZE; lane++) {
      int open = kept;
      for (int i = 0; i < group; i++) {
        if (random.nextInt(group - i) < open) {
          lanes[i] |= 1L << lane;
          open--;
        }
      }
    }
    return lanes;
  }

  /// Control words of the stages, those of blocks of two first.
  private static int[][] controls(Netlist netlist, int[] mask, int kept) {
    int stages = Integer.numberOfTrailingZeros(mask.length);
    int[][][] counts = new int[stages + 1][][];
    counts[0] = new int[mask.length][];
    for (int i = 0; i < mask.length; i++) {
      counts[0][i] = new int[] {mask[i]};
    }
    for (int stage = 1; stage < stages; stage++) {
      counts[stage] = new int[mask.length >> stage][];
      for (int block = 0; block < counts[stage].length; block++) {
        counts[stage][block] =
            Adders.RIPPLE.sum(
                netlist, counts[stage - 1][2 * block], counts[stage - 1][2 * block + 1]);
      }
    }
    int[][] prefixes = new int[mask.length][];
    prefixes[0] = new int[0];
    int[][] controls = new int[stages][];
    for (int stage = stages - 1; stage >= 0; stage--) {
      int half = 1 << stage;
      controls[stage] = new int[mask.length / (2 * half) * Math.min(half, kept)];
      for (int at = half, block = 0; at < mask.length; at += 2 * half, block++) {
        int[] before = Arrays.copyOf(prefixes[at - half], stage + 1);
        int[] count = Arrays.copyOf(counts[stage][(at - half) / half], stage + 1);
        prefixes[at] = sumOfAsManyBits(netlist, before, count);
        int[] word = rotated(netlist, prefixes[at], half, Math.min(half, kept));
        System.arraycopy(word, 0, controls[stage], block * word.length, word.length);
      }
    }
    return controls;
  }

  /// Without the carry out of the highest bit.
  private static int[] sumOfAsManyBits(Netlist netlist, int[] a, int[] b) {
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
  private static int[] rotated(Netlist netlist, int[] count, int half, int wired) {
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

  private static void gather(
      Netlist netlist, int[] selected, int[] inputs, int[][] controls, int kept) {
    int[] now = new int[inputs.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = netlist.and(selected[i], inputs[i]);
    }
    for (int stage = 0; stage < controls.length; stage++) {
      int half = 1 << stage;
      int[] next = new int[now.length];
      for (int from = 0; from < now.length; from += 2 * half) {
        for (int j = 0; j < Math.min(2 * half, kept); j++) {
          int control = controls[stage][from / (2 * half) * Math.min(half, kept) + j % half];
          int lower = now[from + j % half];
          int upper = now[from + half + j % half];
          next[from + j] =
              j < half ? netlist.mux(control, lower, upper) : netlist.mux(control, upper, lower);
        }
      }
      now = next;
    }
  }
}

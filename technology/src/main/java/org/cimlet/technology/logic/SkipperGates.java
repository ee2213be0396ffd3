package org.cimlet.technology.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// The zero skipper as gates: a decoder that turns a mask into control words, and the butterfly
/// that listens to them, with a flip-flop for each control bit between the two, so that the
/// butterfly does not follow the decoder's glitches.
///
/// @param decoder prefix counts and rotated, complemented words (LROTC)
/// @param registers flip-flops of the control words
/// @param gates that let only selected inputs through
/// @param butterfly multiplexers of all bits of an input
public record SkipperGates(Gates decoder, Gates registers, Gates gates, Gates butterfly) {
  private static final Map<Key, SkipperGates> KNOWN = new ConcurrentHashMap<>();
  private static final long SEED = 20_261_130;
  private static final int MASKS = 16;

  /// Area of all of it, in NAND gates.
  public double area() {
    return decoder.area() + registers.area() + gates.area() + butterfly.area();
  }

  /// NAND gates on the longest way from a flip-flop to a gathered input.
  public double routeDepth() {
    return gates.depth() + butterfly.depth();
  }

  /// Loads that change while a group's inputs are routed.
  public double routed() {
    return gates.switched() + butterfly.switched();
  }

  private record Key(CellLibrary library, int group, int kept, int inputBits) {}

  /// @param group inputs of a mask, a power of two up to 64
  /// @param kept inputs that a mask selects, which are the outputs that are wired
  /// @param inputBits bits of an input
  /// @throws IllegalArgumentException where there is no such skipper
  public static SkipperGates of(int group, int kept, int inputBits) {
    return of(CellLibrary.USUAL, group, kept, inputBits);
  }

  /// The same of a library's cells.
  public static SkipperGates of(CellLibrary library, int group, int kept, int inputBits) {
    if (group < 2 || group > Long.SIZE || Integer.bitCount(group) != 1 || kept < 1) {
      throw new IllegalArgumentException(
          "a skipper must select some of a power of two of inputs up to 64, got %s of %s"
              .formatted(kept, group));
    }
    return KNOWN.computeIfAbsent(
        new Key(library, group, Math.min(kept, group), inputBits), SkipperGates::built);
  }

  private static SkipperGates built(Key key) {
    CellLibrary library = key.library().withoutAdders(); // synthesis finds none in so short sums
    Netlist netlist = new Netlist();
    int[] mask = netlist.inputs(key.group());
    int[][] controls = controls(netlist, mask, key.kept());
    int[] words = Arrays.stream(controls).flatMapToInt(Arrays::stream).toArray();
    netlist.keep(words);
    Plane plane = new Plane(key, controls, /* gated= */ true);
    Plane alone = new Plane(key, controls, /* gated= */ false);
    Switched switched = switched(netlist, mask, controls, plane, key.kept(), library);
    int bits = key.inputBits();
    double butterflyArea = bits * alone.netlist.area(library);
    double butterflyDepth = alone.netlist.depth(library);
    return new SkipperGates(
        new Gates(netlist.smallArea(library), netlist.depth(library), switched.decoder()),
        new Gates(library.registerArea() * words.length, 0, switched.registers()),
        new Gates(
            bits * plane.netlist.area(library) - butterflyArea,
            plane.netlist.depth(library) - butterflyDepth,
            bits * switched.gates()),
        new Gates(butterflyArea, butterflyDepth, bits * switched.butterfly()));
  }

  /// One bit of every input, with nets for the control words it listens to.
  private static final class Plane {
    private final Netlist netlist = new Netlist();
    private final int[] selected;
    private final int[] inputs;
    private final int[][] listened;

    Plane(Key key, int[][] controls, boolean gated) {
      selected = netlist.inputs(key.group());
      inputs = netlist.inputs(key.group());
      listened = new int[controls.length][];
      for (int stage = 0; stage < controls.length; stage++) {
        listened[stage] = netlist.inputs(controls[stage].length);
      }
      netlist.keep(gather(netlist, gated ? selected : new int[0], inputs, listened, key.kept()));
    }
  }

  /// Loads that change in a row.
  private record Switched(double decoder, double registers, double gates, double butterfly) {}

  private static Switched switched(
      Netlist netlist, int[] mask, int[][] controls, Plane plane, int kept, CellLibrary library) {
    Simulated decoding = Simulated.of(netlist, library);
    Simulated routing = Simulated.of(plane.netlist, library);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int input : plane.inputs) {
      routing.set(input, random.nextLong());
    }
    double decoded = 0;
    double registered = 0;
    double let = 0;
    double routed = 0;
    for (int cycle = 0; cycle <= MASKS; cycle++) {
      long[] lanes = masks(random, mask.length, kept);
      double gates = 0;
      for (int i = 0; i < lanes.length; i++) {
        decoding.set(mask[i], lanes[i]);
        long changes = lanes[i] ^ routing.get(plane.selected[i]);
        gates += Cell.AND.load * Long.bitCount(changes & routing.get(plane.inputs[i]));
        routing.set(plane.selected[i], lanes[i]);
      }
      decoding.settle();
      double changes = 0;
      double bits = 0;
      for (int stage = 0; stage < controls.length; stage++) {
        for (int i = 0; i < controls[stage].length; i++) {
          long control = decoding.get(controls[stage][i]);
          int listened = plane.listened[stage][i];
          changes += Long.bitCount(control ^ routing.get(listened));
          routing.set(listened, control);
          bits++;
        }
      }
      routing.settle();
      double inDecoder = decoding.takeChanged();
      double inPlane = routing.takeChanged();
      if (cycle > 0) {
        decoded += inDecoder;
        registered += Cell.REGISTER_CLOCK * bits + Cell.REGISTER_CHANGE * changes / Long.SIZE;
        let += gates / Long.SIZE;
        routed += inPlane - gates / Long.SIZE;
      }
    }
    return new Switched(decoded / MASKS, registered / MASKS, let / MASKS, routed / MASKS);
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
    int[][][] counts = new int[stages][][];
    counts[0] = new int[mask.length][];
    for (int i = 0; i < mask.length; i++) {
      counts[0][i] = new int[] {mask[i]};
    }
    for (int stage = 1; stage < stages; stage++) {
      counts[stage] = new int[mask.length >> stage][];
      for (int block = 0; block < counts[stage].length; block += stage == 1 ? 1 : 2) {
        counts[stage][block] =
            Adders.COMPRESSOR.sum(netlist, addends(counts, stage, block), List.of());
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

  /// What the ones of a block are the sum of: those of its lower half, and what those of its upper
  /// half are the sum of, for nothing else takes them. Pairs are added by themselves.
  private static List<int[]> addends(int[][][] counts, int stage, int block) {
    List<int[]> addends = new ArrayList<>();
    int upper = block;
    for (int below = stage - 1; below > 1; below--) {
      addends.add(counts[below][2 * upper]);
      upper = 2 * upper + 1;
    }
    int last = Math.min(1, stage - 1);
    addends.add(counts[last][2 * upper]);
    addends.add(counts[last][2 * upper + 1]);
    return addends;
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

  /// @param selected what lets inputs through; none where all come through
  /// @return outputs
  private static int[] gather(
      Netlist netlist, int[] selected, int[] inputs, int[][] controls, int kept) {
    int[] now = new int[inputs.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = selected.length == 0 ? inputs[i] : netlist.and(selected[i], inputs[i]);
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
    return Arrays.copyOf(now, kept);
  }
}

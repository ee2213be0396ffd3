package org.cimlet.technology.logic;

import java.util.Arrays;
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

  private record Key(
      CellLibrary library, int group, int kept, int inputBits, boolean fastDecoder) {}

  /// @param group inputs of a mask, a power of two up to 64
  /// @param kept inputs that a mask selects, which are the outputs that are wired
  /// @param inputBits bits of an input
  /// @throws IllegalArgumentException where there is no such skipper
  public static SkipperGates of(int group, int kept, int inputBits) {
    return of(CellLibrary.USUAL, group, kept, inputBits);
  }

  /// The same of a library's cells.
  public static SkipperGates of(CellLibrary library, int group, int kept, int inputBits) {
    return of(library, group, kept, inputBits, /* fastDecoder= */ false);
  }

  /// The same with either decoder.
  ///
  /// @param fastDecoder whether sums of more than two bits save their carries until the last
  public static SkipperGates of(
      CellLibrary library, int group, int kept, int inputBits, boolean fastDecoder) {
    if (group < 2 || group > Long.SIZE || Integer.bitCount(group) != 1 || kept < 1) {
      throw new IllegalArgumentException(
          "a skipper must select some of a power of two of inputs up to 64, got %s of %s"
              .formatted(kept, group));
    }
    return KNOWN.computeIfAbsent(
        new Key(library, group, Math.min(kept, group), inputBits, fastDecoder),
        SkipperGates::built);
  }

  private static SkipperGates built(Key key) {
    CellLibrary library = key.library().withoutAdders(); // synthesis finds none in so short sums
    Netlist netlist = new Netlist();
    int[] mask = netlist.inputs(key.group());
    int[][] controls = DecoderGates.controls(netlist, mask, key.kept(), key.fastDecoder());
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

package org.cimlet.rtl.folder;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.cimlet.execute.skipper.ControlWords;
import org.cimlet.execute.skipper.ZeroSkipper;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.tensor.WeightMatrix;

/// Vectors whose outputs `execute` computed: the same integers that the machine's networks run
/// with.
public final class GoldenVectors {
  private static final long SEED = 20_261_129;

  /// Every so many cycles one of extremes.
  private static final int EXTREMES = 8;

  private GoldenVectors() {}

  /// @param count cycles, or rows where a part adds rows, about
  public static Cycles of(Part part, Design design, boolean bitSerial, int count) {
    Cycles cycles = new Cycles(part.modules(design, bitSerial).getFirst().ports());
    SplittableRandom random = new SplittableRandom(SEED);
    switch (part) {
      case MASK_DECODER, BUTTERFLY, ZERO_SKIPPER -> skipper(part, design, cycles, random, count);
      case ADDER_TREE -> GoldenRows.tree(design, cycles, random, count);
      case MACRO_EDGE -> GoldenRows.edge(design, cycles, random, count, false);
      case BIT_SERIAL_EDGE -> GoldenRows.edge(design, cycles, random, count, true);
      case MACRO -> GoldenRows.macro(design, cycles, random, count, bitSerial);
    }
    return cycles;
  }

  /// A network's linear on tokens, through a macro's edge.
  ///
  /// @param linear stored as the design's rows are
  /// @param tokens inputs of each
  /// @param sums what `execute` added up for each
  public static Cycles of(
      Design design, WeightMatrix linear, List<byte[]> tokens, List<int[]> sums) {
    Cycles cycles = new Cycles(Part.MACRO_EDGE.modules(design, false).getFirst().ports());
    for (int token = 0; token < tokens.size(); token++) {
      GoldenRows.layer(design, cycles, linear, tokens.get(token), sums.get(token));
    }
    return cycles;
  }

  private static void skipper(
      Part part, Design design, Cycles cycles, SplittableRandom random, int count) {
    ZeroSkipper skipper = new ZeroSkipper(design.group(), design.kept());
    int bits = design.inputBits();
    int late = part == Part.ZERO_SKIPPER ? design.pipeline() : 0;
    long[] masks = new long[count];
    for (int at = 0; at < count + late; at++) {
      int cycle = cycles.next();
      if (at < count) {
        masks[at] = mask(random, design, at);
        if (part != Part.BUTTERFLY) {
          long shown =
              part == Part.MASK_DECODER ? masks[at] & ~(1L << (design.group() - 1)) : masks[at];
          cycles.drive(
              "mask",
              Words.cut(shown, part == Part.MASK_DECODER ? design.group() - 1 : design.group()));
        }
      }
      int of = at - Math.min(late, 1); // the mask that these inputs belong to
      if (part == Part.MASK_DECODER) {
        words(skipper.decode(masks[at]), design, (port, word) -> cycles.expect(cycle, port, word));
      } else if (of >= 0 && of < count) {
        byte[] x = elements(random, design.group(), bits, of);
        byte[] y = new byte[design.kept()];
        skipper.gather(masks[of], x, 0, y, 0);
        if (part == Part.BUTTERFLY) {
          words(skipper.decode(masks[of]), design, cycles::drive);
          for (int i = 0; i < x.length; i++) {
            x[i] = (masks[of] >>> i & 1) == 0 ? 0 : x[i];
          }
        }
        cycles.drive("x", Words.packed(x, bits));
        cycles.expect(cycle + Math.max(0, late - 1), "y", Words.packed(y, bits));
      }
    }
  }

  /// Takes a control word.
  private interface Sink {
    void take(String port, BigInteger word);
  }

  /// The control bits that multiplexers listen to.
  private static void words(ControlWords words, Design design, Sink sink) {
    for (int stage = 0; stage < words.stages(); stage++) {
      int d = 1 << stage;
      int listened = Math.min(d, design.kept());
      BigInteger word = BigInteger.ZERO;
      for (int block = design.group() / (2 * d) - 1; block >= 0; block--) {
        long bits = words.stage(stage) >>> (block * d) & (1L << listened) - 1;
        word = word.shiftLeft(listened).or(BigInteger.valueOf(bits));
      }
      sink.take("cross_" + d, word);
    }
  }

  /// A mask of at most as many as are kept, in most cases exactly so.
  static long mask(SplittableRandom random, Design design, int at) {
    int ones = at % 4 == 3 ? random.nextInt(design.kept() + 1) : design.kept();
    long mask = 0;
    for (int i = 0, open = ones; i < design.group(); i++) {
      if (random.nextInt(design.group() - i) < open) {
        mask |= 1L << i;
        open--;
      }
    }
    return mask;
  }

  /// Random elements, now and then all of them extremes.
  static byte[] elements(SplittableRandom random, int count, int bits, int at) {
    byte[] elements = new byte[count];
    int least = -1 << (bits - 1);
    for (int i = 0; i < count; i++) {
      elements[i] =
          (byte)
              (at % EXTREMES == 0
                  ? least
                  : at % EXTREMES == 1
                      ? (random.nextBoolean() ? least : -1 - least)
                      : random.nextInt(least, -least));
    }
    return elements;
  }
}

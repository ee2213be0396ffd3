package org.cimlet.technology.logic;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// A datapath of floating-point words as gates: what stands around the multipliers of an array of
/// mantissas.
///
/// For every row exponents of inputs and weights are added and the largest sum is searched for, by
/// a tree of comparators; every input's mantissa is shifted right by what its sum lacks and cut off
/// below the guard bits; signed mantissas are multiplied and added as whole numbers; their sum is
/// normalised and added to a sum in single precision. Flip-flops stand between search, shift and
/// multipliers.
///
/// @param exponents adders and search, of all channels
/// @param alignment subtractors, shifters and flip-flops, of all channels
/// @param mantissas multipliers, tree and accumulator of whole numbers
/// @param accumulation normalising and adding a row's sum
public record FloatGates(Gates exponents, Gates alignment, Gates mantissas, Gates accumulation) {
  private static final Map<Key, FloatGates> KNOWN = new ConcurrentHashMap<>();
  private static final int ROWS = 8;

  /// Channels that are built; more are as many times these.
  private static final int MOST_CHANNELS = 64;

  /// Bits of a single's mantissa with guard, round and sticky.
  private static final int SINGLE_BITS = 27;

  private static final int SINGLE_EXPONENT = 8;

  private record Key(
      Datapath mantissas,
      FloatWord word,
      FloatAlignment alignment,
      Operands operands,
      boolean weightsChange) {}

  /// Loads that change in a row, without those of the mantissas' datapath.
  ///
  /// @param sharing outputs that share what aligns their inputs
  public double switchedAround(int sharing) {
    return (exponents.switched() + alignment.switched()) / sharing + accumulation.switched();
  }

  /// Area without that of the mantissas' datapath, in NAND gates.
  ///
  /// @param sharing outputs that share what aligns their inputs
  public double areaAround(int sharing) {
    return (exponents.area() + alignment.area()) / sharing + accumulation.area();
  }

  /// NAND gates on the longest way of search, shift, or normalising and adding.
  public double depthAround() {
    return Math.max(exponents.depth(), Math.max(alignment.depth(), accumulation.depth()));
  }

  /// Values that are not zero are drawn from a normal distribution.
  ///
  /// @param mantissas datapath of a row's signed mantissas, inputs aligned
  /// @param operands of which the shares of zeros count
  /// @param weightsChange whether another weight comes with every multiply, rather than staying
  /// @throws IllegalArgumentException where mantissas have other bits than words and guard give
  public static FloatGates of(
      Datapath mantissas,
      FloatWord word,
      FloatAlignment alignment,
      Operands operands,
      boolean weightsChange) {
    if (mantissas.weightBits() != alignment.weightBits(word)
        || mantissas.inputBits() != alignment.inputBits(word)) {
      throw new IllegalArgumentException(
          "mantissas must be of %s and %s bits, got %s and %s"
              .formatted(
                  alignment.weightBits(word),
                  alignment.inputBits(word),
                  mantissas.weightBits(),
                  mantissas.inputBits()));
    }
    return KNOWN.computeIfAbsent(
        new Key(mantissas, word, alignment, operands, weightsChange),
        key -> new Built(key).gates());
  }

  private static final class Built {
    private final CellLibrary library = CellLibrary.USUAL;
    private final Key key;
    private final FloatWord word;
    private final int channels;
    private final double times;

    private final Netlist search = new Netlist();
    private final int[][] inputExponents;
    private final int[][] weightExponents;
    private final int[][] sums;
    private final int[] largest;

    private final Netlist shift = new Netlist();
    private final int[] largestHeld;
    private final int[] sumHeld;
    private final int[] mantissa;
    private final int sign;
    private final int[] aligned;

    private final Netlist adding = new Netlist();
    private final int[] rowSum;
    private final int[] rowExponent;
    private final int[] held;
    private final int[] heldExponent;

    Built(Key key) {
      this.key = key;
      word = key.word();
      channels = Math.min(MOST_CHANNELS, key.mantissas().channels());
      times = (double) key.mantissas().channels() / channels;
      inputExponents = words(search, channels, word.exponentBits());
      boolean products = key.alignment().ofProducts();
      weightExponents = words(search, products ? channels : 0, word.exponentBits());
      sums = new int[channels][];
      for (int i = 0; i < channels; i++) {
        sums[i] =
            products
                ? Adders.COMPRESSOR.sum(search, inputExponents[i], weightExponents[i])
                : inputExponents[i];
      }
      largest = largest(sums, 0, channels);
      search.keep(joined(Arrays.stream(sums).flatMapToInt(Arrays::stream).toArray(), largest));

      largestHeld = shift.inputs(largest.length);
      sumHeld = shift.inputs(largest.length);
      mantissa = shift.inputs(word.fractionBits() + 1);
      sign = shift.input();
      aligned = aligned();
      shift.keep(aligned);

      int sumBits =
          key.mantissas().weightBits()
              + key.mantissas().inputBits()
              + bitsOf(key.mantissas().channels() - 1);
      rowSum = adding.inputs(sumBits);
      rowExponent = adding.inputs(SINGLE_EXPONENT);
      held = adding.inputs(SINGLE_BITS);
      heldExponent = adding.inputs(SINGLE_EXPONENT);
      adding.keep(added());
    }

    private static int[][] words(Netlist netlist, int count, int bits) {
      int[][] words = new int[count][];
      Arrays.setAll(words, _ -> netlist.inputs(bits));
      return words;
    }

    private static int[] joined(int[] some, int[] others) {
      int[] all = Arrays.copyOf(some, some.length + others.length);
      System.arraycopy(others, 0, all, some.length, others.length);
      return all;
    }

    private static int bitsOf(int value) {
      return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }

    private static int[] inverted(Netlist netlist, int[] bits) {
      return Arrays.stream(bits).map(netlist::not).toArray();
    }

    /// A tree of comparators, each with a multiplexer of the larger.
    private int[] largest(int[][] of, int from, int to) {
      if (to - from == 1) {
        return of[from];
      }
      int middle = (from + to) / 2;
      int[] a = largest(of, from, middle);
      int[] b = largest(of, middle, to);
      int[] above = Adders.COMPRESSOR.sum(search, a, inverted(search, b));
      int larger = above[above.length - 1]; // the carry of a - b - 1
      int[] most = new int[a.length];
      Arrays.setAll(most, bit -> search.mux(larger, b[bit], a[bit]));
      return most;
    }

    /// What the exponent lacks, by which the mantissa is shifted; all of it is lost where that is
    /// more than its bits. Negative products are inverted, and lack a one.
    private int[] aligned() {
      int[] lacks =
          inverted(
              shift,
              Arrays.copyOf(
                  Adders.COMPRESSOR.sum(shift, inverted(shift, largestHeld), sumHeld),
                  largestHeld.length));
      int[] bits = new int[key.alignment().guardBits() + mantissa.length];
      System.arraycopy(mantissa, 0, bits, key.alignment().guardBits(), mantissa.length);
      int stages = bitsOf(bits.length - 1);
      for (int stage = 0; stage < Math.min(stages, lacks.length); stage++) {
        bits = shifted(shift, bits, lacks[stage], 1 << stage);
      }
      int far = Netlist.ZERO;
      for (int stage = stages; stage < lacks.length; stage++) {
        far = shift.or(far, lacks[stage]);
      }
      int near = shift.not(far);
      return Arrays.stream(bits).map(bit -> shift.xor(shift.and(bit, near), sign)).toArray();
    }

    /// A word shifted right where `by` is set; left where `places` is negative.
    private static int[] shifted(Netlist netlist, int[] word, int by, int places) {
      int[] shifted = new int[word.length];
      int not = netlist.not(by);
      for (int bit = 0; bit < word.length; bit++) {
        int from = bit + places;
        int other = from < 0 || from >= word.length ? Netlist.ZERO : word[from];
        shifted[bit] =
            other == Netlist.ZERO
                ? netlist.and(not, word[bit])
                : word[bit] == Netlist.ZERO
                    ? netlist.and(by, other)
                    : netlist.mux(by, word[bit], other);
      }
      return shifted;
    }

    /// A row's sum without its sign, normalised and added to what is held.
    private int[] added() {
      int negative = rowSum[rowSum.length - 1];
      int[] magnitude =
          Arrays.stream(rowSum)
              .limit(rowSum.length - 1L)
              .map(bit -> adding.xor(bit, negative))
              .toArray();
      int[] whole = new int[Math.max(SINGLE_BITS, magnitude.length)];
      System.arraycopy(magnitude, 0, whole, whole.length - magnitude.length, magnitude.length);
      int[] normal = normalised(whole);
      int[] single = Arrays.copyOfRange(normal, normal.length - SINGLE_BITS, normal.length);
      int[] above = Adders.COMPRESSOR.sum(adding, rowExponent, inverted(adding, heldExponent));
      int larger = above[above.length - 1];
      int[] big = new int[SINGLE_BITS];
      int[] small = new int[SINGLE_BITS];
      for (int bit = 0; bit < SINGLE_BITS; bit++) {
        big[bit] = adding.mux(larger, held[bit], single[bit]);
        small[bit] = adding.mux(larger, single[bit], held[bit]);
      }
      for (int stage = 0; stage < bitsOf(SINGLE_BITS - 1); stage++) {
        small = shifted(adding, small, above[stage], 1 << stage);
      }
      int[] addend = Arrays.stream(small).map(bit -> adding.xor(bit, negative)).toArray();
      int[] sum = normalised(Adders.COMPRESSOR.sum(adding, big, addend));
      int[] round = {sum[sum.length - SINGLE_BITS]};
      int[] upper = Arrays.copyOfRange(sum, sum.length - SINGLE_BITS + 1, sum.length);
      return Adders.COMPRESSOR.sum(adding, upper, round);
    }

    /// Shifted left until the highest bit is set, by halves.
    private int[] normalised(int[] bits) {
      int[] normal = bits;
      for (int places = Integer.highestOneBit(bits.length - 1); places > 0; places /= 2) {
        int any = Netlist.ZERO;
        for (int bit = normal.length - places; bit < normal.length; bit++) {
          any = adding.or(any, normal[bit]);
        }
        normal = shifted(adding, normal, adding.not(any), -places);
      }
      return normal;
    }

    FloatGates gates() {
      FloatDraws drawn =
          new FloatDraws(key.word(), key.alignment(), key.mantissas().channels(), key.operands());
      double[] switched = switched(drawn);
      int cut = channels * (largest.length + aligned.length) + largest.length;
      Size whole = key.mantissas().size(library);
      return new FloatGates(
          new Gates(
              times * search.area(library),
              search.depth(library) + Math.ceil(Math.log(times) / Math.log(2)),
              times * switched[0]),
          new Gates(
              times * (channels * shift.area(library) + library.registerArea() * cut),
              shift.depth(library),
              times * (switched[1] + Cell.REGISTER_CLOCK * cut)),
          new Gates(
              whole.area(),
              whole.depth(),
              key.mantissas().switched(drawn.inputs(), drawn.weights(), key.weightsChange())),
          new Gates(adding.area(library), adding.depth(library), switched[2]));
    }

    /// Of search, shifts and adding, in a row.
    private double[] switched(FloatDraws drawn) {
      Simulated searching = Simulated.of(search, library);
      Simulated shifting = Simulated.of(shift, library);
      Simulated accumulating = Simulated.of(adding, library);
      double[] changed = new double[3];
      long[][] exponents = new long[channels][];
      long[][] mantissas = new long[channels][];

      for (int row = 0; row <= ROWS; row++) {
        double flips = 0;
        for (int i = 0; i < channels; i++) {
          if (key.alignment().ofProducts() && (row == 0 || key.weightsChange())) {
            drive(searching, weightExponents[i], drawn.weightExponents());
          }
          drawn.input();
          exponents[i] = drawn.exponents();
          mantissas[i] = drawn.mantissas();
          drive(searching, inputExponents[i], exponents[i]);
        }
        searching.settle();
        double ofShifts = 0;
        for (int i = 0; i < channels; i++) {
          // one shifter stands for all: its channels follow each other as rows do
          for (int bit = 0; bit < largest.length; bit++) {
            shifting.set(largestHeld[bit], searching.get(largest[bit]));
            shifting.set(sumHeld[bit], searching.get(sums[i][bit]));
          }
          drive(shifting, mantissa, mantissas[i]);
          shifting.set(sign, drawn.random().nextLong());
          long before = checksum(shifting);
          shifting.settle();
          flips += Long.bitCount(before ^ checksum(shifting));
          ofShifts += shifting.takeChanged();
        }
        random(accumulating, drawn.random(), rowSum, rowExponent, held, heldExponent);
        accumulating.settle();
        double[] loads = {
          searching.takeChanged(),
          ofShifts + Cell.REGISTER_CHANGE * flips * aligned.length / Long.SIZE,
          accumulating.takeChanged() + (Cell.REGISTER_CLOCK + Cell.REGISTER_CHANGE / 2) * 32
        };
        for (int part = 0; part < changed.length; part++) {
          changed[part] += row == 0 ? 0 : loads[part] / ROWS;
        }
      }
      return changed;
    }

    /// The highest aligned bit but one, which stands for the flip-flops behind.
    private long checksum(Simulated shifting) {
      return shifting.get(aligned[aligned.length - 2]);
    }

    private static void drive(Simulated netlist, int[] nets, long[] lanes) {
      for (int bit = 0; bit < nets.length; bit++) {
        netlist.set(nets[bit], lanes[bit]);
      }
    }

    private static void random(Simulated netlist, SplittableRandom random, int[]... words) {
      for (int[] word : words) {
        for (int net : word) {
          netlist.set(net, random.nextLong());
        }
      }
    }
  }
}

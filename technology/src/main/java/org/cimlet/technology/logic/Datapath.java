package org.cimlet.technology.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// Multipliers, adder tree and accumulator of one output, as a designer draws them.
///
/// Numbers are added without their sign: the highest bit of a two's complement number enters
/// inverted, with a constant, as Baugh and Wooley do it, so that no sign is extended.
///
/// @param channels inputs that are multiplied and added
/// @param weightBits of a weight
/// @param weightSliceBits of a weight that one tree adds; wider weights are cut into slices, whose
///   sums are added shifted
/// @param inputBits of an input
/// @param inputBitsPerCycle of it that enter at once
/// @param multiplier how weights are multiplied
/// @param adders how products are added
/// @param perBitColumn whether each bit of a weight has a tree of its own, and their sums are added
///   shifted; else whole products are added
/// @param accumulatorBits of the sum
public record Datapath(
    int channels,
    int weightBits,
    int weightSliceBits,
    int inputBits,
    int inputBitsPerCycle,
    Multiplier multiplier,
    Adders adders,
    boolean perBitColumn,
    int accumulatorBits) {

  private static final Map<Key, Gates> KNOWN = new ConcurrentHashMap<>();
  private static final long SEED = 20_261_129;

  /// Channels whose cycles are enough for a mean within a percent.
  private static final int SAMPLES = 1024;

  /// Pairs of bits multiplied at once, above which a part of the channels stands for all.
  private static final int MOST_PAIRS = 65_536;

  private record Key(
      CellLibrary library, Datapath datapath, Operands operands, boolean weightsChange) {}

  /// @throws IllegalArgumentException where the numbers do not fit together
  public Datapath {
    if (channels < 1 || weightBits < 1 || inputBits < 1 || accumulatorBits < 1) {
      throw new IllegalArgumentException("a datapath must have channels and bits");
    }
    if (weightSliceBits < 1 || weightSliceBits > weightBits) {
      throw new IllegalArgumentException(
          "a slice must have 1 to %s bits of a weight, got %s"
              .formatted(weightBits, weightSliceBits));
    }
    if (inputBitsPerCycle < 1 || inputBitsPerCycle > inputBits) {
      throw new IllegalArgumentException(
          "a multiplier must take 1 to %s bits of an input at once, got %s"
              .formatted(inputBits, inputBitsPerCycle));
    }
    multiplier.check(weightBits, weightSliceBits, inputBits, inputBitsPerCycle, perBitColumn);
  }

  /// Array multipliers and a tree of rippling adders: all bits of an input in a cycle.
  public static Datapath parallel(
      int channels, int weightBits, int inputBits, int accumulatorBits) {
    return new Datapath(
        channels,
        weightBits,
        weightBits,
        inputBits,
        inputBits,
        Multiplier.ARRAY,
        Adders.RIPPLE,
        false,
        accumulatorBits);
  }

  /// And gates and a tree of rippling adders: a bit of an input in a cycle.
  public static Datapath serial(int channels, int weightBits, int inputBits, int accumulatorBits) {
    return new Datapath(
        channels,
        weightBits,
        weightBits,
        inputBits,
        1,
        Multiplier.SERIAL,
        Adders.RIPPLE,
        false,
        accumulatorBits);
  }

  /// Bits of a weight that are multiplied at once.
  public int weightBitsAtOnce() {
    return multiplier == Multiplier.MINIMUM ? 1 : weightBits;
  }

  /// Pairs of a weight's and an input's bit that meet in a multiply.
  public int pairs() {
    return weightBitsAtOnce() * inputBits;
  }

  /// Cycles until all bits of an input have entered.
  public int cycles() {
    return Math.ceilDiv(inputBits, inputBitsPerCycle);
  }

  /// What it is made of, and what a multiply of such operands switches.
  ///
  /// Cycles are drawn from one seed, so that the same datapath gives the same gates.
  ///
  /// @param weightsChange whether another weight comes with every multiply, rather than staying
  public Gates gates(Operands operands, boolean weightsChange) {
    return gates(CellLibrary.USUAL, operands, weightsChange);
  }

  /// The same of a library's cells.
  public Gates gates(CellLibrary library, Operands operands, boolean weightsChange) {
    Key key = new Key(library, this, operands, weightsChange);
    Gates known = KNOWN.get(key);
    if (known == null) {
      known =
          channels > most() ? partly(key) : new Built(this).gates(library, operands, weightsChange);
      KNOWN.put(key, known);
    }
    return known;
  }

  /// What a multiply of numbers from anywhere switches.
  double switched(Operands.Drawn inputs, Operands.Drawn weights, boolean weightsChange) {
    return new Built(this).switched(CellLibrary.USUAL, inputs, weights, weightsChange);
  }

  private int most() {
    return Math.max(16, Integer.highestOneBit(MOST_PAIRS / (weightBits * inputBitsPerCycle)));
  }

  private Gates partly(Key key) {
    Gates part = withChannels(most()).gates(key.library(), key.operands(), key.weightsChange());
    Size size = size(key.library());
    return new Gates(size.area(), size.depth(), part.switched() * channels / most());
  }

  /// What it is made of, for which nothing has to be switched.
  ///
  /// As many times what a part of the channels is; each level that the tree then lacks is as long
  /// as the part's last.
  public Size size(CellLibrary library) {
    if (channels <= most()) {
      return new Built(this).size(library);
    }
    Size part = withChannels(most()).size(library);
    Size half = withChannels(most() / 2).size(library);
    double times = (double) channels / most();
    double levels = Math.ceil(Math.log(times) / Math.log(2));
    return new Size(part.area() * times, part.depth() + levels * (part.depth() - half.depth()));
  }

  /// Bits that flip-flops hold where its way is cut into so many stages as long.
  public double cutBits(int stages) {
    return channels <= most()
        ? new Built(this).netlist.cutBits(CellLibrary.USUAL, stages)
        : withChannels(most()).cutBits(stages) * channels / most();
  }

  private Datapath withChannels(int fewer) {
    return new Datapath(
        fewer,
        weightBits,
        weightSliceBits,
        inputBits,
        inputBitsPerCycle,
        multiplier,
        adders,
        perBitColumn,
        accumulatorBits);
  }

  /// The netlist, with its inputs.
  private static final class Built {
    private final Datapath of;
    private final Netlist netlist = new Netlist();
    private final List<int[]> weights = new ArrayList<>();

    /// Bits, or digits of three lines each: one, two and negative.
    private final List<int[]> inputs = new ArrayList<>();

    /// Of each channel whether its weight is the smaller; only of minima.
    private final int[] smallerWeights;

    private final Comparators comparators;
    private final int[] held;
    private final int[] accumulated;

    Built(Datapath of) {
      this.of = of;
      for (int channel = 0; channel < of.channels(); channel++) {
        weights.add(netlist.inputs(of.weightBitsAtOnce()));
        inputs.add(netlist.inputs(linesPerChannel()));
      }
      smallerWeights = netlist.inputs(isMinimum() ? of.channels() : 0);
      comparators = new Comparators(smallerWeights.length);
      held = netlist.inputs(of.accumulatorBits());
      List<Integer> ones = new ArrayList<>();
      List<int[]> addends = addends(ones);
      int shift = of.cycles() == 1 ? 0 : of.inputBitsPerCycle();
      addends.add(Arrays.copyOf(shiftedBy(shift, held), of.accumulatorBits()));
      accumulated =
          Arrays.copyOf(of.adders().exact().sum(netlist, addends, ones), of.accumulatorBits());
    }

    private boolean isBooth() {
      return of.multiplier() == Multiplier.BOOTH4;
    }

    private boolean isMinimum() {
      return of.multiplier() == Multiplier.MINIMUM;
    }

    private int linesPerChannel() {
      return isBooth() ? of.inputBitsPerCycle() / 2 * 3 : of.inputBitsPerCycle();
    }

    /// What is added to the accumulator: products where they and it can be compressed at once, else
    /// the sums of slices.
    ///
    /// @param ones gets what inverted products lack
    private List<int[]> addends(List<Integer> ones) {
      if (of.adders() == Adders.COMPRESSOR
          && !of.perBitColumn()
          && of.weightSliceBits() == of.weightBits()) {
        return products(0, of.weightBits(), ones);
      }
      List<int[]> sums = new ArrayList<>();
      for (int from = 0; from < of.weightBits(); from += of.weightSliceBits()) {
        int to = Math.min(of.weightBits(), from + of.weightSliceBits());
        sums.add(shiftedBy(from, of.perBitColumn() ? columns(from, to) : words(from, to)));
      }
      return sums;
    }

    private int[] columns(int from, int to) {
      List<int[]> sums = new ArrayList<>();
      for (int bit = from; bit < to; bit++) {
        List<int[]> column = new ArrayList<>();
        for (int channel = 0; channel < of.channels(); channel++) {
          int[] product = new int[of.inputBitsPerCycle()];
          for (int i = 0; i < product.length; i++) {
            product[i] = netlist.and(inputs.get(channel)[i], weights.get(channel)[bit]);
          }
          column.add(product);
        }
        sums.add(shiftedBy(bit - from, of.adders().sum(netlist, column, List.of())));
      }
      return of.adders().exact().sum(netlist, sums, List.of());
    }

    private int[] words(int from, int to) {
      List<Integer> ones = new ArrayList<>();
      List<int[]> products = products(from, to, ones);
      return of.adders().sum(netlist, products, ones);
    }

    /// A word for each channel, or for each row of its multiplier where rows are compressed.
    private List<int[]> products(int from, int to, List<Integer> ones) {
      List<int[]> products = new ArrayList<>();
      for (int channel = 0; channel < of.channels(); channel++) {
        int[] input = inputs.get(channel);
        if (isMinimum()) {
          int lesser = netlist.mux(smallerWeights[channel], input[0], weights.get(channel)[0]);
          products.add(new int[] {lesser});
          continue;
        }
        int[] weight = Arrays.copyOfRange(weights.get(channel), from, to);
        List<int[]> rows = isBooth() ? digits(input, weight, ones) : rows(input, weight);
        if (of.adders() == Adders.COMPRESSOR) {
          products.addAll(rows);
        } else {
          products.add(chained(rows));
        }
      }
      return products;
    }

    /// A multiplier's rows one after the other, as an array of adders has them.
    private int[] chained(List<int[]> rows) {
      int[] sum = rows.getFirst();
      for (int[] row : rows.subList(1, rows.size())) {
        sum = of.adders().sum(netlist, sum, row);
      }
      return sum;
    }

    private List<int[]> rows(int[] input, int[] weight) {
      List<int[]> rows = new ArrayList<>();
      for (int bit = 0; bit < input.length; bit++) {
        int[] row = new int[weight.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = product(input[bit], weight[i]);
        }
        rows.add(shiftedBy(bit, row));
      }
      return rows;
    }

    /// An exclusive or is as large as its inverse, whose sum is the other's complement.
    private int product(int input, int weight) {
      return of.multiplier() == Multiplier.XNOR
          ? netlist.xor(input, weight)
          : netlist.and(input, weight);
    }

    /// The weight once, twice or not at all, inverted where the digit is negative; the one that an
    /// inverted word lacks goes to `ones`.
    private List<int[]> digits(int[] lines, int[] weight, List<Integer> ones) {
      List<int[]> rows = new ArrayList<>();
      for (int digit = 0; digit < lines.length / 3; digit++) {
        int one = lines[3 * digit];
        int two = lines[3 * digit + 1];
        int negative = lines[3 * digit + 2];
        int[] row = new int[weight.length + 1];
        for (int i = 0; i < row.length; i++) {
          int once = i < weight.length ? netlist.and(one, weight[i]) : Netlist.ZERO;
          int twice = i > 0 ? netlist.and(two, weight[i - 1]) : Netlist.ZERO;
          row[i] = netlist.xor(netlist.or(once, twice), negative);
        }
        rows.add(shiftedBy(2 * digit, row));
        if (ones.size() < of.channels() - 1) {
          ones.add(negative);
        }
      }
      return rows;
    }

    private static int[] shiftedBy(int bits, int[] word) {
      int[] shifted = new int[word.length + bits];
      System.arraycopy(word, 0, shifted, bits, word.length);
      return shifted;
    }

    Size size(CellLibrary library) {
      double registers = library.registerArea() * of.accumulatorBits();
      return new Size(
          netlist.area(library) + comparators.area(library) + registers,
          netlist.depth(library) + comparators.depth(library));
    }

    Gates gates(CellLibrary library, Operands operands, boolean weightsChange) {
      Size size = size(library);
      return new Gates(
          size.area(),
          size.depth(),
          switched(library, operands.inputs(), operands.weights(), weightsChange));
    }

    private double switched(
        CellLibrary library,
        Operands.Drawn inputs,
        Operands.Drawn weightsDrawn,
        boolean weightsChange) {
      Simulated switching = Simulated.of(netlist, library);
      Comparators.Run comparing = comparators.run(library);
      long[][] stored = new long[of.channels()][of.weightBits()];
      SplittableRandom random = new SplittableRandom(SEED);
      int multiplies = Math.clamp(Math.ceilDiv(SAMPLES, of.channels() * of.cycles()), 2, 32);
      double loads = 0;
      for (int multiply = 0; multiply <= multiplies; multiply++) {
        if (multiply == 0 || weightsChange) {
          for (int channel = 0; channel < stored.length; channel++) {
            weightsDrawn.draw(random, stored[channel]);
            for (int bit = 0; bit < of.weightBitsAtOnce(); bit++) {
              switching.set(weights.get(channel)[bit], stored[channel][bit]);
            }
          }
        }
        comparing.start();
        double each = multiply(switching, comparing, stored, random, inputs);
        loads += multiply == 0 ? 0 : each;
      }
      return loads / multiplies;
    }

    /// All cycles of one multiply, the highest bits first.
    private double multiply(
        Simulated switching,
        Comparators.Run comparing,
        long[][] stored,
        SplittableRandom random,
        Operands.Drawn inputsDrawn) {
      long[][] bits = new long[of.channels()][of.cycles() * of.inputBitsPerCycle()];
      long[] input = new long[of.inputBits()];
      for (long[] ofChannel : bits) {
        inputsDrawn.draw(random, input);
        System.arraycopy(input, 0, ofChannel, 0, input.length);
      }
      double loads = 0;
      for (int cycle = of.cycles() - 1; cycle >= 0; cycle--) {
        for (int channel = 0; channel < of.channels(); channel++) {
          drive(switching, inputs.get(channel), bits[channel], cycle * of.inputBitsPerCycle());
        }
        compare(switching, comparing, bits, stored, cycle);
        boolean first = cycle == of.cycles() - 1;
        for (int bit = 0; bit < held.length; bit++) {
          long before = switching.get(held[bit]);
          long after = first && of.cycles() > 1 ? 0 : switching.get(accumulated[bit]);
          loads += Cell.REGISTER_CHANGE * Long.bitCount(before ^ after) / Long.SIZE;
          switching.set(held[bit], after);
        }
        loads += Cell.REGISTER_CLOCK * held.length;
        switching.settle();
        loads += switching.takeChanged() + comparing.end();
      }
      return loads;
    }

    /// A bit of each weight and input, and which one is the smaller; only of minima.
    private void compare(
        Simulated switching, Comparators.Run comparing, long[][] bits, long[][] stored, int cycle) {
      for (int channel = 0; channel < smallerWeights.length; channel++) {
        switching.set(weights.get(channel)[0], stored[channel][cycle]);
        comparing.compare(channel, bits[channel][cycle], stored[channel][cycle]);
      }
      comparing.settle();
      for (int channel = 0; channel < smallerWeights.length; channel++) {
        switching.set(smallerWeights[channel], comparing.smallerWeight(channel));
      }
    }

    private void drive(Simulated switching, int[] lines, long[] bits, int from) {
      if (!isBooth()) {
        for (int i = 0; i < lines.length; i++) {
          switching.set(lines[i], bits[from + i]);
        }
        return;
      }
      for (int digit = 0; digit < lines.length / 3; digit++) {
        int at = from + 2 * digit;
        long below = at == 0 ? 0 : bits[at - 1];
        long low = bits[at];
        long high = bits[at + 1];
        switching.set(lines[3 * digit], low ^ below);
        switching.set(lines[3 * digit + 1], (high & ~low & ~below) | (~high & low & below));
        switching.set(lines[3 * digit + 2], high & ~(low & below)); // minus nought is nought
      }
    }
  }
}

package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.Lanes.SHORT_PLACES;
import static org.cimlet.execute.kernel.Lanes.TOGETHER;
import static org.cimlet.execute.kernel.Lanes.VECTOR;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;

/// Weights copied into memory in the order the kernels read them, for vectors of the width chosen
/// ([KernelWidth]).
///
/// A vector has a 16-bit lane for each row of a quarter, and four quarters make a band. Each sum of
/// a band is a run of bytes; for each two inputs or slots a run has a vector of weights from each
/// quarter, of which the one half belongs to the first input for each row, the other to the second
/// (every other byte where narrow vectors look inputs up):
///
/// - dense: all inputs, two after two and up to a whole block of [DenseRun], quarter after quarter,
///   which a token reads from four places at once;
/// - indexed, for packed weights: units of six slots, each slot a kept weight and its place in a
///   word of 32 inputs. Two vectors hold the places of a unit for each quarter, five bits each, and
///   come before the unit's weights; quarter comes after quarter. [Slots] says which word a slot
///   picks from, [Places] where a place lies.
///
/// 8:32 takes 13.3 bits for a kept weight, where the stored values and masks take 12: in exchange
/// nothing but a table look-up stands between a weight and its input. A pattern that keeps so much
/// that indices take more than zeros is held dense. `docs/studies/packed-kernel.md` has the
/// measurements that chose this order.
public final class ResidentMatrix {
  /// Rows of a quarter: read side by side.
  static final int QUARTER_ROWS = Lanes.HALF_VECTOR;

  /// Rows of a band: multiplied together.
  static final int BAND_ROWS = TOGETHER * QUARTER_ROWS;

  /// Bytes of two inputs' or slots' weights.
  static final int PAIR_BYTES = TOGETHER * VECTOR;

  /// Inputs a slot can pick from.
  static final int WORD = 32;

  /// Bytes before the first run, so that vectors begin at a cache line where the array itself
  /// begins at one (collectors lay large arrays so, with 16 bytes of header).
  private static final int LEAD = 48;

  /// Where products of bytes could leave an int: `2^31 / (128 * 128)`.
  private static final int MOST_INPUTS_OF_A_SUM = (1 << 17) - 1;

  private static final long STRIP_BYTES = 1L << 28;

  private static final ValueLayout.OfInt MASK_WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int outputs;
  private final int inputs;
  private final int inputsPerSum;
  private final Pattern pattern;

  /// Of each run, empty where dense.
  private final Slots[] slots;

  private final int[] runBytes;
  private final int[] stripOfBand;
  private final int[] runAt;
  private final List<byte[]> strips = new ArrayList<>();

  private ResidentMatrix(WeightMatrix matrix, long stripBytes) {
    this.outputs = matrix.outputs();
    this.inputs = matrix.inputs();
    this.inputsPerSum = matrix.inputsPerScale();
    this.pattern = matrix.pattern();
    if (Math.min(inputs, inputsPerSum) > MOST_INPUTS_OF_A_SUM) {
      throw new IllegalArgumentException(
          "a sum must be over at most %s inputs, got %s"
              .formatted(MOST_INPUTS_OF_A_SUM, Math.min(inputs, inputsPerSum)));
    }
    this.slots =
        switch (matrix) {
          case DenseMatrix _ -> new Slots[0];
          case PackedMatrix packed -> slots(packed);
        };
    this.runBytes = new int[Math.multiplyExact(bands(), sums())];
    this.stripOfBand = new int[bands()];
    this.runAt = new int[runBytes.length];
    layOut(stripBytes);
  }

  /// Copies the weights of a linear.
  ///
  /// @throws IllegalArgumentException where a sum of byte products could leave 32 bits: above
  ///   131,071 inputs
  public static ResidentMatrix of(WeightMatrix matrix) {
    return of(matrix, STRIP_BYTES);
  }

  /// With strips of another size, for tests.
  static ResidentMatrix of(WeightMatrix matrix, long stripBytes) {
    ResidentMatrix resident = new ResidentMatrix(matrix, stripBytes);
    IntStream.range(0, resident.bands()).parallel().forEach(band -> resident.fill(matrix, band));
    return resident;
  }

  /// None where the slots would take more bytes than all weights.
  private Slots[] slots(PackedMatrix matrix) {
    Slots[] found = new Slots[Math.multiplyExact(bands(), sums())];
    if (pattern.group() <= WORD) {
      Slots same = Slots.of(pattern, wordsPerSum());
      Arrays.fill(found, same);
    } else {
      IntStream.range(0, found.length)
          .parallel()
          .forEach(run -> found[run] = slotsOfLongGroups(matrix, run));
    }
    long bytes = 0;
    for (Slots run : found) {
      bytes += run.bytes();
    }
    return bytes < (long) found.length * denseRunBytes() ? found : new Slots[0];
  }

  private Slots slotsOfLongGroups(PackedMatrix matrix, int run) {
    int row = run / sums() * BAND_ROWS;
    int firstGroup = run % sums() * inputsPerSum / pattern.group();
    int end = Math.min(row + BAND_ROWS, outputs);
    return Slots.of(matrix, row, end, firstGroup, wordsPerSum());
  }

  private int denseRunBytes() {
    int blocks = Math.ceilDiv(inputsPerSum, DenseRun.BLOCK);
    return Math.multiplyExact(blocks * DenseRun.BLOCK / 2, PAIR_BYTES);
  }

  /// All runs of a band lie in one strip.
  private void layOut(long stripBytes) {
    int strip = -1;
    long end = LEAD;
    List<Integer> lengths = new ArrayList<>();
    for (int band = 0; band < bands(); band++) {
      long bytes = 0;
      for (int run = band * sums(); run < (band + 1) * sums(); run++) {
        runBytes[run] = isIndexed() ? slots[run].bytes() : denseRunBytes();
        bytes += runBytes[run];
      }
      if (strip < 0 || end + bytes > LEAD + stripBytes) {
        strip++;
        end = LEAD;
        lengths.add(LEAD);
      }
      stripOfBand[band] = strip;
      for (int run = band * sums(); run < (band + 1) * sums(); run++) {
        runAt[run] = Math.toIntExact(end);
        end += runBytes[run];
      }
      lengths.set(strip, Math.toIntExact(end));
    }
    lengths.forEach(length -> strips.add(new byte[length]));
  }

  private void fill(WeightMatrix matrix, int band) {
    if (isIndexed() && pattern.group() == WORD && matrix instanceof PackedMatrix packed) {
      fillWords(packed, band);
      return;
    }
    int end = Math.min((band + 1) * BAND_ROWS, outputs);
    for (int output = band * BAND_ROWS; output < end; output++) {
      switch (matrix) {
        case DenseMatrix dense -> fill(dense, output);
        case PackedMatrix packed -> fill(packed, output);
      }
    }
  }

  private void fill(DenseMatrix matrix, int output) {
    byte[] row = new byte[inputs];
    copy(matrix.values(), (long) output * inputs, row);
    for (int input = 0; input < inputs; input++) {
      putDense(output, input, row[input]);
    }
  }

  private void putDense(int output, int input, byte value) {
    int run = output / BAND_ROWS * sums() + input / inputsPerSum;
    int within = input % inputsPerSum;
    int at = runAt[run] + denseAt(within, output % BAND_ROWS);
    strip(output / BAND_ROWS)[at] = value;
  }

  /// The rows of a band where each group is a word: word after word with all rows, so that what is
  /// written stays in the nearest cache.
  private void fillWords(PackedMatrix matrix, int band) {
    int kept = pattern.kept();
    int groups = matrix.groups();
    int firstRow = band * BAND_ROWS;
    int rows = Math.min(BAND_ROWS, outputs - firstRow);
    byte[] values = new byte[rows * groups * kept];
    copy(matrix.values(), (long) firstRow * groups * kept, values);
    int[] masks = new int[rows * groups];
    MemorySegment.copy(matrix.masks(), MASK_WORD, 4L * firstRow * groups, masks, 0, masks.length);
    byte[] strip = strip(band);
    int[] placesAt = new int[kept];
    int[] weightsAt = new int[kept];
    int[] within = new int[kept];
    for (int group = 0; group < groups; group++) {
      int input = group * WORD;
      int run = band * sums() + input / inputsPerSum;
      int slot = slots[run].firsts()[input % inputsPerSum / WORD];
      for (int first = 0; first < rows; first += QUARTER_ROWS) {
        for (int k = 0; k < kept; k++) {
          int unit = (slot + k) / Slots.UNIT;
          within[k] = (slot + k) % Slots.UNIT;
          placesAt[k] = runAt[run] + slots[run].placesAt(unit, first / QUARTER_ROWS);
          weightsAt[k] = runAt[run] + slots[run].weightsAt(unit, first / QUARTER_ROWS);
        }
        int end = Math.min(first + QUARTER_ROWS, rows);
        for (int row = first; row < end; row++) {
          int at = (row * groups + group) * kept;
          int inQuarter = row - first;
          int k = 0;
          for (int left = masks[row * groups + group]; left != 0; left &= left - 1) {
            int place = Integer.numberOfTrailingZeros(left);
            Places.put(strip, placesAt[k], within[k], inQuarter, place);
            strip[weightsAt[k] + weightAt(within[k], inQuarter)] = values[at + k];
            k++;
          }
        }
      }
    }
  }

  private void fill(PackedMatrix matrix, int output) {
    byte[] values = new byte[matrix.groups() * pattern.kept()];
    copy(matrix.values(), (long) output * values.length, values);
    int word = -1;
    int slot = 0;
    for (int group = 0; group < matrix.groups(); group++) {
      int index = group * pattern.kept();
      for (long left = matrix.mask(output, group); left != 0; left &= left - 1) {
        int input = group * pattern.group() + Long.numberOfTrailingZeros(left);
        byte value = values[index++];
        if (isIndexed()) {
          int sum = input / inputsPerSum;
          int within = input % inputsPerSum;
          int run = output / BAND_ROWS * sums() + sum;
          int its = sum * wordsPerSum() + within / WORD;
          slot = its == word ? slot + 1 : slots[run].firsts()[within / WORD];
          word = its;
          putSlot(output, run, slot, within % WORD, value);
        } else {
          putDense(output, input, value);
        }
      }
    }
  }

  private void putSlot(int output, int run, int slot, int place, byte value) {
    byte[] strip = strip(output / BAND_ROWS);
    int row = output % BAND_ROWS;
    int unit = slot / Slots.UNIT;
    int within = slot % Slots.UNIT;
    int quarter = row / QUARTER_ROWS;
    int places = runAt[run] + slots[run].placesAt(unit, quarter);
    Places.put(strip, places, within, row % QUARTER_ROWS, place);
    int weights = runAt[run] + slots[run].weightsAt(unit, quarter);
    strip[weights + weightAt(within, row % QUARTER_ROWS)] = value;
  }

  /// Where the weight of an input lies in a run of dense weights.
  int denseAt(int input, int row) {
    int quarterBytes = denseRunBytes() / TOGETHER;
    return row / QUARTER_ROWS * quarterBytes
        + input / 2 * VECTOR
        + input % 2 * QUARTER_ROWS
        + row % QUARTER_ROWS;
  }

  /// Where the weight of a slot lies after the first weight of its unit.
  ///
  /// @param row of the quarter
  static int weightAt(int slot, int row) {
    int pair = slot / 2 * VECTOR;
    return pair + (SHORT_PLACES ? slot % 2 * QUARTER_ROWS + row : row * 2 + slot % 2);
  }

  private static void copy(MemorySegment from, long at, byte[] to) {
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, to, 0, to.length);
  }

  /// Rows of the matrix.
  public int outputs() {
    return outputs;
  }

  /// Columns of the matrix.
  public int inputs() {
    return inputs;
  }

  /// Sums of one row: 1, or as many as a row has scales.
  public int sums() {
    return Math.ceilDiv(inputs, inputsPerSum);
  }

  /// Bytes of all runs, padding included: what a product reads.
  public long residentBytes() {
    return IntStream.of(runBytes).asLongStream().sum();
  }

  /// Which weights are stored.
  public Pattern pattern() {
    return pattern;
  }

  /// Whether weights are held with their places; otherwise all are, zeros and all.
  boolean isIndexed() {
    return slots.length > 0;
  }

  int inputsPerSum() {
    return inputsPerSum;
  }

  int wordsPerSum() {
    return Math.ceilDiv(inputsPerSum, WORD);
  }

  int bands() {
    return Math.ceilDiv(outputs, BAND_ROWS);
  }

  /// Where the weights of a band lie.
  byte[] strip(int band) {
    return strips.get(stripOfBand[band]);
  }

  /// Index within its strip of the first byte of a run; run `band * sums + sum`.
  int runAt(int run) {
    return runAt[run];
  }

  int runBytes(int run) {
    return runBytes[run];
  }

  /// Pairs of inputs or slots of a run.
  int pairs(int run) {
    return isIndexed() ? slots[run].tables().length : runBytes[run] / PAIR_BYTES;
  }

  /// Slots of a run of an indexed matrix.
  Slots slots(int run) {
    return slots[run];
  }
}

package org.cimlet.execute;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;

/// Weights copied into memory in the order the kernels read them.
///
/// Four output rows make a band, and 64 inputs a word. A band is a run of blocks, one for each
/// word:
///
/// - dense: the 64 values of row 0, of row 1, 2 and 3; 256 bytes;
/// - packed: four masks of 64 bits, then the kept values of row 0, 1, 2 and 3, `64 * kept / group`
///   bytes each. 8:32 makes 96 bytes.
///
/// Inputs that share a scale begin a word of their own, filled up with zeros, as are the rows of
/// the last band. So one sum is a run of whole blocks. [MatrixProduct] has the measurements that
/// chose this order.
public final class ResidentMatrix {
  /// Rows read side by side.
  static final int BAND_ROWS = 4;

  /// Inputs of a block.
  static final int WORD = 64;

  /// Bytes of the masks at the head of a packed block.
  static final int MASK_BYTES = BAND_ROWS * Long.BYTES;

  /// Bytes before the first block, so that blocks begin at a cache line where the array itself
  /// begins at one (G1 lays large arrays so, with 16 bytes of header).
  static final int LEAD = 48;

  /// Bytes behind the last block that kernels may read and throw away.
  static final int SLACK = 4096;

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// Where products of bytes could leave an int: `2^31 / (128 * 128)`.
  private static final int MOST_INPUTS_OF_A_SUM = (1 << 17) - 1;

  private static final long STRIP_BYTES = 1L << 28;

  private final int outputs;
  private final int inputs;
  private final int inputsPerSum;
  private final Pattern pattern;
  private final int bandsPerStrip;
  private final List<byte[]> strips;

  private ResidentMatrix(WeightMatrix matrix, long stripBytes) {
    this.outputs = matrix.outputs();
    this.inputs = matrix.inputs();
    this.inputsPerSum = matrix.inputsPerScale();
    this.pattern = matrix.pattern();
    long bandBytes = (long) sums() * wordsPerSum() * blockBytes();
    if (bandBytes > STRIP_BYTES || Math.min(inputs, inputsPerSum) > MOST_INPUTS_OF_A_SUM) {
      throw new IllegalArgumentException(
          "a sum must be over at most %s inputs, got %s"
              .formatted(MOST_INPUTS_OF_A_SUM, Math.min(inputs, inputsPerSum)));
    }
    this.bandsPerStrip = Math.clamp(stripBytes / bandBytes, 1, bands());
    this.strips = new ArrayList<>();
    for (int band = 0; band < bands(); band += bandsPerStrip) {
      int here = Math.min(bandsPerStrip, bands() - band);
      strips.add(new byte[Math.toIntExact(LEAD + here * bandBytes + SLACK)]);
    }
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
    switch (matrix) {
      case DenseMatrix dense -> resident.copy(dense);
      case PackedMatrix packed -> resident.copy(packed);
    }
    return resident;
  }

  private void copy(DenseMatrix matrix) {
    for (int output = 0; output < outputs; output++) {
      MemorySegment strip = MemorySegment.ofArray(strip(stripOf(output / BAND_ROWS)));
      for (int sum = 0; sum < sums(); sum++) {
        for (int word = 0; word < wordsPerSum(); word++) {
          int first = sum * inputsPerSum + word * WORD;
          int values = inputsOf(sum, word);
          int at = blockAt(output / BAND_ROWS, sum, word) + output % BAND_ROWS * WORD;
          if (values > 0) {
            MemorySegment.copy(matrix.values(), (long) output * inputs + first, strip, at, values);
          }
        }
      }
    }
  }

  private void copy(PackedMatrix matrix) {
    for (int output = 0; output < outputs; output++) {
      for (int sum = 0; sum < sums(); sum++) {
        for (int word = 0; word < wordsPerSum(); word++) {
          int groups = Math.ceilDiv(inputsOf(sum, word), pattern.group());
          if (groups > 0) {
            int first = (sum * inputsPerSum + word * WORD) / pattern.group();
            copy(matrix, output, first, groups, blockAt(output / BAND_ROWS, sum, word));
          }
        }
      }
    }
  }

  /// Copies one row's groups of one word.
  private void copy(PackedMatrix matrix, int output, int first, int groups, int block) {
    byte[] strip = strip(stripOf(output / BAND_ROWS));
    int row = output % BAND_ROWS;
    long mask = 0;
    for (int group = 0; group < groups; group++) {
      mask |= matrix.mask(output, first + group) << (group * pattern.group());
    }
    LONGS.set(strip, block + row * Long.BYTES, mask);
    MemorySegment.copy(
        matrix.values(),
        ValueLayout.JAVA_BYTE,
        ((long) output * matrix.groups() + first) * pattern.kept(),
        strip,
        block + MASK_BYTES + row * keptOfWord(),
        groups * pattern.kept());
  }

  /// Inputs there are in a word, 0 to 64.
  private int inputsOf(int sum, int word) {
    int end = Math.min(inputs, (sum + 1) * inputsPerSum);
    return Math.clamp(end - sum * inputsPerSum - word * WORD, 0, WORD);
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

  /// Bytes of all blocks, padding included: what a product reads.
  public long residentBytes() {
    return (long) bands() * sums() * wordsPerSum() * blockBytes();
  }

  /// Which weights are stored.
  public Pattern pattern() {
    return pattern;
  }

  int inputsPerSum() {
    return inputsPerSum;
  }

  int wordsPerSum() {
    return Math.ceilDiv(inputsPerSum, WORD);
  }

  /// Kept values of a row's word, 64 where dense.
  int keptOfWord() {
    return WORD / pattern.group() * pattern.kept();
  }

  int blockBytes() {
    return BAND_ROWS * keptOfWord() + (pattern.isDense() ? 0 : MASK_BYTES);
  }

  int bands() {
    return Math.ceilDiv(outputs, BAND_ROWS);
  }

  int bandsPerStrip() {
    return bandsPerStrip;
  }

  int strips() {
    return strips.size();
  }

  byte[] strip(int index) {
    return strips.get(index);
  }

  int stripOf(int band) {
    return band / bandsPerStrip;
  }

  /// Index of a block within its strip.
  private int blockAt(int band, int sum, int word) {
    return runAt(band, sum) + word * blockBytes();
  }

  /// Index within the strip of the first block of a sum.
  int runAt(int band, int sum) {
    return LEAD + (band % bandsPerStrip * sums() + sum) * wordsPerSum() * blockBytes();
  }
}

package org.cimlet.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;

/// Stored weights drawn by chance, fast: for speed it does not matter what they are.
final class RandomMatrices {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Masks to draw from; drawing each anew would take longer than all else.
  private static final int MASKS = 1 << 12;

  private RandomMatrices() {}

  /// @param pattern whose groups take whole bytes, or none
  static WeightMatrix draw(int outputs, int inputs, Pattern pattern, SplittableRandom random) {
    MemorySegment values = segment(outputs * pattern.valuesPerRow(inputs));
    fill(values, random);
    MemorySegment scales = segment((long) outputs * Float.BYTES);
    // results as large as inputs
    float scale = (float) (1 / (73 * Math.sqrt((double) pattern.valuesPerRow(inputs))));
    for (int output = 0; output < outputs; output++) {
      scales.setAtIndex(FLOAT, output, scale);
    }
    if (pattern.isDense()) {
      return DenseMatrix.of(outputs, inputs, inputs, values, scales);
    }
    MemorySegment masks = segment(outputs * pattern.maskBytesPerRow(inputs));
    MemorySegment drawn = masks(pattern, random);
    int bytes = pattern.group() / Byte.SIZE;
    for (long at = 0; at < masks.byteSize(); at += bytes) {
      MemorySegment.copy(drawn, (long) random.nextInt(MASKS) * bytes, masks, at, bytes);
    }
    return PackedMatrix.of(outputs, inputs, pattern, inputs, values, masks, scales);
  }

  private static MemorySegment segment(long bytes) {
    return Arena.ofAuto().allocate(bytes);
  }

  private static void fill(MemorySegment values, SplittableRandom random) {
    byte[] piece = new byte[1 << 16];
    for (long at = 0; at < values.byteSize(); at += piece.length) {
      random.nextBytes(piece);
      for (int i = 0; i < piece.length; i++) {
        piece[i] = (byte) Math.max(piece[i], -Byte.MAX_VALUE);
      }
      int count = (int) Math.min(piece.length, values.byteSize() - at);
      MemorySegment.copy(piece, 0, values, ValueLayout.JAVA_BYTE, at, count);
    }
  }

  private static MemorySegment masks(Pattern pattern, SplittableRandom random) {
    int bytes = pattern.group() / Byte.SIZE;
    MemorySegment masks = segment((long) MASKS * bytes);
    for (int mask = 0; mask < MASKS; mask++) {
      for (int left = pattern.kept(); left > 0; ) {
        int bit = random.nextInt(pattern.group());
        long at = (long) mask * bytes + bit / Byte.SIZE;
        byte before = masks.get(ValueLayout.JAVA_BYTE, at);
        if ((before >> bit % Byte.SIZE & 1) == 0) {
          masks.set(ValueLayout.JAVA_BYTE, at, (byte) (before | 1 << bit % Byte.SIZE));
          left--;
        }
      }
    }
    return masks;
  }
}

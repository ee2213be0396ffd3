package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

/// Tokens' inputs as the kernels read them: 32 a word, each sum's inputs beginning a word. Those of
/// a dense matrix are numbers of 16 bits, twice in an int, which broadcasts without a shuffle;
/// those of an indexed one are what tables hold, bytes or shorts.
final class InputLanes {
  private static final int TWICE = 0x1_0001;

  private final int tokens;
  private final int stride;
  private final int[] twice;
  private final short[] shorts;
  private final byte[] bytes;

  /// @param inputs `[tokens, inputs]`
  InputLanes(ResidentMatrix matrix, byte[] inputs, int tokens) {
    this.tokens = tokens;
    this.stride = Math.multiplyExact(matrix.sums(), matrix.wordsPerSum() * WORD);
    int lanes = Math.multiplyExact(tokens, stride);
    this.twice = new int[matrix.isIndexed() ? 0 : lanes];
    this.shorts = new short[matrix.isIndexed() && Lanes.SHORT_PLACES ? lanes : 0];
    this.bytes = new byte[matrix.isIndexed() && !Lanes.SHORT_PLACES ? lanes : 0];
    for (int token = 0; token < tokens; token++) {
      for (int sum = 0; sum < matrix.sums(); sum++) {
        int first = sum * matrix.inputsPerSum();
        int end = Math.min(first + matrix.inputsPerSum(), matrix.inputs());
        int to = token * stride + sum * matrix.wordsPerSum() * WORD;
        put(inputs, token * matrix.inputs() + first, end - first, to);
      }
    }
  }

  private void put(byte[] inputs, int from, int count, int to) {
    if (twice.length > 0) {
      for (int i = 0; i < count; i++) {
        twice[to + i] = (inputs[from + i] & 0xFFFF) * TWICE;
      }
    } else if (shorts.length > 0) {
      for (int i = 0; i < count; i++) {
        shorts[to + i] = inputs[from + i];
      }
    } else {
      System.arraycopy(inputs, from, bytes, to, count);
    }
  }

  /// One input.
  int at(int lane) {
    if (twice.length > 0) {
      return (short) twice[lane];
    }
    return shorts.length > 0 ? shorts[lane] : bytes[lane];
  }

  int tokens() {
    return tokens;
  }

  /// Lanes of one token.
  int stride() {
    return stride;
  }

  /// Token after token, each input twice in an int; empty for an indexed matrix. Not a copy.
  int[] twice() {
    return twice;
  }

  /// Token after token; empty but for an indexed matrix of 16-bit tables. Not a copy.
  short[] shorts() {
    return shorts;
  }

  /// Token after token; empty but for an indexed matrix of byte tables. Not a copy.
  byte[] bytes() {
    return bytes;
  }
}

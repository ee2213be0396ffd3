package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

/// Tokens' inputs as the kernels read them beside a matrix: 16 bits each, 32 a word, each sum's
/// inputs beginning a word.
final class InputLanes {
  private final int tokens;
  private final int stride;
  private final short[] lanes;

  /// @param inputs `[tokens, inputs]`
  InputLanes(ResidentMatrix matrix, byte[] inputs, int tokens) {
    this.tokens = tokens;
    this.stride = Math.multiplyExact(matrix.sums(), matrix.wordsPerSum() * WORD);
    this.lanes = new short[Math.multiplyExact(tokens, stride)];
    for (int token = 0; token < tokens; token++) {
      for (int sum = 0; sum < matrix.sums(); sum++) {
        int first = sum * matrix.inputsPerSum();
        int end = Math.min(first + matrix.inputsPerSum(), matrix.inputs());
        int to = token * stride + sum * matrix.wordsPerSum() * WORD;
        for (int from = first; from < end; from++) {
          lanes[to++] = inputs[token * matrix.inputs() + from];
        }
      }
    }
  }

  int tokens() {
    return tokens;
  }

  /// Lanes of one token.
  int stride() {
    return stride;
  }

  /// Token after token.
  short[] lanes() {
    return lanes;
  }
}

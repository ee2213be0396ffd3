package org.cimlet.execute;

import static org.cimlet.execute.ResidentMatrix.WORD;

/// One token's inputs as the kernels read them beside a matrix: 64 a word, each sum's inputs
/// beginning a word.
final class InputWords {
  private final byte[] bytes;
  private final short[] halves;

  /// @param inputs holds the token's inputs from `at` on
  InputWords(ResidentMatrix matrix, byte[] inputs, int at) {
    int length = matrix.sums() * matrix.wordsPerSum() * WORD;
    bytes = new byte[length];
    for (int sum = 0; sum < matrix.sums(); sum++) {
      int first = sum * matrix.inputsPerSum();
      int count = Math.min(matrix.inputsPerSum(), matrix.inputs() - first);
      System.arraycopy(inputs, at + first, bytes, sum * matrix.wordsPerSum() * WORD, count);
    }
    halves = matrix.pattern().isDense() ? halves(bytes) : new short[0];
  }

  /// The 32 inputs of a word with even numbers, then the 32 with odd ones, as 16-bit lanes.
  private static short[] halves(byte[] bytes) {
    short[] halves = new short[bytes.length];
    for (int word = 0; word < bytes.length; word += WORD) {
      for (int i = 0; i < WORD / 2; i++) {
        halves[word + i] = bytes[word + 2 * i];
        halves[word + WORD / 2 + i] = bytes[word + 2 * i + 1];
      }
    }
    return halves;
  }

  /// Inputs in order.
  byte[] bytes() {
    return bytes;
  }

  /// Inputs for dense words: even ones, then odd ones.
  short[] halves() {
    return halves;
  }
}

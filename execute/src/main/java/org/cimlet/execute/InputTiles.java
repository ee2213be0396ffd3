package org.cimlet.execute;

import static org.cimlet.execute.ResidentMatrix.WORD;

/// Inputs of many tokens as the kernels read them beside a matrix: tiles of 32 tokens, an input of
/// all 32 side by side as 16-bit lanes.
final class InputTiles {
  /// Tokens of a tile.
  static final int TOKENS = 32;

  private final int tokens;
  private final short[][] tiles;

  /// @param inputs `[tokens, inputs]`
  InputTiles(ResidentMatrix matrix, byte[] inputs, int tokens) {
    this.tokens = tokens;
    this.tiles = new short[Math.ceilDiv(tokens, TOKENS)][];
    int words = matrix.sums() * matrix.wordsPerSum();
    for (int tile = 0; tile < tiles.length; tile++) {
      short[] lanes = new short[Math.multiplyExact(words * WORD, TOKENS)];
      for (int lane = 0; lane < tokensOf(tile); lane++) {
        byte[] token =
            new InputWords(matrix, inputs, (tile * TOKENS + lane) * matrix.inputs()).bytes();
        for (int i = 0; i < token.length; i++) {
          lanes[i * TOKENS + lane] = token[i];
        }
      }
      tiles[tile] = lanes;
    }
  }

  int tiles() {
    return tiles.length;
  }

  /// Tokens in a tile: 32, or fewer in the last.
  int tokensOf(int tile) {
    return Math.min(TOKENS, tokens - tile * TOKENS);
  }

  /// Lane `i * 32 + token` is input `i` of a token.
  short[] lanes(int tile) {
    return tiles[tile];
  }
}

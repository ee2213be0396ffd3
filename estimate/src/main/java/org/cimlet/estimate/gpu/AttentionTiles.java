package org.cimlet.estimate.gpu;

/// Scores that attention of a prompt computes, in whole tiles.
///
/// @param scores of a head: pairs of a query and a key, padded
/// @param longest pairs of the row of tiles with most keys
record AttentionTiles(double scores, double longest) {

  /// Tiles of `tile` queries by `tile` keys; none that no query looks back on.
  ///
  /// @param tokens of the prompt that pass now
  /// @param before tokens of it that have passed
  /// @param window positions a token looks back on at most
  static AttentionTiles of(double tokens, double before, int window, int tile) {
    double rows = Math.ceil(tokens / tile);
    double first = Math.ceil(before / tile) + 1;
    double most = Math.ceil((window - 1.0) / tile) + 1;
    // keys grow by a tile a row until the window is full
    double growing = Math.clamp(most - first + 1, 0, rows);
    double tiles = growing * first + growing * (growing - 1) / 2 + (rows - growing) * most;
    double widest = Math.min(first + rows - 1, most);
    double area = (double) tile * tile;
    return new AttentionTiles(tiles * area, widest * area);
  }
}

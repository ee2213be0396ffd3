package org.cimlet.estimate.gpu;

/// Which experts the tokens of a pass go to.
///
/// @param routed pairs of a token and an expert
/// @param touched experts that at least one token goes to
/// @param rows tokens of all experts, those of each padded to whole tiles
public record Routing(double routed, double touched, double rows) {
  private static final double LEAST_TILE = 16;
  private static final double LARGEST_TILE = 64;

  /// How many times more popular the most popular expert is than the least: assumed, as the makers
  /// of serving benchmarks do, whose power laws of exponents 1.0 to 1.2 spread experts so.
  static final double SPREAD = 30;

  private static final int CLASSES = 16;

  /// Each token picks its experts by itself, some of which are more popular than others: of `E`,
  /// the sum of `1 - (1 - p)^n` over their shares `p` is touched by `n` tokens. Shares lie evenly
  /// in the logarithm, the largest [#SPREAD] times the least, `k / E` in the mean.
  ///
  /// @param tokens of the pass
  /// @param experts there are
  /// @param active how many of them a token picks
  public static Routing expected(double tokens, int experts, int active) {
    double routed = tokens * active;
    double touched = 0;
    for (int i = 0; i < CLASSES; i++) {
      double popularity = Math.pow(SPREAD, (i + 0.5) / CLASSES) * Math.log(SPREAD) / (SPREAD - 1);
      double share = Math.min(1, popularity * active / experts);
      touched += experts * (1 - Math.pow(1 - share, tokens)) / CLASSES;
    }
    touched = Math.clamp(touched, Math.min(active, routed), Math.min(experts, routed));
    double tile = tile(routed / experts);
    return new Routing(routed, touched, Math.max(touched * tile, routed + touched * tile / 2));
  }

  /// Rows of a tile: a power of two that takes the tokens of an expert, 16 to 64.
  ///
  /// @param load mean tokens of an expert
  static double tile(double load) {
    double tile = LEAST_TILE;
    while (tile < load && tile < LARGEST_TILE) {
      tile *= 2;
    }
    return tile;
  }
}

package org.cimlet.network;

import java.util.List;

/// Numbers that what layers compute is multiplied by inside them (Falcon-H1), or that weigh what
/// their parts are added to (MiniMax).
///
/// @param attended what attention gives
/// @param projected gate, inputs, `B`, `C` and steps of a state space; all 1 in most
/// @param recurred what a state space gives
/// @param gate of the feed-forward, before its activation
/// @param down what the feed-forward gives
/// @param queries by what queries grow in long texts
/// @param residuals by what parts and what they are added to are multiplied
public record Multipliers(
    double attended,
    List<Double> projected,
    double recurred,
    double gate,
    double down,
    Growth queries,
    Residuals residuals) {
  /// Nothing is multiplied.
  public static final Multipliers NONE =
      new Multipliers(1, List.of(1d, 1d, 1d, 1d, 1d), 1, 1, 1, Growth.NONE, Residuals.PLAIN);

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException unless a state space has five
  public Multipliers {
    projected = List.copyOf(projected);
    if (projected.size() != 5) {
      throw new IllegalArgumentException("a state space has five, got " + projected.size());
    }
  }

  /// The same with queries that grow.
  public Multipliers withQueries(Growth growth) {
    return new Multipliers(attended, projected, recurred, gate, down, growth, residuals);
  }

  /// A factor that grows with the position: `1 + rate ln(1 + floor((position + first) / every))`.
  ///
  /// @param rate 0 where nothing grows
  /// @param every so many positions
  /// @param first what the first position counts as
  /// @param unrotated whether only in layers that do not rotate
  public record Growth(double rate, int every, int first, boolean unrotated) {
    /// Nothing grows.
    public static final Growth NONE = new Growth(0, 1, 0, false);

    /// The factor at a position.
    ///
    /// @param rotates whether the layer rotates
    public double at(int position, boolean rotates) {
      return rate == 0 || (unrotated && rotates)
          ? 1
          : 1 + rate * StrictMath.log1p((double) Math.floorDiv(position + (long) first, every));
    }
  }

  /// What is added to what behind a part of a layer.
  ///
  /// @param normed whether what a part reads, its norm's result, goes on in the residual stream
  /// @param attention of layers that attend
  /// @param recurrence of layers that keep a state
  /// @param feedForward of the feed-forward
  public record Residuals(boolean normed, Sum attention, Sum recurrence, Sum feedForward) {
    /// Parts are added as they are.
    public static final Residuals PLAIN = new Residuals(false, Sum.PLAIN, Sum.PLAIN, Sum.PLAIN);
  }

  /// A weighted sum.
  ///
  /// @param kept the residual stream's weight
  /// @param added the part's
  public record Sum(double kept, double added) {
    /// Both as they are.
    public static final Sum PLAIN = new Sum(1, 1);
  }
}

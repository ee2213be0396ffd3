package org.cimlet.plan;

import java.util.List;

/// What attention asks of whoever does it, for one token in one layer.
///
/// Heads may look back differently far: each [Reach] stands for those that look equally far.
///
/// @param reaches by how far they look back, the nearest first; no two the same
public record AttentionWork(List<Reach> reaches) {
  /// What heads that look equally far back ask for each position they look back on.
  ///
  /// A key and its value are shared by a group of heads and are read as far back as the farthest of
  /// them looks, so heads and cached elements are counted each with their own window.
  ///
  /// @param window positions looked back on at most, the token's own included; [Integer#MAX_VALUE]
  ///   where nothing limits it
  /// @param cacheElements elements of keys and values read as far back as that
  /// @param macs multiply-accumulates: scores and weighted values
  /// @param softmaxes exponentials: one a head
  public record Reach(int window, int cacheElements, long macs, int softmaxes) {
    /// Positions looked back on with `context` tokens cached.
    public int positions(int context) {
      return Math.min(context, window);
    }
  }

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException where it is empty or not in order
  public AttentionWork {
    reaches = List.copyOf(reaches);
    for (int i = 0; i < reaches.size(); i++) {
      if (reaches.get(i).window() < 1
          || (i > 0 && reaches.get(i).window() <= reaches.get(i - 1).window())) {
        throw new IllegalArgumentException("reaches must be in order, got " + reaches);
      }
    }
    if (reaches.isEmpty()) {
      throw new IllegalArgumentException("attention must look back on something");
    }
  }

  /// Attention whose heads all look equally far back.
  public static AttentionWork uniform(int cacheElements, long macs, int softmaxes, int window) {
    return new AttentionWork(List.of(new Reach(window, cacheElements, macs, softmaxes)));
  }

  /// Elements of keys and values a token adds to the cache.
  public int cacheElements() {
    int elements = 0;
    for (Reach reach : reaches) {
      elements += reach.cacheElements();
    }
    return elements;
  }

  /// Elements of keys and values a token reads with `context` tokens cached, which are those that
  /// must be kept.
  public long cachedElements(int context) {
    long elements = 0;
    for (Reach reach : reaches) {
      elements += (long) reach.positions(context) * reach.cacheElements();
    }
    return elements;
  }

  /// Multiply-accumulates of a token with `context` tokens cached.
  public long macs(int context) {
    long macs = 0;
    for (Reach reach : reaches) {
      macs += reach.positions(context) * reach.macs();
    }
    return macs;
  }
}

package org.cimlet.plan;

/// What attention asks of whoever does it, for one token in one layer.
///
/// @param cacheElements elements of keys and values a token adds to the cache
/// @param macsPerPosition multiply-accumulates for each position looked back on: scores and
///   weighted values
/// @param softmaxPerPosition exponentials for each position looked back on: one a head
/// @param window positions looked back on at most; [Integer#MAX_VALUE] where nothing limits it
public record AttentionWork(
    int cacheElements, long macsPerPosition, int softmaxPerPosition, int window) {
  /// Positions a token looks back on with `context` tokens cached.
  public int positions(int context) {
    return Math.min(context, window);
  }
}

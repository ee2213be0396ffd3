package org.cimlet.execute.network;

import java.util.List;

/// The places in a network where linears share an input and run together, in the order a token
/// meets them: the first four in every layer, the head at the end.
public enum Stage {
  /// From the normed residual stream to queries, keys and values.
  QUERY_KEY_VALUE,
  /// From the attended values to the residual stream.
  ATTENTION_OUT,
  /// From the normed residual stream into the feed-forward part: gate and up, or up alone.
  FEED_FORWARD_IN,
  /// From the feed-forward part to the residual stream.
  FEED_FORWARD_OUT,
  /// From the last normed vector to a score for each token of the vocabulary.
  HEAD;

  /// The stages of a layer, in order.
  public static final List<Stage> IN_A_LAYER =
      List.of(QUERY_KEY_VALUE, ATTENTION_OUT, FEED_FORWARD_IN, FEED_FORWARD_OUT);

  /// Where in a layer the stage comes, from 0; the head comes behind the last.
  public int place() {
    return this == HEAD ? IN_A_LAYER.size() : IN_A_LAYER.indexOf(this);
  }
}

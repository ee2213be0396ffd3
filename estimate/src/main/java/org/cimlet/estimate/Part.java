package org.cimlet.estimate;

/// What a token's time is spent on, and what can be the bottleneck.
public enum Part {
  /// Macros streaming their rows, or the distribution of activations to them where that is slower.
  MACROS("chiplet macros"),
  /// Macros standing still while their DRAM is refreshed.
  REFRESH("DRAM refresh"),
  /// Element-wise work on the chiplets.
  VECTOR_UNIT("chiplet vector units"),
  /// Attention on the chiplets.
  ATTENTION_COMPUTE("attention modules"),
  /// Reading cached keys and values beside the chiplets.
  ATTENTION_MEMORY("attention memory"),
  /// Vectors between chiplets.
  CHIPLET_LINKS("links between chiplets"),
  /// Vectors to and from the host, over chiplets and the host's link.
  HOST_LINKS("links to the host"),
  /// The host noticing that work has arrived.
  HOST_DISPATCH("host dispatch"),
  /// Attention, sampling and what the chiplets leave over.
  HOST_COMPUTE("host compute"),
  /// Reading cached keys and values.
  HOST_MEMORY("host memory"),
  /// Weights on their way from memory into the chiplets, where the package is loaded in rounds.
  WEIGHT_LOADING("weight loading");

  private final String label;

  Part(String label) {
    this.label = label;
  }

  /// For people and for JSON.
  public String label() {
    return label;
  }
}

package org.cimlet.estimate;

/// What energy is charged for.
public enum Action {
  /// Bits read from the arrays, values and masks.
  MACRO_READ("macro reads"),
  /// Multiplies with their share of the adder tree.
  MULTIPLY("multiplies"),
  /// Pages or word lines opened.
  ACTIVATE("activations"),
  /// DRAM refreshed, over the time of a token.
  REFRESH("refresh"),
  /// Word lines of crossbars driven.
  DRIVE("word line drivers"),
  /// Analog sums converted.
  CONVERT("converters"),
  /// Masks decoded and inputs routed.
  ZERO_SKIPPER("decoder and butterfly"),
  /// Activations through the edge buffers.
  BUFFER("buffers"),
  /// Element-wise operations on the chiplets.
  VECTOR("vector units"),
  /// Operations of attention modules.
  ATTENTION_COMPUTE("attention modules"),
  /// Bits to and from the memory of attention modules.
  ATTENTION_MEMORY("attention memory"),
  /// Bits over links, those of the host included.
  LINK("links"),
  /// Operations of the host.
  HOST_COMPUTE("host compute"),
  /// Bits to and from the host's memory.
  HOST_MEMORY("host memory"),
  /// Weights and masks read from their memory, sent to the chiplets and written there.
  WEIGHT_LOADING("weight loading"),
  /// Static power of the chiplets over the time of a token.
  LEAKAGE("leakage"),
  /// Static power of the host over the time of a token.
  HOST_IDLE("host idle");

  private final String label;

  Action(String label) {
    this.label = label;
  }

  /// Whether it is charged for time rather than for being done.
  public boolean isStatic() {
    return this == REFRESH || this == LEAKAGE || this == HOST_IDLE;
  }

  /// Whether a batch shares it: of a token it takes the less, the more streams there are.
  public boolean isShared() {
    return this == WEIGHT_LOADING;
  }

  /// For people and for JSON.
  public String label() {
    return label;
  }
}

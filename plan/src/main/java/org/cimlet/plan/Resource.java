package org.cimlet.plan;

/// What can be busy, what time is spent on, and what can be the bottleneck; the same for every
/// engine.
public enum Resource {
  /// A chiplet's macros reading rows. The estimate counts distribution here where it is slower.
  MACROS("chiplet macros"),
  /// A chiplet's macros with work at hand, standing still while their DRAM is refreshed. The
  /// simulation counts it as busy time of the macros too.
  REFRESH("DRAM refresh"),
  /// A chiplet's wires between its edge and its macros.
  DISTRIBUTION("on-die distribution"),
  /// A chiplet's element-wise unit.
  VECTOR_UNIT("chiplet vector units"),
  /// A unit of a chiplet waiting before an operation. Loads count it as busy time of the unit,
  /// which nobody else has meanwhile.
  STEP_CONTROL("step control"),
  /// Attention on the chiplets.
  ATTENTION_COMPUTE("attention modules"),
  /// Reading the KV cache on the chiplets.
  ATTENTION_MEMORY("attention memory"),
  /// A link between chiplets.
  CHIPLET_LINK("links between chiplets"),
  /// A link to or from a host.
  HOST_LINK("links to the host"),
  /// The host noticing that work has arrived; nothing else waits for it.
  HOST_DISPATCH("host dispatch"),
  /// The host's arithmetic.
  HOST_COMPUTE("host compute"),
  /// The host's memory.
  HOST_MEMORY("host memory"),
  /// The memory of a host from which weights are reloaded.
  WEIGHT_MEMORY("weight memory"),
  /// Weights on their way from their memory into the chiplets, all of it together.
  WEIGHT_LOADING("weight loading");

  private final String label;

  Resource(String label) {
    this.label = label;
  }

  /// For people and for JSON.
  public String label() {
    return label;
  }
}

package org.cimlet.simulate;

/// What can be busy.
public enum Resource {
  /// A chiplet's macros, reading rows.
  MACROS("chiplet macros"),
  /// A chiplet's macros with work at hand, standing still while their DRAM is refreshed; part of
  /// the time its macros are busy.
  REFRESH("DRAM refresh"),
  /// A chiplet's wires between its edge and its macros.
  DISTRIBUTION("on-die distribution"),
  /// A chiplet's element-wise unit.
  VECTOR_UNIT("chiplet vector units"),
  /// A chiplet's attention module.
  ATTENTION_COMPUTE("attention modules"),
  /// Where a chiplet's attention module keeps keys and values.
  ATTENTION_MEMORY("attention memory"),
  /// A link between chiplets.
  CHIPLET_LINK("links between chiplets"),
  /// A link to or from the host.
  HOST_LINK("links to the host"),
  /// The host's arithmetic.
  HOST_COMPUTE("host compute"),
  /// The host's memory.
  HOST_MEMORY("host memory"),
  /// The memory beside a host from which weights are loaded.
  WEIGHT_MEMORY("weight memory");

  private final String label;

  Resource(String label) {
    this.label = label;
  }

  /// For people and for JSON.
  public String label() {
    return label;
  }
}

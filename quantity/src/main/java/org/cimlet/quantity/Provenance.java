package org.cimlet.quantity;

/// One technology number of a machine, by the key it was written under.
///
/// @param key dotted key path with its unit, `chiplet.leakage_mw`
/// @param number the value and its source
public record Provenance(String key, Sourced number) {}

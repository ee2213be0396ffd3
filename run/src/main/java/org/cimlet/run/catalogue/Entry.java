package org.cimlet.run.catalogue;

/// One thing.
///
/// @param name by which it is named
/// @param line what it is
/// @param source where its figures come from
public record Entry(Kind kind, String name, String line, String source) {}

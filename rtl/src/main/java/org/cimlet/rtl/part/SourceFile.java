package org.cimlet.rtl.part;

/// A file of the folder.
///
/// @param name within it
/// @param text all of it
public record SourceFile(String name, String text) {}

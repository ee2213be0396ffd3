package org.cimlet.machine.timeloop;

import java.util.List;

/// A machine file made of an architecture.
///
/// @param yaml the file's text, which says at its top what it took and what not
/// @param taken keys that the architecture and its table say, each with what it came from
/// @param leftOut what they say that a machine file does not, by component and attribute
public record Imported(String yaml, List<String> taken, List<String> leftOut) {
  /// Copies the lists.
  public Imported {
    taken = List.copyOf(taken);
    leftOut = List.copyOf(leftOut);
  }
}

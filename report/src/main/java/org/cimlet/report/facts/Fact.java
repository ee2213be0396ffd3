package org.cimlet.report.facts;

/// One line of an answer.
///
/// @param label what it is about
/// @param text the answer
/// @param warning whether it warns
public record Fact(String label, String text, boolean warning) {
  static Fact of(String label, String text) {
    return new Fact(label, text, false);
  }
}

package org.cimlet.diagnostic;

import java.util.ArrayList;
import java.util.List;

/// Collects diagnostics, so that one run tells a user everything that is wrong.
public final class Diagnostics {
  private final List<Diagnostic> found = new ArrayList<>();

  /// Starts with nothing found.
  public Diagnostics() {}

  /// Adds one finding; the same one is told once.
  public void add(Diagnostic diagnostic) {
    if (!found.contains(diagnostic)) {
      found.add(diagnostic);
    }
  }

  /// What was found so far, in the order it was found.
  public List<Diagnostic> found() {
    return List.copyOf(found);
  }

  /// Whether nothing is wrong so far.
  public boolean none() {
    return found.isEmpty();
  }

  /// @throws InvalidInputException with everything found, if anything was
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidInputException(found);
    }
  }
}

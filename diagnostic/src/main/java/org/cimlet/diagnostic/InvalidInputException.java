package org.cimlet.diagnostic;

import java.util.List;
import java.util.stream.Collectors;

/// The user's input cannot be used. Carries diagnostics for the user, not a stack trace.
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /// @param diagnostics at least one finding
  public InvalidInputException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    if (diagnostics.isEmpty()) {
      throw new IllegalArgumentException("an invalid input needs at least one diagnostic");
    }
    this.diagnostics = diagnostics.stream().distinct().toList();
  }

  /// One finding, thrown at once.
  public static InvalidInputException of(String file, String message) {
    return new InvalidInputException(List.of(Diagnostic.of(file, message)));
  }

  /// Everything that is wrong, in the order it was found.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}

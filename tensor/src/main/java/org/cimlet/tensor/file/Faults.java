package org.cimlet.tensor.file;

import java.util.function.Supplier;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;

/// What is wrong with a file: all of it, but no longer than a person reads.
final class Faults {
  private static final int SHOWN = 20;

  private final String file;
  private final Diagnostics diagnostics = new Diagnostics();
  private int count;

  Faults(String file) {
    this.file = file;
  }

  /// @param key what in the file: a tensor's name, or empty
  void add(String key, Supplier<String> message) {
    if (count++ < SHOWN) {
      diagnostics.add(new Diagnostic(file, 0, 0, Shown.name(key), message.get()));
    }
  }

  boolean none() {
    return count == 0;
  }

  void throwIfAny() {
    if (count > SHOWN) {
      diagnostics.add(
          Diagnostic.of(
              file, "must be corrected: %s more faults are not shown".formatted(count - SHOWN)));
    }
    diagnostics.throwIfAny();
  }

  /// A fault that ends reading at once.
  InvalidInputException only(String key, String message) {
    add(key, () -> message);
    try {
      throwIfAny();
    } catch (InvalidInputException e) {
      return e;
    }
    throw new IllegalStateException("a fault that was added is there");
  }
}

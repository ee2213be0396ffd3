package org.cimlet.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The resources of a class, opened by that class itself,
/// `MachineReader.class::getResourceAsStream`: those of a module are closed to other modules.
@FunctionalInterface
public interface Resources {
  /// Opens one.
  ///
  /// @param name its path from the package of the class
  /// @return null if there is none
  @Nullable InputStream open(String name);

  /// The whole of one.
  ///
  /// @param name its path from the package of the class
  /// @throws IllegalStateException if there is none
  default byte[] bytes(String name) {
    try (InputStream in = open(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name + " in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

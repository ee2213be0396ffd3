package org.cimlet.tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Files that are not part of this repository: real networks, vocabularies and tensor files.
public final class RealInputs {
  private RealInputs() {}

  /// A file or folder under `cimlet.data`; the test is skipped where there is none.
  public static Path path(String relative) {
    Path path = Path.of(System.getProperty("cimlet.data", "")).resolve(relative);
    Assumptions.assumeTrue(Files.exists(path), () -> "needs " + path);
    return path;
  }
}

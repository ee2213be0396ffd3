package org.cimlet.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Inputs that a fuzzer has found to take different ways through a reader.
public final class FuzzCorpus {
  private FuzzCorpus() {}

  /// Inputs of one reader by their names in its zip.
  public static SequencedMap<String, byte[]> of(String reader) throws IOException {
    SequencedMap<String, byte[]> inputs = new TreeMap<>();
    try (InputStream resource = FuzzCorpus.class.getResourceAsStream("/fuzz/" + reader + ".zip")) {
      if (resource == null) {
        throw new IllegalArgumentException("no corpus of " + reader);
      }
      ZipInputStream zip = new ZipInputStream(resource);
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        inputs.put(entry.getName(), zip.readAllBytes());
        entry = zip.getNextEntry();
      }
    }
    return inputs;
  }
}

package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A key that lost a letter is one that is missing, too: whichever it is, the file is read or
/// refused.
class MisspelledKeysTest {
  private static final Pattern KEY = Pattern.compile("(?m)^([a-z_]{4,}):");

  @TempDir private Path folder;

  @Test
  void any_part_may_be_misspelled() throws IOException {
    String text;
    try (InputStream in =
        Objects.requireNonNull(
            MachineReader.class.getResourceAsStream("presets/comb-200mb-16.yaml"))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Path file = folder.resolve("machine.yaml");
    int refused = 0;
    for (MatchResult key : KEY.matcher(text).results().toList()) {
      int middle = (key.start(1) + key.end(1)) / 2;
      Files.writeString(file, text.substring(0, middle) + text.substring(middle + 1));
      try {
        MachineReader.read(file.toString());
      } catch (InvalidInputException e) {
        assertThat(e.diagnostics()).as(key.group(1)).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(8);
  }
}

package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;

/// However a machine's file is spoilt, it is read or refused with diagnostics, never anything else.
class SpoiltMachineTest {
  private static final int MACHINES = 3000;
  private static final String[] VALUES = {
    "0",
    "-1",
    "-0.0",
    "1e308",
    "1e-320",
    "1.5",
    "8.0",
    "9223372036854775808",
    "true",
    "null",
    "~",
    "''",
    "[]",
    "{}",
    "[[0, 0]]",
    "[1e3]",
    "text",
    "{value: 1}",
    "{value: x, assumed: y}",
    "{value: 1, assumed: \"\\u2003\"}",
    "{value: 1, assumed: \"\\e\"}",
    "{assumed: 1}",
    "*a",
    "!!str 1",
    "mesh",
    "custom",
    "none",
    "0x10",
    ".inf",
    "\"\\ud83e\"",
    "4096",
    "99999"
  };

  @Test
  void spoiltMachineIsReadOrRefusedWithDiagnostics() {
    List<String> whole = new ArrayList<>();
    MachineReader.presets().forEach(preset -> whole.add(MachineReader.open(preset).yaml()));
    int refused = 0;
    for (int seed = 0; seed < MACHINES; seed++) {
      Random random = new Random(seed);
      String yaml = spoilt(whole.get(random.nextInt(whole.size())), random);
      if (!readable(seed, yaml)) {
        refused++;
      }
    }
    // neither all nor none: both ways are walked
    assertThat(refused).isBetween(MACHINES / 2, MACHINES - 10);
  }

  private static boolean readable(int seed, String yaml) {
    try {
      MachineFile file = MachineReader.parse("spoilt.yaml", yaml);
      assertThat(MachineReader.parse("again.yaml", file.yaml()).machine())
          .as("seed %d", seed)
          .isEqualTo(file.machine());
      return true;
    } catch (InvalidInputException e) {
      for (Diagnostic diagnostic : e.diagnostics()) {
        assertThat(diagnostic.message()).as("seed %d", seed).matches("must .*, got .*");
      }
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + " spoils the reader with\n" + yaml, e);
    }
  }

  private static String spoilt(String yaml, Random random) {
    List<String> lines = new ArrayList<>(yaml.lines().toList());
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      switch (random.nextInt(6)) {
        case 0 -> lines.remove(at);
        case 1 -> Collections.swap(lines, at, random.nextInt(lines.size()));
        case 2 -> lines.set(at, line + line.strip());
        case 3 -> lines.set(at, cut(line, random));
        default -> lines.set(at, line.substring(0, line.indexOf(':') + 1) + " " + value(random));
      }
    }
    return String.join("\n", lines);
  }

  private static String cut(String line, Random random) {
    return line.isEmpty() ? line : line.substring(0, random.nextInt(line.length()));
  }

  private static String value(Random random) {
    return VALUES[random.nextInt(VALUES.length)];
  }
}

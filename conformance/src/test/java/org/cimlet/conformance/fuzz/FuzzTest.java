package org.cimlet.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever is done to a file, it is read or refused by diagnostics that a terminal can show. A few
/// hundred changed files of each reader by default; `./fuzz config 1800` looks for half an hour.
class FuzzTest {
  private static final long SLOW_S = 5;
  private static final String ONLY = System.getProperty("cimlet.fuzz.reader", "");
  private static final long SECONDS = Long.getLong("cimlet.fuzz.seconds", 0);
  private static final long SEED = Long.getLong("cimlet.fuzz.seed", 20_261_130L);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void a_changed_file_is_read_or_refused(FuzzedReader reader) throws IOException {
    if (!ONLY.isEmpty() && !ONLY.equalsIgnoreCase(reader.name())) {
      return;
    }
    reader.prepare(root(), folder);
    List<byte[]> beginnings = reader.beginnings(root());
    assertThat(accepted(reader, beginnings)).isPositive();
    Mutations mutations = new Mutations(new Random(SEED), beginnings, reader.isText());
    Map<String, String> kinds = new TreeMap<>();
    long until = System.nanoTime() + SECONDS * 1_000_000_000L;
    long files = 0;
    long refused = 0;
    while (files < reader.count() || System.nanoTime() < until) {
      byte[] bytes = mutations.next();
      files++;
      Path file = folder.resolve(reader.file());
      Files.write(file, bytes);
      long began = cpuNs();
      try {
        reader.read(file);
      } catch (InvalidInputException e) {
        refused++;
        for (Diagnostic diagnostic : e.diagnostics()) {
          if (!isShown(diagnostic.toString())) {
            keep(reader, "control characters in a diagnostic", bytes, kinds);
          }
        }
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        keep(reader, kind(e), bytes, kinds);
      }
      if (cpuNs() - began > SLOW_S * 1_000_000_000L) {
        keep(reader, "takes more than %s s".formatted(SLOW_S), bytes, kinds);
      }
    }
    System.out.println(
        "%s: %s files, %s refused, %s kinds of fault"
            .formatted(reader, files, refused, kinds.size()));
    kinds.forEach((kind, where) -> System.out.println("  " + kind + "\n    " + where));
    assertThat(kinds).isEmpty();
  }

  /// How many files are read as they are; all that are written for this are.
  private int accepted(FuzzedReader reader, List<byte[]> beginnings) throws IOException {
    int accepted = 0;
    Path file = folder.resolve(reader.file());
    for (int i = 0; i < beginnings.size(); i++) {
      Files.write(file, beginnings.get(i));
      try {
        reader.read(file);
        accepted++;
      } catch (InvalidInputException e) {
        assertThat(i).as(e.getMessage()).isGreaterThanOrEqualTo(reader.written().size());
      }
    }
    return accepted;
  }

  /// Time this thread has worked: others may have the processor.
  private static long cpuNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("check"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static boolean isShown(String text) {
    return text.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c));
  }

  /// By what it is and the first of our lines it comes from.
  private static String kind(Throwable fault) {
    for (StackTraceElement line : fault.getStackTrace()) {
      if (line.getClassName().startsWith("org.cimlet.")) {
        return fault.getClass().getSimpleName() + " at " + line;
      }
    }
    return fault.toString();
  }

  /// Keeps the first file of a kind.
  private static void keep(
      FuzzedReader reader, String kind, byte[] bytes, Map<String, String> kinds)
      throws IOException {
    if (!kinds.containsKey(kind)) {
      Path kept =
          Files.createTempDirectory("fuzz-" + reader.name().toLowerCase(Locale.ROOT))
              .resolve("input");
      Files.write(kept, bytes);
      kinds.put(kind, kept.toString());
    }
  }
}

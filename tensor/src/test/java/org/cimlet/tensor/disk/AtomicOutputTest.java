package org.cimlet.tensor.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicOutputTest {
  @TempDir Path folder;

  @Test
  void a_finished_folder_is_there_whole() throws IOException {
    Path target = folder.resolve("out");
    try (AtomicOutput unfinished = AtomicOutput.folder(target)) {
      Files.writeString(unfinished.path().resolve("a"), "x");
      assertThat(target).doesNotExist();
      unfinished.finish();
    }
    assertThat(target.resolve("a")).hasContent("x");
  }

  @Test
  void an_unfinished_folder_is_removed_with_all_in_it() throws IOException {
    try (AtomicOutput unfinished = AtomicOutput.folder(folder.resolve("out"))) {
      Files.createDirectory(unfinished.path().resolve("deep"));
      Files.writeString(unfinished.path().resolve("deep/a"), "x");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_is_there_is_not_overwritten() throws IOException {
    Files.createDirectory(folder.resolve("out"));
    Files.createDirectory(folder.resolve("other.part"));
    assertThatThrownBy(() -> AtomicOutput.folder(folder.resolve("out")))
        .hasMessageContaining("out: must not exist yet");
    assertThatThrownBy(() -> AtomicOutput.folder(folder.resolve("other")))
        .hasMessageContaining("other.part: must not exist");
    assertThat(folder.resolve("other.part")).exists();
  }

  /// Runs in a Java machine of its own and waits to be ended.
  public static final class Writing {
    private Writing() {}

    public static void main(String[] args) throws Exception {
      AtomicOutput unfinished = AtomicOutput.folder(Path.of(args[0]));
      Files.writeString(unfinished.path().resolve("a"), "x");
      System.out.println("writing");
      Thread.sleep(60_000);
    }
  }

  @Test
  void a_run_that_is_ended_from_outside_leaves_nothing_behind() throws Exception {
    String classPath =
        Stream.of(AtomicOutput.class, Writing.class, Diagnostic.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process run =
        new ProcessBuilder(
                java, "-cp", classPath, Writing.class.getName(), folder.resolve("out").toString())
            .redirectErrorStream(true)
            .start();
    try (var output = run.inputReader()) {
      assertThat(output.readLine()).isEqualTo("writing");
      assertThat(folder.resolve("out.part/a")).exists();
      run.destroy(); // SIGTERM: like SIGINT from a keyboard, it runs what the machine does at its
      // end
      assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.toList())
          .as("left behind: %s", Arrays.toString(folder.toFile().list()))
          .isEmpty();
    }
  }
}

package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher's first run in a checkout: its scripts beside a Maven and a Java that only write
/// down that they were started.
class FirstRunTest {
  private static final long PATIENCE_S = 60;

  @TempDir private Path folder;

  @BeforeEach
  void copies_the_scripts() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("launch.sh"))) {
      root = root.getParent();
    }
    Path checkout = folder.resolve("checkout");
    Files.createDirectories(checkout.resolve("cli/src/main"));
    for (String script : List.of("cimlet", "launch.sh", "find-java.sh")) {
      Files.copy(root.resolve(script), checkout.resolve(script));
    }
    Files.writeString(checkout.resolve("pom.xml"), "<module>cli</module>\n");
    Files.writeString(checkout.resolve("cli/pom.xml"), "");
    Path java = folder.resolve("jdk");
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    script(java.resolve("bin/javac"), "");
    script(java.resolve("bin/java"), "echo ran");
    script(
        folder.resolve("bin/mvn"),
        """
        case "$*" in *-v*) echo "Apache Maven 3.9.9"; exit 0 ;; esac
        echo built >>"%s"
        sleep 1
        mkdir -p cli/target/cimlet
        """
            .formatted(folder.resolve("builds")));
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process begin(String name) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", folder.resolve("checkout/cimlet").toString(), "catalogue")
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().put("CIMLET_JAVA_HOME", folder.resolve("jdk").toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (all, ours) -> ours + ":" + all);
    return builder.start();
  }

  private String words(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void two_first_runs_at_once_build_once() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/flock")), "needs flock");
    List<Process> runs = new ArrayList<>(List.of(begin("one"), begin("other")));
    for (Process run : runs) {
      assertThat(run.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(runs).extracting(Process::exitValue).containsExactly(0, 0);
    assertThat(words("builds")).isEqualTo("built\n");
    assertThat(words("one.out") + words("other.out")).isEqualTo("ran\nran\n");
    assertThat(words("one.err") + words("other.err")).contains("another run is building");
  }

  @Test
  void a_checkout_that_cannot_be_written_to_is_refused_with_a_remedy() throws Exception {
    // a file in the folder's place: whoever runs the test, and were it root, cannot write into it
    Files.writeString(folder.resolve("checkout/cli/target"), "");
    Process run = begin("one");
    assertThat(run.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(3);
    assertThat(words("one.err")).contains("cannot be written to; run it once as someone who may");
    assertThat(folder.resolve("builds")).doesNotExist();
  }
}

package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scripts that find a JDK and Maven say what is missing and how to get it.
class LaunchersTest {
  @TempDir private Path folder;

  @BeforeAll
  static void shell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh");
  }

  /// What a script printed, both streams, and its exit code at the end.
  private static String run(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true);
    builder.directory(Checkout.root().toFile()).environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + "exit " + process.waitFor();
  }

  private Path jdk(String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve("jdk"));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    for (String tool : new String[] {"java", "javac"}) {
      Path file = Files.writeString(home.resolve("bin").resolve(tool), "#!/bin/sh\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return home;
  }

  @Test
  void a_named_jdk_that_is_too_old_is_an_error() throws Exception {
    Path old = jdk("17.0.15");
    assertThat(run("./cimlet --version", Map.of("CIMLET_JAVA_HOME", old.toString())))
        .isEqualTo(
            "cimlet: CIMLET_JAVA_HOME must name a JDK 25 or newer, got a Java 17 in %s\nexit 3"
                .formatted(old));
    assertThat(run("./cimlet --version", Map.of("CIMLET_JAVA_HOME", folder.toString())))
        .isEqualTo(
            "cimlet: CIMLET_JAVA_HOME must name a JDK 25 or newer, got no JDK in %s\nexit 3"
                .formatted(folder));
  }

  @Test
  void there_are_commands_that_install_a_jdk_on_this_system() throws Exception {
    assertThat(run(". ./find-java.sh; how_to_install_java", Map.of()))
        .matches("(?s).*(apt-get|dnf|pacman|zypper|brew|sdk) .*25.*exit 0");
  }

  /// Errors of Maven where it ran, the log's end where it did not, one line without a network.
  @Test
  void a_build_that_fails_says_why() throws Exception {
    String failed = ". ./find-java.sh; build_failure cimlet " + folder.resolve("build.log");
    Files.writeString(folder.resolve("build.log"), "[INFO] one\n[ERROR] two\n[INFO] three\n");
    assertThat(run(failed, Map.of())).startsWith("[ERROR] two\ncimlet: the build failed");
    Files.writeString(folder.resolve("build.log"), "Error: Failed to validate SHA-256\n");
    assertThat(run(failed, Map.of())).startsWith("Error: Failed to validate SHA-256\ncimlet: the");
    Files.writeString(folder.resolve("build.log"), "[ERROR] x: Unknown host central\n".repeat(16));
    assertThat(run(failed, Map.of())).startsWith("cimlet: needs the network").hasLineCount(2);
  }

  /// The checksum is that of one archive, whatever programs there are to unpack one.
  @Test
  void the_maven_that_is_fetched_is_the_one_whose_checksum_is_pinned() {
    assertThat(Checkout.read("mvnw"))
        .contains("distributionUrl=\"${distributionUrl%.zip}.tar.gz\"")
        .doesNotContain("command -v unzip");
    assertThat(Checkout.read(".mvn/wrapper/maven-wrapper.properties"))
        .containsPattern("(?m)^distributionSha256Sum=[0-9a-f]{64}$");
  }
}

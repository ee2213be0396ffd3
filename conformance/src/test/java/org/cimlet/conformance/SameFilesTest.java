package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole command line in JVMs of their own: the same bytes in every file, whatever the locale,
/// the time zone and the number of threads.
class SameFilesTest {
  private static final List<String> FILES = List.of("run.json", "run.html", "run.pftrace", "out");
  private static final int PATIENCE_S = 120;

  @TempDir private Path folder;

  private Path run(String name, int threads, String... options) throws Exception {
    Path out = Files.createDirectory(folder.resolve(name));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath(), "org.cimlet.cli.Cimlet"));
    command.addAll(
        List.of("run", "stories260k", "--machine", "comb-mcm-65nm", "--weights", "int3"));
    command.addAll(List.of("--engine", "simulate", "--simulated-tokens", "24", "--batch", "3"));
    command.addAll(List.of("--context", "128", "--span", "96", "--threads", "" + threads));
    command.addAll(List.of("--json", "run.json", "--html", "run.html", "--trace", "run.pftrace"));
    Process process =
        new ProcessBuilder(command)
            .directory(out.toFile())
            .redirectOutput(out.resolve("out").toFile())
            .redirectError(out.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out.resolve("err"))).isEmpty();
    assertThat(process.exitValue()).isZero();
    return out;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  @Test
  void files_are_the_same_in_every_locale_and_on_any_number_of_threads() throws Exception {
    Path plain = run("plain", 1, "-Duser.language=en", "-Duser.timezone=UTC");
    Path turkish =
        run("turkish", 2, "-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Asia/Tokyo");
    Path egyptian = run("egyptian", 2, "-Duser.language=ar", "-Duser.country=EG");
    for (String file : FILES) {
      assertThat(size(plain, file)).as(file).isPositive();
      assertThat(Files.mismatch(plain.resolve(file), turkish.resolve(file))).as(file).isEqualTo(-1);
      assertThat(Files.mismatch(plain.resolve(file), egyptian.resolve(file)))
          .as(file)
          .isEqualTo(-1);
    }
  }

  private static long size(Path run, String file) throws IOException {
    return Files.size(run.resolve(file));
  }
}

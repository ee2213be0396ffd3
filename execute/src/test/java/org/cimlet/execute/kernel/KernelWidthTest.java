package org.cimlet.execute.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every width of vectors that the processor has, each in a virtual machine of its own: a width is
/// chosen once, when a machine starts.
class KernelWidthTest {
  private static final boolean X86 =
      List.of("amd64", "x86_64").contains(System.getProperty("os.arch").toLowerCase(Locale.ROOT));

  /// Bits wanted, then what makes a virtual machine choose them.
  record Machine(int bits, List<String> options) {
    @Override
    public String toString() {
      return bits + " bits: " + String.join(" ", options);
    }
  }

  private static Stream<Machine> machines() {
    List<Machine> machines = new ArrayList<>();
    for (int bits : new int[] {0, 128, 256, 512}) {
      machines.add(new Machine(bits, List.of("-Dcimlet.vectors=" + bits)));
    }
    if (X86) {
      machines.add(new Machine(0, List.of("-XX:UseAVX=0")));
      machines.add(new Machine(128, List.of("-XX:UseAVX=1")));
      machines.add(new Machine(256, List.of("-XX:UseAVX=2")));
      machines.add(new Machine(256, List.of("-XX:UseAVX=3", "-XX:MaxVectorSize=32")));
      machines.add(new Machine(512, List.of("-XX:UseAVX=3")));
    }
    return machines.stream();
  }

  /// 5 patterns, 4 fills, 5 sizes, 3 numbers of tokens.
  @ParameterizedTest
  @MethodSource("machines")
  void every_width_gives_the_plain_sums(Machine machine) throws Exception {
    assumeTrue(
        machine.bits() <= KernelWidth.chosen().bits(),
        () -> "this processor has no " + machine.bits() + "-bit vectors");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(machine.options());
    // the second compiler, soon: loops in vectors are what is tested
    command.addAll(List.of("-XX:-TieredCompilation", "-XX:CompileThreshold=200"));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", classPath()));
    command.addAll(List.of(KernelCheck.class.getName(), "1"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    String vectors = machine.bits() == 0 ? "plain loops" : machine.bits() + "-bit vectors";
    assertThat(output).contains("300 products, " + vectors);
  }

  private static String classPath() throws IOException {
    Path classes = Path.of("target", "classes").toRealPath();
    Path tests = Path.of("target", "test-classes").toRealPath();
    return String.join(
        File.pathSeparator,
        tests.toString(),
        classes.toString(),
        System.getProperty("jdk.module.path", ""),
        System.getProperty("java.class.path"));
  }

  @Test
  void a_width_says_what_it_is() {
    assertThat(KernelWidth.NONE.description()).isEqualTo("plain loops, no vectors: slow");
    assertThat(KernelWidth.NONE.isSlow()).isTrue();
    assertThat(KernelWidth.BITS_256.isSlow()).isFalse();
    if (X86) {
      assertThat(KernelWidth.BITS_128.description()).isEqualTo("128-bit vectors (AVX)");
      assertThat(KernelWidth.BITS_256.description()).isEqualTo("256-bit vectors (AVX2)");
      assertThat(KernelWidth.BITS_512.description()).isEqualTo("512-bit vectors (AVX-512)");
    }
  }
}

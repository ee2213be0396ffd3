package org.cimlet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every command that README and docs show runs, in the order of the page: what one line makes, a
/// later one may use. Of files that only a reader has, the test makes small ones of the same kind.
class DocumentedCommandsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  /// Pages whose files are the size of real networks; their tests are elsewhere.
  private static final List<String> OF_STUDIES = List.of("studies");

  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> commands() throws IOException {
    files();
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      Matcher block = BLOCK.matcher(Files.readString(page));
      while (block.find()) {
        for (String line : block.group(1).lines().toList()) {
          // the studio answers until it is stopped; tests of its own look at it
          if (line.startsWith("./cimlet ") && !line.startsWith("./cimlet studio")) {
            tests.add(DynamicTest.dynamicTest(page.getFileName() + ": " + line, () -> run(line)));
          }
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(30);
    return tests;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("../README.md")));
    try (var files = Files.walk(Path.of("../docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> OF_STUDIES.stream().noneMatch(file.toString()::contains))
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  /// Commands that take minutes, and what makes them short.
  private Map<String, List<String>> shorter() {
    return Map.of(
        "explore chiplets-for-8b", List.of("--count"),
        "--uncertainty", List.of("--uncertainty=20"),
        "--target 10000", List.of("--context=16"),
        "--engine simulate", List.of("--simulated-tokens=16"),
        "evaluate demo", List.of("--text=" + at("short.txt")),
        "run demo --machine my.yaml", List.of("--compress=none"),
        "generate packed", List.of("--tokens=4"),
        "generate 8of32", List.of("--tokens=4"));
  }

  private void run(String line) {
    String command = line.replaceFirst(" +# .*", "").replaceFirst(" \\| .*", "");
    List<String> arguments = new ArrayList<>();
    Matcher word = WORD.matcher(command.substring("./cimlet ".length()));
    while (word.find()) {
      String text =
          word.group(1) != null
              ? word.group(1)
              : word.group(2) != null ? word.group(2) : word.group(3);
      arguments.add(placed(text));
    }
    shorter()
        .forEach((part, shorter) -> {
          if (command.contains(part)) {
            arguments.removeIf(argument -> shorter.getFirst().startsWith(argument + "="));
            arguments.addAll(shorter);
          }
        });
    Shell shell = Shell.run(arguments.toArray(String[]::new));
    assertThat(shell.err()).as(line).isEmpty();
    assertThat(shell.code()).as(line).isZero();
    assertThat(shell.out()).as(line).isNotBlank();
  }

  /// Names of files that commands read or write, in the test's folder.
  private String placed(String word) {
    return switch (word) {
      case "~/networks/Qwen2.5-7B" -> at("qwen");
      case "~/networks/TinyLlama" -> at("net.bin");
      case "packed",
          "packed-for-vllm",
          "for-vllm",
          "8of32",
          "vllm-8-32",
          "vllm",
          "transformers",
          "edge-chip.yaml",
          "front",
          "edge",
          "my-files",
          "my.yaml",
          "held-out.txt",
          "run.pftrace",
          "compare.html",
          "demo-operands.yaml",
          "my-machine.yaml",
          "AzureLLMInferenceTrace_conv.csv" ->
          at(word);
      case "my-network/config.json" -> at("small/config.json");
      default -> word.startsWith("docs/") ? "../" + word : word;
    };
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private void files() throws IOException {
    TinyNetwork.write(folder);
    Files.createDirectories(folder.resolve("qwen"));
    Files.writeString(folder.resolve("qwen/config.json"), config("qwen2.5-7b"));
    Files.createDirectories(folder.resolve("small"));
    Files.writeString(folder.resolve("small/config.json"), config("qwen3-0.6b"));
    Files.writeString(folder.resolve("held-out.txt"), "ab a ab b a\n".repeat(20));
    String machine = machine();
    Files.writeString(folder.resolve("my-machine.yaml"), machine);
    Files.createDirectories(folder.resolve("my-files"));
    Files.writeString(folder.resolve("my-files/machine.yaml"), machine);
    Files.writeString(
        folder.resolve("my.yaml"),
        MachineReader.open("charge-sram-22nm")
            .with("chiplet.macro.parts.operands", "network")
            .yaml());
    Files.writeString(folder.resolve("short.txt"), "In 1848");
    StringBuilder trace = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
    for (int i = 0; i < 20; i++) {
      trace.append("2023-11-16 18:15:%02d.0000000,%d,%d\n".formatted(i, 200 + i, 20 + i));
    }
    Files.writeString(folder.resolve("AzureLLMInferenceTrace_conv.csv"), trace);
  }

  /// The machine that the README shows.
  private static String machine() throws IOException {
    Matcher yaml =
        Pattern.compile("(?ms)^```yaml\n(schema: cimlet.machine/1.*?)^```")
            .matcher(Files.readString(Path.of("../README.md")));
    assertThat(yaml.find()).isTrue();
    return yaml.group(1);
  }

  private static String config(String preset) throws IOException {
    assertThat(NetworkReader.presets()).contains(preset);
    return Files.readString(
        Path.of("../network/src/main/resources/org/cimlet/network/presets/" + preset + ".json"));
  }
}

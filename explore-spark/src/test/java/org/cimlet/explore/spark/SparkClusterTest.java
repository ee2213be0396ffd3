package org.cimlet.explore.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cimlet.explore.Cluster;
import org.cimlet.explore.Exploration;
import org.cimlet.explore.RemoteRange;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A space of 25,920 designs, three ranges, on Spark in this process; `./spark-check` has a
/// cluster.
class SparkClusterTest {
  private static final String YAML =
      """
      schema: cimlet.space/1
      name: small
      base: {network: gpt2, mapping: filled}
      axes:
        compress: {values: [none, "8:32"]}
        batch: {values: [1, 16, 64]}
        machine.chiplet.macros: {from: 100, to: 600, step: 100}
        machine.chiplet.macro.rows: {values: [5000, 10000, 20000]}
        machine.chiplet.macro.clock_mhz: {from: 200, to: 1000, levels: 5}
        machine.links.chiplet.bandwidth_gbit_s: {from: 16, to: 512, factor: 2}
        machine.host.memory.bandwidth_gb_s: {values: [115.2, 230.4, 460.8, 921.6]}
        machine.topology:
          values:
            - {kind: mesh, rows: 4, columns: 4, host_at: [0]}
            - {kind: ring, chiplets: 12, host_at: [0]}
      objectives:
        - {maximize: peak_throughput_tokens_per_s}
        - {minimize: energy_per_token_j}
        - {minimize: area_mm2}
      """;

  private static final Space SPACE = SpaceReader.parse("small.yaml", YAML);

  @TempDir private Path temp;

  private void explore(String address, String folder, boolean resumes) {
    Exploration.exploreOn(
        Cluster.installed().orElseThrow(),
        address,
        SPACE,
        new Exploration.Place(temp.resolve(folder), resumes, YAML),
        1,
        Exploration.Shard.WHOLE,
        standing -> {});
  }

  private Map<String, String> content(String folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    Path root = temp.resolve(folder);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            root.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return content;
  }

  @Test
  void a_cluster_changes_no_byte_and_goes_on_where_threads_stopped() throws IOException {
    Exploration.explore(
        SPACE,
        new Exploration.Place(temp.resolve("threads"), false, YAML),
        1,
        Exploration.Shard.WHOLE,
        standing -> {});
    explore("local[2]", "spark", false);
    assertThat(content("spark")).hasSizeGreaterThan(8).isEqualTo(content("threads"));
    for (String name : List.of("parts/00000001.json", "front.json")) {
      Files.delete(temp.resolve("spark").resolve(name));
    }
    explore("local[1]", "spark", true);
    assertThat(content("spark")).isEqualTo(content("threads"));
  }

  @Test
  void what_is_no_cluster_is_refused() {
    assertThatThrownBy(() -> explore("yarn", "yarn", false))
        .hasMessageContaining("--on: must be spark://host:port, local[*] or local[N], got 'yarn'");
    assertThatThrownBy(() -> explore("spark://127.0.0.1:1", "none", false))
        .hasMessageContaining("must name a Spark master that answers, got 'spark://127.0.0.1:1'");
  }

  /// A worker whose files are others answers other designs.
  @Test
  void who_reads_another_space_says_so() {
    RemoteRange.Answered answered = new RemoteRange(YAML, "another", 0).answered();
    assertThat(answered.fault()).contains("must refer to the same machines and networks");
    assertThat(answered.rows()).isEmpty();
  }
}

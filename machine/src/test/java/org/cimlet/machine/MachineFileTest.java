package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineSpec.OtherDies;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A machine as data: what is set is what is read, and what may not be set is refused as in a file.
class MachineFileTest {
  private static final MachineFile BASE = MachineReader.open("comb-200mb-36");

  static List<String> presets() {
    return MachineReader.presets();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void a_shipped_machine_reads_back_to_an_equal_value(String preset) {
    MachineFile file = MachineReader.open(preset);
    assertThat(MachineReader.parse("again.yaml", file.yaml()).machine()).isEqualTo(file.machine());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void any_numbers_set_are_read_and_read_back(String preset) {
    MachineFile file = MachineReader.open(preset);
    List<Provenance> numbers =
        file.machine().provenance().stream()
            .filter(line -> !file.node(line.key()).isMissingNode())
            .toList();
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      MachineFile changed = file;
      for (int i = 0; i < 5; i++) {
        String key = numbers.get(random.nextInt(numbers.size())).key();
        double value =
            changed.node(key).path("value").doubleValue() * (0.9 + 0.1 * random.nextDouble());
        changed = changed.with(key, value);
        assertThat(number(changed, key).value()).as(key).isEqualTo(value);
      }
      assertThat(MachineReader.parse("again.yaml", changed.yaml()).machine())
          .as("seed %s", seed)
          .isEqualTo(changed.machine());
    }
  }

  @Test
  void keys_may_stand_in_any_order() {
    String yaml = BASE.yaml();
    int host = yaml.indexOf("\nhost:") + 1;
    String hostFirst = yaml.substring(host) + yaml.substring(0, host);
    assertThat(MachineReader.parse("shuffled.yaml", hostFirst).machine()).isEqualTo(BASE.machine());
  }

  @Test
  void a_number_that_is_set_is_assumed_and_says_what_the_file_has() {
    Sourced set =
        number(BASE.with("links.chiplet.bandwidth_gbit_s", 64), "links.chiplet.bandwidth_gbit_s");
    assertThat(set).isEqualTo(Sourced.assumed(64, "set for this run; the file has 256"));
    Sourced own = new Sourced(64, Evidence.PUBLISHED, "data sheet");
    assertThat(
            number(
                BASE.with("links.chiplet.bandwidth_gbit_s", own), "links.chiplet.bandwidth_gbit_s"))
        .isEqualTo(own);
  }

  @Test
  void counts_words_and_lists_are_set_and_all_else_stays() {
    MachineSpec base = BASE.machine();
    MachineSpec changed =
        BASE.with(
                Map.of(
                    "topology.rows", 8, "topology.host_at", List.of(0, 47), "name", "eight rows"))
            .machine();
    assertThat(changed.topology()).isEqualTo(new TopologySpec.Mesh(8, 6, List.of(0, 47)));
    assertThat(changed.name()).isEqualTo("eight rows");
    assertThat(changed.chiplet()).isEqualTo(base.chiplet());
    assertThat(changed.making()).isEqualTo(base.making());
    assertThat(BASE.machine()).isEqualTo(base);
  }

  @Test
  void a_mapping_replaces_what_was_there() {
    Map<String, Object> ring = Map.of("kind", "ring", "chiplets", 12, "host_at", List.of(3));
    assertThat(BASE.with("topology", ring).machine().topology())
        .isEqualTo(new TopologySpec.Ring(12, List.of(3)));
  }

  @Test
  void a_part_that_was_not_there_is_added_and_taken_away() {
    MachineFile with =
        BASE.with(
            Map.of(
                "weight_memory.capacity_gb", 1000,
                "weight_memory.bandwidth_gb_s", 800,
                "weight_memory.read_fj_per_bit", 5000));
    assertThat(with.machine().weightMemory()).isNotNull();
    assertThat(with.without("weight_memory").machine()).isEqualTo(BASE.machine());
  }

  @Test
  void a_part_comes_from_another_machine() {
    MachineFile aim = MachineReader.open("aim-gddr6");
    MachineSpec machine =
        BASE.with("topology.columns", 7)
            .with(
                Map.of(
                    "other_dies.embedding_head.name",
                    "AiM",
                    "other_dies.embedding_head.count",
                    6,
                    "other_dies.embedding_head.process",
                    aim.excerpt("process"),
                    "other_dies.embedding_head.chiplet",
                    aim.excerpt("chiplet")))
            .machine();
    OtherDies dies = machine.otherDies().getFirst();
    assertThat(dies.use()).isEqualTo(OtherDies.Use.EMBEDDING_HEAD);
    assertThat(dies.chiplet()).isEqualTo(aim.machine().chiplet());
    assertThat(dies.made()).isNotNull();
  }

  /// Both the key's own limits and what must hold between keys, as the file with that value has it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chiplet.macros | -3",
        "chiplet.macros | eight",
        "chiplet.macros | 1.5",
        "chiplet.partial_sum_fan_in | 12",
        "chiplet.partial_sum_fan_in | 4096",
        "chiplet.macro.kind | digital_sramm",
        "chiplet.macro.kind | dram_bank",
        "chiplet.macro.accumulator_bits | 8",
        "chiplet.macro.zero_skipper.group | 33",
        "chiplet.macro.rows | 16777217",
        "topology.kind | tours",
        "topology.kind | ring",
        "topology.rows | 4096",
        "topology.rows | 0",
        "substrate.kind | none",
        "substrate.kind | hybrid_bonded",
        "host.memory.kv_cache_bits | 65",
        "process.preset | 41nm",
        "name | ''",
      })
  void what_may_not_be_set_is_refused_as_in_a_file(String key, String value) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    String shown = BASE.node(key).toString();
    String before = key.equals("chiplet.macros") ? "\n  macros: " : last + ": ";
    String yaml = BASE.yaml();
    int parent = key.contains(".") ? yaml.indexOf(key.substring(0, key.indexOf('.')) + ":") : 0;
    int at = yaml.indexOf(before + shown, parent);
    assertThat(at).isPositive();
    String text = value.matches("[-0-9.]+") ? value : "\"" + value + "\"";
    String file =
        yaml.substring(0, at)
            + before
            + text
            + yaml.substring(at + before.length() + shown.length());
    Object set =
        value.matches("[-0-9]+")
            ? (Object) Integer.valueOf(value)
            : value.matches("[-0-9.]+") ? (Object) Double.valueOf(value) : value;
    assertThat(placeless(() -> BASE.with(key, set)))
        .isNotEmpty()
        .isEqualTo(placeless(() -> MachineReader.parse("comb-200mb-36.yaml", file)));
  }

  @Test
  void a_number_out_of_range_is_refused_by_the_key_and_the_file() {
    assertThatThrownBy(() -> BASE.with("links.chiplet.bandwidth_gbit_s", -1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "comb-200mb-36.yaml: links.chiplet.bandwidth_gbit_s.value: must be above 0, got -1");
  }

  @Test
  void a_mistyped_key_is_refused_with_the_one_that_was_meant() {
    assertThatThrownBy(() -> BASE.with("links.packet_byte", 64))
        .hasMessage(
            "comb-200mb-36.yaml: links.packet_byte: must be one of chiplet, host, stack, global,"
                + " packet_bytes, buffer_packets, got packet_byte (did you mean packet_bytes?)");
    assertThatThrownBy(() -> BASE.with("chiplet.macro.columns", 8))
        .hasMessage(
            "comb-200mb-36.yaml: chiplet.macro.columns: must be inputs_per_row now, got columns,"
                + " its old name");
  }

  @Test
  void a_key_that_must_be_there_is_not_taken_away() {
    assertThatThrownBy(() -> BASE.without("topology.host_at"))
        .hasMessageStartingWith("comb-200mb-36.yaml: topology.host_at: must be given, got nothing");
  }

  @Test
  void keys_set_together_are_judged_together() {
    MachineFile aim = MachineReader.open("aim-gddr6");
    assertThatThrownBy(() -> aim.with("chiplet.macro.rows_per_page", 48))
        .hasMessageContaining("chiplet.macro.rows: must be a multiple of rows_per_page = 48");
    assertThat(
            aim.with(Map.of("chiplet.macro.rows_per_page", 48, "chiplet.macro.rows", 48_000))
                .machine()
                .chiplet()
                .macro()
                .rows())
        .isEqualTo(48_000);
  }

  @Test
  void numbers_that_follow_from_parts_follow_what_is_set() {
    MachineFile parts =
        BASE.with(
                Map.of(
                    "chiplet.macro.parts.cell", "6T",
                    "chiplet.macro.parts.bitline_rows", 250,
                    "chiplet.macro.parts.multiplier.kind", "array"))
            .without("chiplet.memory_mm2");
    double one = parts.machine().chiplet().memoryMm2().value();
    double two = parts.with("chiplet.macros", 2500).machine().chiplet().memoryMm2().value();
    assertThat(two / one).isBetween(1.999_999, 2.000_001);
  }

  private static Sourced number(MachineFile file, String key) {
    return file.machine().provenance().stream()
        .filter(line -> line.key().equals(key))
        .findFirst()
        .orElseThrow()
        .number();
  }

  /// Keys and messages, in an order that does not depend on places.
  private static List<String> placeless(ThrowingCallable reading) {
    return catchThrowableOfType(InvalidInputException.class, reading).diagnostics().stream()
        .map(fault -> new Diagnostic(fault.file(), 0, 0, fault.key(), fault.message()).toString())
        .sorted()
        .toList();
  }
}

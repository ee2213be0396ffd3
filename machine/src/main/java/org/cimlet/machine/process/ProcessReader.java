package org.cimlet.machine.process;

import java.util.List;
import java.util.Locale;
import org.cimlet.document.SchemaCheck;
import org.cimlet.document.Shelf;
import org.cimlet.machine.sourced.Kept;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Sourced;
import tools.jackson.databind.JsonNode;

/// Reads processes strictly: structure, types and ranges by `process.schema.json`.
@SuppressWarnings("exports") // the reader of machines, in this module, asks for more
public final class ProcessReader {
  private static final Shelf SHELF =
      new Shelf(
          ProcessReader.class::getResourceAsStream,
          "process.preset",
          "process",
          List.of(
              "65nm", "55nm", "40nm", "28nm", "22nm", "14nm", "10nm", "7nm", "5nm", "3nm",
              "dram-1y"));

  private ProcessReader() {}

  /// Names of the shipped processes, the oldest first.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// Reads a shipped process by its name, or a YAML (or JSON) file.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with everything that is wrong: no such
  ///   process, or a file that is not well-formed or breaks the schema
  public static ProcessSpec read(String nameOrPath) {
    return process(kept().open(nameOrPath).root(), new SourcedNumbers(), "");
  }

  /// Where processes lie, and how they are judged.
  @SuppressWarnings("exports") // for this module's other readers
  public static Kept kept() {
    return new Kept(SHELF, () -> Compiled.SCHEMA);
  }

  /// A process from a tree that was found right.
  ///
  /// @param numbers notes its numbers
  /// @param prefix of their key paths: `process.`
  @SuppressWarnings("exports") // for this module\'s other readers
  public static ProcessSpec process(JsonNode root, SourcedNumbers numbers, String prefix) {
    int before = numbers.provenance().size();
    return new ProcessSpec(
        root.path("name").stringValue(),
        ProcessSpec.Transistor.valueOf(
            root.path("transistor").stringValue().toUpperCase(Locale.ROOT)),
        take(root, numbers, prefix, "node_nm"),
        take(root, numbers, prefix, "voltage_v"),
        take(root, numbers, prefix, "bitcell_um2"),
        take(root, numbers, prefix, "wafer_usd"),
        take(root, numbers, prefix, "defects_per_cm2"),
        take(root, numbers, prefix, "clustering"),
        take(root, numbers, prefix, "design_usd"),
        take(root, numbers, prefix, "carbon_g_per_mm2"),
        numbers.provenance().subList(before, numbers.provenance().size()));
  }

  private static Sourced take(JsonNode root, SourcedNumbers numbers, String prefix, String key) {
    return numbers.take(root.path(key), prefix + key);
  }

  /// Compiled on the first file that a user brings.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(ProcessReader.class::getResourceAsStream, "process.schema.json");
  }
}

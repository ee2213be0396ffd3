package org.cimlet.machine.substrate;

import java.util.List;
import org.cimlet.document.SchemaCheck;
import org.cimlet.document.Shelf;
import org.cimlet.machine.sourced.Kept;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads substrates strictly: structure, types and ranges by `substrate.schema.json`.
@SuppressWarnings("exports") // the reader of machines, in this module, asks for more
public final class SubstrateReader {
  private static final Shelf SHELF =
      new Shelf(
          SubstrateReader.class::getResourceAsStream,
          "substrate.preset",
          "substrate",
          List.of("organic", "fan_out", "silicon_interposer", "memory_stacks", "hybrid_bonded"));

  private final JsonNode root;
  private final SourcedNumbers numbers;
  private final String prefix;

  private SubstrateReader(JsonNode root, SourcedNumbers numbers, String prefix) {
    this.root = root;
    this.numbers = numbers;
    this.prefix = prefix;
  }

  /// Names of the shipped substrates, the cheapest first.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// Reads a shipped substrate by its name, or a YAML (or JSON) file.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException with everything that is wrong: no such
  ///   substrate, or a file that is not well-formed or breaks the schema
  public static SubstrateSpec read(String nameOrPath) {
    return substrate(kept().open(nameOrPath).root(), new SourcedNumbers(), "");
  }

  /// Where substrates lie, and how they are judged.
  @SuppressWarnings("exports") // for this module's other readers
  public static Kept kept() {
    return new Kept(SHELF, () -> Compiled.SCHEMA);
  }

  /// A substrate from a tree that was found right.
  ///
  /// @param numbers notes its numbers
  /// @param prefix of their key paths: `substrate.`
  @SuppressWarnings("exports") // for this module\'s other readers
  public static SubstrateSpec substrate(JsonNode root, SourcedNumbers numbers, String prefix) {
    SubstrateReader reader = new SubstrateReader(root, numbers, prefix);
    return new SubstrateSpec(
        root.path("name").stringValue(),
        root.path("summary").stringValue(),
        reader.organic(),
        reader.carrier(),
        reader.stack());
  }

  private SubstrateSpec.Organic organic() {
    return new SubstrateSpec.Organic(
        number("organic", "area_ratio"),
        number("organic", "usd_per_mm2"),
        number("organic", "bond_yield"),
        number("organic", "bump_usd_per_mm2"),
        number("organic", "design_usd_per_mm2"),
        number("organic", "design_fixed_usd"));
  }

  private SubstrateSpec.@Nullable Carrier carrier() {
    return root.has("carrier")
        ? new SubstrateSpec.Carrier(
            number("carrier", "wafer_usd"),
            number("carrier", "defects_per_cm2"),
            number("carrier", "clustering"),
            number("carrier", "area_ratio"),
            number("carrier", "bond_yield"),
            number("carrier", "micro_bump_usd_per_mm2"),
            number("carrier", "design_usd_per_mm2"),
            number("carrier", "design_fixed_usd"))
        : null;
  }

  private SubstrateSpec.@Nullable FusedLinears stack() {
    return root.has("stack")
        ? new SubstrateSpec.FusedLinears(
            root.path("stack").path("height").intValue(),
            number("stack", "bond_yield"),
            number("stack", "bond_usd_per_mm2"),
            number("stack", "die_um"),
            number("stack", "bond_um"),
            number("stack", "bond_w_mk"))
        : null;
  }

  private Sourced number(String part, String key) {
    return numbers.take(root.path(part).path(key), prefix + part + "." + key);
  }

  /// Compiled on the first file that a user brings.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(SubstrateReader.class::getResourceAsStream, "substrate.schema.json");
  }
}

package org.cimlet.machine;

import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a checked tree, and the files it names, say about a machine's making.
record MakingTree(
    JsonNode root,
    @Nullable JsonNode process,
    @Nullable JsonNode substrate,
    SourcedNumbers numbers) {

  Making making() {
    return new Making(
        process == null ? null : ProcessReader.process(process, numbers, "process."),
        text("process"),
        substrate == null ? null : SubstrateReader.substrate(substrate, numbers, "substrate."),
        text("substrate"),
        root.has("production") ? number("production", "volume") : null,
        root.has("cooling") ? cooling() : null);
  }

  private @Nullable String text(String part) {
    JsonNode preset = root.path(part).path("preset");
    return preset.isString() ? preset.stringValue() : null;
  }

  private Making.Cooling cooling() {
    return new Making.Cooling(
        number("cooling", "ambient_c"),
        number("cooling", "limit_c"),
        number("cooling", "die_um"),
        number("cooling", "paste_um"),
        number("cooling", "paste_w_mk"),
        number("cooling", "lid_mm"),
        number("cooling", "lid_w_mk"),
        number("cooling", "sink_mm"),
        number("cooling", "sink_w_mk"),
        number("cooling", "sink_k_w"),
        root.path("cooling").has("leakage") ? leakage() : null);
  }

  private Making.Leakage leakage() {
    Part leakage = new Part(root.path("cooling").path("leakage"), "cooling.leakage");
    return new Making.Leakage(
        leakage.sourced("at_c", numbers), leakage.sourced("doubling_k", numbers));
  }

  private Sourced number(String part, String key) {
    return numbers.take(root.path(part).path(key), part + "." + key);
  }
}

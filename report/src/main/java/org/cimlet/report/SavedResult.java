package org.cimlet.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.quantity.Interval;
import org.cimlet.run.Candidate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A result that `run --json` wrote, read back to be compared.
public final class SavedResult {
  private static final String SCHEMA = "cimlet.run/2";

  private final String file;
  private final JsonNode root;

  private SavedResult(String file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /// Whether a file is such a result, of this version or another.
  public static boolean isOne(Path file) {
    if (!Files.isRegularFile(file) || !file.toString().endsWith(".json")) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(200), StandardCharsets.UTF_8).contains("\"cimlet.run/");
    } catch (IOException e) {
      return false;
    }
  }

  /// Reads it.
  ///
  /// @throws InvalidInputException where it is not whole, or of another version
  public static Candidate read(Path file) {
    JsonNode root = Document.read(file).root();
    if (!root.path("schema").asString("").equals(SCHEMA)) {
      throw InvalidInputException.of(
          file.toString(),
          "must be a result of the schema %s, got %s; run it again"
              .formatted(SCHEMA, root.path("schema").asString("none")));
    }
    return new SavedResult(file.toString(), root).candidate();
  }

  private Candidate candidate() {
    boolean simulated = root.path("engine").asString("").equals("simulate");
    return new Candidate(
        text("/machine/name"),
        new Candidate.Conditions(
            text("/network/name"),
            (text("/placement/pattern") + " " + root.at("/placement/weights").asString("")).strip(),
            root.at("/machine/kv_cache_bits").isMissingNode()
                ? ""
                : whole("/machine/kv_cache_bits") + " bits",
            whole("/decode/batch"),
            whole("/decode/context"),
            whole("/prefill/tokens"),
            text("/placement/mapping"),
            simulated ? "simulate" : "estimate"),
        new Candidate.Speed(
            number("/prefill/ttft_s"),
            number("/decode/tpot_batch1_s"),
            new Candidate.AtBatch(
                number("/decode/tpot_s"),
                number("/decode/throughput_tokens_per_s"),
                number("/decode/energy_per_token_j"),
                text("/decode/bottleneck")),
            number("/decode/peak_throughput_tokens_per_s"),
            whole("/decode/saturating_batch"),
            number("/decode/peak_energy_per_token_j"),
            text("/decode/peak_bottleneck")),
        parts("time", "resource", "batch1_s_per_token"),
        parts("energy", "action", "joules_per_token"),
        number("/machine/area_mm2"),
        money(),
        moves());
  }

  private Candidate.Money money() {
    Double hosts = known("/assessment/host_usd");
    return new Candidate.Money(
        with(known("/assessment/cost/recurring_usd"), hosts),
        with(known("/assessment/bought/usd"), hosts),
        hosts);
  }

  private static @Nullable Double with(@Nullable Double usd, @Nullable Double hosts) {
    return usd == null || hosts == null ? null : Double.valueOf(usd + hosts);
  }

  private List<Candidate.Part> parts(String list, String name, String size) {
    List<Candidate.Part> parts = new ArrayList<>();
    for (JsonNode item : root.path(list)) {
      parts.add(new Candidate.Part(item.path(name).asString(""), item.path(size).asDouble(0)));
    }
    return parts;
  }

  private Map<String, Interval> moves() {
    Map<String, Interval> moves = new LinkedHashMap<>();
    for (JsonNode output : root.at("/uncertainty/outputs")) {
      double nominal = output.path("nominal").asDouble(0);
      if (nominal != 0) {
        double low = output.path("p05").asDouble(nominal) / nominal;
        double high = output.path("p95").asDouble(nominal) / nominal;
        if (!(low <= high && Double.isFinite(low) && Double.isFinite(high))) {
          throw fault("/uncertainty/outputs", "must have p05 below p95; run it again");
        }
        moves.put(output.path("name").asString(""), new Interval(low, high));
      }
    }
    return moves;
  }

  private String text(String pointer) {
    return there(pointer).asString("");
  }

  private double number(String pointer) {
    JsonNode node = there(pointer);
    if (!node.isNumber()) {
      throw fault(pointer, "must be a number, got " + node);
    }
    return node.asDouble();
  }

  private int whole(String pointer) {
    return (int) number(pointer);
  }

  private @Nullable Double known(String pointer) {
    JsonNode node = root.at(pointer);
    return node.isNumber() ? Double.valueOf(node.asDouble()) : null;
  }

  private JsonNode there(String pointer) {
    JsonNode node = root.at(pointer);
    if (node.isMissingNode()) {
      throw fault(pointer, "must be there, got none; run it again");
    }
    return node;
  }

  private InvalidInputException fault(String pointer, String message) {
    return InvalidInputException.of(file + ": " + pointer.substring(1).replace('/', '.'), message);
  }
}

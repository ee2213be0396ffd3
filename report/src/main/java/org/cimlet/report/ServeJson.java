package org.cimlet.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.cimlet.serve.ServeResult;
import org.cimlet.serve.ServeResult.OfSystem;
import org.cimlet.serve.engine.Moment;
import org.cimlet.serve.engine.ServerTotals;
import org.cimlet.serve.measure.ClassSummary;
import org.cimlet.serve.measure.Range;
import org.cimlet.serve.measure.Spread;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Served requests as scripts read them, by the schema `serve.schema.json`. Keys carry units and
/// stay; new ones may be added. What is not known has no key.
public final class ServeJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ServeJson() {}

  /// Pretty-printed JSON with a final newline.
  public static String of(ServeResult result) {
    return of(result, null);
  }

  /// The same, saying how it was made.
  public static String of(ServeResult result, @Nullable Origin origin) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schema", "cimlet.serve-result/1");
    if (origin != null) {
      origin.write(root.putObject("origin"));
    }
    root.put("network", result.job().network().name());
    root.putObject("traffic")
        .put("name", result.job().traffic().name())
        .put("requests", result.traffic().requests())
        .put("requests_per_s", result.traffic().requestsPerS())
        .put("mean_input_tokens", result.traffic().meanInput())
        .put("mean_output_tokens", result.traffic().meanOutput())
        .put("longest_tokens", result.traffic().longest());
    ArrayNode systems = root.putArray("systems");
    for (OfSystem system : result.systems()) {
      system(systems.addObject(), system);
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /// The JSON Schema of what is written.
  public static String schema() {
    try (InputStream in = ServeJson.class.getResourceAsStream("serve.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void system(ObjectNode node, OfSystem system) {
    node.put("name", system.system().name());
    ArrayNode pools = node.putArray("pools");
    for (ServeResult.OfPool pool : system.pools()) {
      pool(pools.addObject(), pool);
    }
    summary(node.putObject("all"), system.all());
    ArrayNode classes = node.putArray("classes");
    for (ClassSummary each : system.classes()) {
      summary(classes.addObject().put("class", each.group()), each);
    }
    node.put("duration_s", system.totals().seconds());
    node.put("served", system.totals().served());
    node.put("refused", system.totals().refused());
    node.put("unserved", system.totals().unserved());
    node.put("saturated", system.totals().saturated());
    node.put("waiting_at_last_arrival", system.totals().waitingAtEnd());
    node.put("requests_per_s", system.requestsPerS());
    node.put("requests_in_time_per_s", system.goodputPerS());
    node.put("mean_requests_in_system", system.totals().meanInSystem());
    node.put("input_tokens", system.inputTokens());
    node.put("output_tokens", system.outputTokens());
    node.put("prefix_tokens", system.prefixTokens());
    node.put("handover_bytes", system.totals().handoverBytes());
    node.put("power_w", system.watts());
    node.put("energy_j", system.joules());
    money(node.putObject("cost"), system.money());
    ArrayNode loads = node.putArray("loads");
    for (ServeResult.AtLoad load : system.loads()) {
      loads
          .addObject()
          .put("scale", load.scale())
          .put("requests_per_s", load.requestsPerS())
          .put("attainment", load.attainment())
          .put("saturated", load.saturated())
          .put("ttft_p99_s", load.ttftP99S())
          .put("tpot_p99_s", load.tpotP99S());
    }
    system.spread().ifPresent(moving -> moving(node.putObject("uncertainty"), moving));
    ArrayNode history = node.putArray("history");
    for (Moment moment : system.totals().history()) {
      history
          .addObject()
          .put("time_s", moment.seconds())
          .put("waiting", moment.waiting())
          .put("running", moment.running())
          .put("kv_share", moment.kvShare());
    }
    system.sized().ifPresent(size -> size(node.putObject("size"), size));
  }

  private static void moving(ObjectNode node, ServeResult.Moving moving) {
    node.put("samples", moving.samples());
    node.put("refused", moving.refused());
    node.put("unsized", moving.unsized());
    range(node, "attainment", moving.attainment());
    range(node, "power_w", moving.watts());
    range(node, "made_usd_per_million_tokens", moving.madePerMillionUsd());
    range(node, "bought_usd_per_million_tokens", moving.boughtPerMillionUsd());
    range(node, "factor", moving.factor());
    range(node, "sized_power_w", moving.sizedWatts());
    range(node, "sized_made_usd_per_million_tokens", moving.sizedMadePerMillionUsd());
    range(node, "sized_bought_usd_per_million_tokens", moving.sizedBoughtPerMillionUsd());
  }

  private static void range(ObjectNode node, String key, Range range) {
    if (range.isKnown()) {
      node.putObject(key)
          .put("p5", range.low())
          .put("p50", range.median())
          .put("p95", range.high());
    }
  }

  private static void pool(ObjectNode node, ServeResult.OfPool pool) {
    ServerTotals mean = pool.mean();
    node.put("name", pool.name());
    node.put("count", pool.count());
    node.put("hardware", pool.hardware());
    node.put("detail", pool.detail());
    node.put("devices", pool.devices());
    if (pool.kvTokens() != Long.MAX_VALUE) {
      node.put("kv_tokens", pool.kvTokens());
    }
    node.put("busy_share", mean.busyShare());
    node.put("energy_j", mean.joules());
    node.put("active_energy_j", mean.activeJoules());
    node.put("kv_mean_share", mean.kvMean());
    node.put("kv_peak_share", mean.kvPeak());
    node.put("kv_full_share", mean.kvFullShare());
    node.put("mean_running", mean.meanRunning());
    node.put("preemptions", mean.preemptions());
    node.put("prompt_tokens", mean.promptTokens());
    node.put("answer_tokens", mean.answerTokens());
  }

  private static void summary(ObjectNode node, ClassSummary summary) {
    node.put("served", summary.served());
    node.put("in_time", summary.met());
    node.put("attainment", summary.attainment());
    node.putObject("slo").put("ttft_s", summary.slo().ttftS()).put("tpot_s", summary.slo().tpotS());
    spread(node.putObject("ttft_s"), summary.ttft());
    spread(node.putObject("tpot_s"), summary.tpot());
    spread(node.putObject("end_to_end_s"), summary.endToEnd());
    spread(node.putObject("queue_s"), summary.queue());
  }

  private static void spread(ObjectNode node, Spread spread) {
    node.put("mean", spread.mean());
    node.put("p50", spread.p50());
    node.put("p90", spread.p90());
    node.put("p95", spread.p95());
    node.put("p99", spread.p99());
    node.put("max", spread.most());
  }

  private static void money(ObjectNode node, ServeResult.Money money) {
    put(node, "made_usd", money.made());
    put(node, "bought_usd", money.bought());
    put(node, "made_usd_per_million_tokens", money.madePerMillion());
    put(node, "bought_usd_per_million_tokens", money.boughtPerMillion());
  }

  private static void put(ObjectNode node, String key, Optional<Double> value) {
    value.ifPresent(known -> node.put(key, known));
  }

  private static void size(ObjectNode node, ServeResult.Size size) {
    node.put("attainment_wanted", size.attainment());
    node.put("factor", size.factor());
    node.put("attainment", size.attained());
    if (size.bound() > 0) {
      node.put("least_factor", size.bound());
    }
    node.put("power_w", size.watts());
    money(node.putObject("cost"), size.money());
  }
}

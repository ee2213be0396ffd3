package org.cimlet.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.compile.Parallelism;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Programming;
import org.cimlet.estimate.Request;
import org.cimlet.network.Omissions;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Provenance;
import org.cimlet.report.facts.Agreement;
import org.cimlet.run.Answer;
import org.cimlet.run.Figures;
import org.cimlet.run.Remedy;
import org.cimlet.run.Result;
import org.cimlet.simulate.Load;
import org.cimlet.simulate.Simulation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A run as scripts read it, by the schema `run.schema.json`. Keys carry units and stay; new ones
/// may be added.
public final class JsonReport {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private static final double PS = 1e-12;

  private JsonReport() {}

  /// Pretty-printed JSON with a final newline.
  public static String of(Result result) {
    return of(result, null);
  }

  /// The same, saying how it was made.
  public static String of(Result result, @Nullable Origin origin) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(result, origin)) + "\n";
  }

  /// The same as a tree.
  public static ObjectNode tree(Result result, @Nullable Origin origin) {
    ObjectNode root = MAPPER.createObjectNode();
    Plan plan = result.plan();
    Estimate estimate = result.estimate();
    Figures figures = result.figures();
    root.put("schema", "cimlet.run/2");
    root.put("engine", result.simulated().isPresent() ? "simulate" : "estimate");
    if (origin != null) {
      origin(root.putObject("origin"), origin, result);
    }
    network(root.putObject("network"), plan, result.job().network().omissions());
    machine(root.putObject("machine"), plan.machine());
    Answer answer = result.answer();
    placement(root.putObject("placement"), plan, figures, answer);
    int microBatch = plan.scenario().microBatch();
    answer(root, answer, microBatch);
    result
        .simulated()
        .ifPresent(simulation -> {
          answer(root.putObject("estimate"), result.estimated(), microBatch);
          simulation(root.putObject("simulation"), result, simulation);
        });
    result
        .wholeRequests()
        .ifPresent(requests -> request(root.putObject("request"), requests.answered()));
    Estimate.Reload loading = estimate.reload();
    if (loading != null) {
      reload(root.putObject("weight_reload"), loading, estimate);
    }
    time(root.putArray("time"), estimate);
    energy(root.putArray("energy"), answer);
    actions(root.putObject("actions_per_token"), answer.actions());
    chiplets(root.putArray("chiplets"), plan.machine().dies(), answer);
    links(root.putArray("links"), answer);
    ceilings(root.putArray("ceilings"), answer);
    wall(root.putObject("bandwidth_wall"), result.wall());
    if (result.job().seeksTarget()) {
      remedies(root.putArray("remedies"), result);
    }
    Programming programming = estimate.programming();
    if (programming != null) {
      programming(root.putObject("programming"), programming, result.job().updatesPerDay());
    }
    AssessmentJson.write(root.putObject("assessment"), result.assessment());
    result
        .moving()
        .ifPresent(moving -> AssessmentJson.write(root.putObject("uncertainty"), moving));
    BaselineJson.write(root, result);
    provenance(root.putArray("provenance"), plan.machine());
    return root;
  }

  /// The schema that every result keeps: JSON Schema, draft 2020-12.
  public static String schema() {
    try (InputStream in = JsonReport.class.getResourceAsStream("run.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void origin(ObjectNode node, Origin origin, Result result) {
    origin.write(node);
    node.put("mapping_asked", mapping(result.job().mapping()));
    node.put("mapping_taken", result.plan().placement().mapping());
    if (result.moving().isPresent()) {
      node.put("uncertainty_seed", Uncertainty.SEED);
    }
  }

  /// As the command line says it: `mixed, TP 4, DP 2`; what is left open is left out.
  private static String mapping(Parallelism asked) {
    StringBuilder text = new StringBuilder(asked.kind().name().toLowerCase(Locale.ROOT));
    if (asked.group() > 0) {
      text.append(", TP ").append(asked.group());
    }
    if (asked.stages() > 0) {
      text.append(", PP ").append(asked.stages());
    }
    return asked.replicas() > 0
        ? text.append(", DP ").append(asked.replicas()).toString()
        : text.toString();
  }

  private static void network(ObjectNode node, Plan plan, Omissions omissions) {
    Program program = plan.program();
    Block first = program.layers().getFirst();
    node.put("name", program.name());
    node.put("family", program.family());
    node.put("layers", program.layers().size());
    node.put("hidden_size", program.hiddenSize());
    node.put("weights", program.parameters());
    node.put("linear_weights", program.linearWeights());
    node.put("active_linear_weights", program.activeLinearWeights());
    node.put("linear_weights_per_layer", first.weights());
    node.put("embedding_weights", program.embeddingWeights());
    node.put("head_weights", program.headWeights());
    node.put("tied_head", program.tiedHead());
    node.put("other_weights", program.otherWeights());
    node.put(
        "kv_bytes_per_token", program.cacheElementsPerToken() * plan.machine().cacheBits() / 8);
    if (program.keptBits() > 0) {
      node.put("state_bytes_per_sequence", program.keptBits() / 8);
    }
    if (!omissions.notPlaced().isEmpty()) {
      ArrayNode parts = node.putArray("not_placed");
      for (Omissions.NotPlaced part : omissions.notPlaced()) {
        ObjectNode entry = parts.addObject().put("name", part.name());
        part.parameters().ifPresent(weights -> entry.put("weights", weights));
      }
    }
    if (!omissions.simplified().isEmpty()) {
      omissions.simplified().forEach(node.putArray("simplified")::add);
    }
  }

  static void machine(ObjectNode node, Machine machine) {
    node.put("name", machine.name());
    node.put("chiplets", machine.chiplets());
    node.put("area_mm2", machine.areaMm2());
    node.put("substrate_mm2", machine.substrateMm2());
    node.put("peak_tops", machine.peakOpsPerS() / 1e12);
    ArrayNode dies = node.putArray("dies");
    for (DieKind kind : machine.dies().kinds()) {
      dies.addObject()
          .put("name", kind.name())
          .put("use", kind.use().name().toLowerCase(Locale.ROOT))
          .put("count", kind.count())
          .put("process", kind.process())
          .put("area_mm2", kind.chiplet().areaMm2())
          .put("capacity_bytes", kind.chiplet().capacityBytes())
          .put("peak_tops", kind.chiplet().peakOpsPerS() / 1e12);
    }
    node.put("kv_cache_bits", machine.cacheBits());
    node.put("host", machine.host().name());
    node.put("hosts", machine.topology().hosts());
  }

  static void placement(ObjectNode node, Plan plan, Figures facts, Answer answer) {
    Placement placement = plan.placement();
    Program program = plan.program();
    long perChiplet = plan.machine().chiplet().capacityBytes();
    node.put(
        "pattern",
        program
            .layers()
            .getFirst()
            .steps()
            .getFirst()
            .fusedLinears()
            .getFirst()
            .packing()
            .pattern());
    node.put("weights", facts.packing().word());
    if (!facts.headPacking().words().equals(facts.packing().words())) {
      node.put("head_weights", facts.headPacking().word());
    }
    node.put("head_pattern", facts.headPacking().pattern());
    node.put("chiplets_needed_layers", Math.ceilDiv(program.storedLayerBytes(), perChiplet));
    node.put("chiplets_needed", Math.ceilDiv(facts.storedOnChiplets(), perChiplet));
    node.put("chiplets_used", placement.chipletsUsed());
    node.put("stored_layer_bytes", program.storedLayerBytes());
    node.put("stored_bytes", program.storedBytes());
    node.put("capacity_bytes", plan.machine().capacityBytes());
    node.put("mapping", placement.mapping());
    node.put("replicas", placement.replicas());
    node.put("ranks", placement.ranks());
    node.put("weight_sets", placement.weightSets());
    node.put("rounds", placement.weightSets());
    node.put("balance", answer.balance(facts.linears()));
  }

  static void answer(ObjectNode node, Answer answer, int microBatch) {
    Answer.Prefill prefill = answer.prefill();
    node.putObject("prefill")
        .put("tokens", prefill.tokens())
        .put("ttft_s", prefill.ttftS())
        .put("bottleneck", prefill.bottleneck().resource().label());
    Answer.Decode decode = answer.decode();
    ObjectNode decoded = node.putObject("decode").put("batch", decode.batch());
    if (microBatch > 1) {
      decoded.put("micro_batch", microBatch);
    }
    decoded
        .put("context", decode.context())
        .put("tpot_s", decode.tpotS())
        .put("tpot_batch1_s", decode.tpotBatch1S())
        .put("throughput_tokens_per_s", decode.throughputTokensPerS())
        .put("peak_throughput_tokens_per_s", decode.peakThroughputTokensPerS())
        .put("saturating_batch", decode.saturatingBatch())
        .put("peak_held_by_memory", decode.peakHeld())
        .put("saturated", decode.saturated())
        .put("energy_per_token_j", decode.energyPerTokenJ())
        .put("peak_energy_per_token_j", decode.peakEnergyPerTokenJ())
        .put("bottleneck", decode.bottleneck().resource().label())
        .put("bottleneck_resource", decode.bottleneck().name())
        .put("bottleneck_share", decode.bottleneck().share())
        .put("peak_bottleneck", decode.peakBottleneck().resource().label())
        .put("peak_bottleneck_resource", decode.peakBottleneck().name());
  }

  static void request(ObjectNode node, Request request) {
    node.put("prompt_tokens", request.promptTokens());
    node.put("answer_tokens", request.answerTokens());
    node.put("batch", request.batch());
    node.put("prompts_s", request.promptsS());
    node.put("answers_s", request.answersS());
    node.put("total_s", request.seconds());
    node.put("tokens_per_s", request.tokensPerS());
  }

  /// Only where the package is smaller than the network.
  private static void reload(ObjectNode node, Estimate.Reload loading, Estimate estimate) {
    node.put("weight_sets", loading.weightSets());
    node.put("bytes", loading.bits() / 8);
    node.put("time_s", loading.seconds());
    node.put("bytes_per_token", loading.bits() / 8 / estimate.decode().batch());
    node.put("bytes_per_prompt_token", loading.bits() / 8 / estimate.prefill().tokens());
    node.put("share_of_time", loading.share());
    node.put("share_of_time_at_peak", loading.shareAtPeak());
    node.put("bottleneck_resource", loading.slowest().name());
    node.put("writes_per_cell_per_s", loading.writesPerCellPerS());
  }

  /// What only a simulation says.
  private static void simulation(ObjectNode node, Result result, Simulation simulation) {
    Simulation.Decode decode = simulation.decode();
    node.put("tokens", decode.tokens());
    node.put("tpot_p50_s", decode.times().medianPs() * PS);
    node.put("tpot_p99_s", decode.times().p99Ps() * PS);
    node.put("throughput_relative_confidence", decode.relativeConfidence());
    node.put("peak_batch", result.peakBatch());
    node.put("events", decode.effort().events());
    node.put("skipped_events", decode.effort().skippedEvents());
    ArrayNode agreement = node.putArray("agreement");
    for (Agreement figure : Agreement.of(result)) {
      agreement
          .addObject()
          .put("figure", figure.figure())
          .put("unit", figure.unit())
          .put("simulated", figure.simulated())
          .put("estimated", figure.estimated())
          .put("estimate_over_simulation", figure.ratio());
    }
    ArrayNode reasons = node.putArray("reasons");
    Agreement.reasons(result, simulation).forEach(reasons::add);
    ArrayNode loads = node.putArray("loads");
    for (Load load : decode.loads()) {
      loads
          .addObject()
          .put("resource", load.resource().name().toLowerCase(Locale.ROOT))
          .put("name", load.name())
          .put("utilisation", load.utilisation());
    }
  }

  private static void time(ArrayNode array, Estimate estimate) {
    for (Estimate.TimeShare share : estimate.time()) {
      array
          .addObject()
          .put("resource", share.resource().label())
          .put("batch1_s_per_token", share.seconds());
    }
  }

  private static void energy(ArrayNode array, Answer answer) {
    for (Estimate.EnergyShare share : answer.energy()) {
      array
          .addObject()
          .put("action", share.action().label())
          .put("joules_per_token", share.joulesPerToken());
    }
  }

  private static void actions(ObjectNode node, ActionCounts counts) {
    for (Action action : Action.counted()) {
      node.put(action.key(), counts.of(action));
    }
  }

  private static void chiplets(ArrayNode array, Dies dies, Answer answer) {
    for (Estimate.ChipletLoad load : answer.chiplets()) {
      array
          .addObject()
          .put("name", dies.name(load.chiplet()))
          .put("bytes_used", load.bytesUsed())
          .put("busy_s_per_token", load.busyS())
          .put("utilisation", load.utilisation())
          .put("utilisation_at_peak", load.utilisationAtPeak());
    }
  }

  private static void links(ArrayNode array, Answer answer) {
    for (Estimate.LinkLoad load : answer.links()) {
      array
          .addObject()
          .put("name", load.name())
          .put("bits_per_token", load.bitsPerToken())
          .put("utilisation", load.utilisation())
          .put("utilisation_at_peak", load.utilisationAtPeak());
    }
  }

  private static void ceilings(ArrayNode array, Answer answer) {
    for (Estimate.Ceiling ceiling : answer.ceilings()) {
      array
          .addObject()
          .put("resource", ceiling.resource().label())
          .put("name", ceiling.name())
          .put("throughput_tokens_per_s", ceiling.tokensPerS());
    }
  }

  private static void wall(ObjectNode node, BandwidthWall wall) {
    node.put("target_tokens_per_s", wall.tokensPerS());
    node.put("weight_stream_tb_s", wall.weightBytesPerS() / 1e12);
    node.put("activations_gbit_s_min", wall.activationBitsPerSMin() / 1e9);
    node.put("activations_gbit_s_max", wall.activationBitsPerSMax() / 1e9);
    node.put("kv_tb_s", wall.kvCacheBytesPerS() / 1e12);
  }

  private static void remedies(ArrayNode array, Result result) {
    for (Remedy remedy : result.remedies()) {
      ObjectNode node = array.addObject();
      node.put("change", remedy.change())
          .put("reaches_target", remedy.reaches())
          .put("peak_throughput_tokens_per_s", remedy.tokensPerS())
          .put("batch", remedy.batch())
          .put("bottleneck", remedy.limit().label());
      if (remedy.packageUsd() != null) {
        node.put("package_usd", remedy.packageUsd());
      }
      if (remedy.hostsUsd() != null) {
        node.put("hosts_usd", remedy.hostsUsd());
      }
      if (remedy.moreUsd() != null) {
        node.put("more_usd", remedy.moreUsd());
      }
    }
  }

  private static void programming(ObjectNode node, Programming once, double updatesPerDay) {
    node.put("stored_bits", once.bits());
    node.put("time_s", once.seconds());
    node.put("energy_j", once.joules());
    node.put("static_j", once.staticJ());
    ArrayNode stages = node.putArray("stages");
    for (Programming.StageShare share : once.stages()) {
      stages
          .addObject()
          .put("stage", share.stage().label())
          .put("time_s", share.seconds())
          .put("energy_j", share.joules());
    }
    if (once.endurance() != null) {
      node.put("cells", once.cells());
      node.put("updates", once.endurance());
      node.put("updates_per_day", updatesPerDay);
      node.put("years", once.years(updatesPerDay).orElseThrow());
    }
  }

  private static void provenance(ArrayNode array, Machine machine) {
    for (Provenance line : machine.provenance()) {
      array
          .addObject()
          .put("key", line.key())
          .put("value", line.number().value())
          .put("evidence", line.number().evidence().label())
          .put("low", line.number().interval().low())
          .put("high", line.number().interval().high())
          .put("source", line.number().source());
    }
  }
}

package org.cimlet.tensor.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cimlet.network.CompressedWeights;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The network's `config.json` with the key `quantization_config` in place of ours.
final class ExportedConfig {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ExportedConfig() {}

  static String of(
      ObjectNode original, Layout layout, List<StoredMatrix> matrices, List<String> ignored) {
    ObjectNode config = original.deepCopy();
    config.remove(CompressedWeights.KEY);
    ObjectNode said = config.putObject("quantization_config");
    said.put("quant_method", "compressed-tensors");
    said.put("format", layout.quantization());
    said.put("quantization_status", "compressed");
    said.putNull("kv_cache_scheme");
    ObjectNode groups = said.putObject("config_groups");
    SequencedMap<Integer, SequencedMap<String, StoredMatrix>> byScale = byScale(matrices);
    int index = 0;
    for (var one : byScale.entrySet()) {
      ObjectNode group = groups.putObject("group_" + index++);
      targets(group.putArray("targets"), one.getValue(), byScale.size() == 1);
      weights(group.putObject("weights"), one.getKey());
      group.putNull("input_activations");
      group.putNull("output_activations");
    }
    ignored.forEach(said.putArray("ignore")::add);
    if (layout == Layout.SPARSE_BITMASK) {
      sparsity(said.putObject("sparsity_config"), layout, matrices, ignored);
    }
    return PRETTY.writeValueAsString(config) + "\n";
  }

  /// By inputs that share a scale; 0 for a whole row.
  private static SequencedMap<Integer, SequencedMap<String, StoredMatrix>> byScale(
      List<StoredMatrix> matrices) {
    SequencedMap<Integer, SequencedMap<String, StoredMatrix>> found = new LinkedHashMap<>();
    for (StoredMatrix one : matrices) {
      int inputs = one.matrix().scalesPerRow() == 1 ? 0 : one.matrix().inputsPerScale();
      found.computeIfAbsent(inputs, key -> new LinkedHashMap<>()).put(one.module(), one);
    }
    return found;
  }

  private static void targets(
      ArrayNode targets, SequencedMap<String, StoredMatrix> modules, boolean all) {
    if (all) {
      targets.add("Linear");
    } else {
      modules.keySet().forEach(targets::add);
    }
  }

  private static void weights(ObjectNode weights, int inputsPerScale) {
    weights.put("num_bits", 8);
    weights.put("type", "int");
    weights.put("symmetric", true);
    weights.put("strategy", inputsPerScale == 0 ? "channel" : "group");
    if (inputsPerScale == 0) {
      weights.putNull("group_size");
    } else {
      weights.put("group_size", inputsPerScale);
    }
    weights.put("dynamic", false);
    weights.putNull("actorder");
    weights.putNull("block_structure");
    weights.put("observer", "minmax");
    weights.putObject("observer_kwargs");
  }

  private static void sparsity(
      ObjectNode said, Layout layout, List<StoredMatrix> matrices, List<String> ignored) {
    long all = 0;
    long kept = 0;
    ArrayNode dense = said.arrayNode();
    ignored.forEach(dense::add);
    for (StoredMatrix one : matrices) {
      if (one instanceof StoredMatrix.Bitmask bitmask) {
        all += (long) one.matrix().outputs() * one.matrix().inputs();
        kept += bitmask.count();
      } else {
        dense.add(one.module());
      }
    }
    said.put("format", layout.label());
    said.put("global_sparsity", all == 0 ? 0 : 1 - (double) kept / all);
    said.put("sparsity_structure", "unstructured");
    said.put("registry_requires_subclass", false);
    said.putArray("targets").add("Linear");
    said.set("ignore", dense);
  }
}

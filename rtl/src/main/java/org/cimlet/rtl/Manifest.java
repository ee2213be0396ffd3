package org.cimlet.rtl;

import java.util.List;
import java.util.Locale;
import org.cimlet.rtl.part.Design;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `manifest.json`: what was emitted for what, and what is predicted and measured of it.
final class Manifest {
  static final String NAME = "manifest.json";
  private static final double GIGA = 1e9;

  /// What synthesis came to.
  private static final String MEASURED = "measured";

  private Manifest() {}

  static String of(RtlJob job, List<String> files, int registers) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("schema", "cimlet.rtl/1");
    root.put("part", job.part().label());
    ObjectNode origin = root.putObject("machine");
    origin.put("name", job.origin().machine());
    origin.put("sha256", job.origin().sha256());
    root.put("cimlet", job.origin().version());
    parameters(root.putObject("parameters"), job);
    root.put("flip_flops", registers);
    ArrayNode predicted = root.putArray("predicted");
    for (Prediction prediction : job.predictions()) {
      ObjectNode node = predicted.addObject();
      node.put("of", prediction.of());
      node.put("gates", rounded(prediction.gates()));
      node.put("area_um2", rounded(prediction.areaUm2()));
      node.put("delay_ns", rounded(prediction.delayNs()));
      node.put("energy_fj", rounded(prediction.energyFj()));
    }
    root.putNull(MEASURED); // `make synthesize` puts it there
    ArrayNode names = root.putArray("files");
    files.forEach(names::add);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void parameters(ObjectNode node, RtlJob job) {
    Design design = job.design();
    node.put("group", design.group());
    node.put("kept", design.kept());
    node.put("columns", design.columns());
    node.put("rows", design.rows());
    node.put("weight_bits", design.weightBits());
    node.put("input_bits", design.inputBits());
    node.put("accumulator_bits", design.accumulatorBits());
    node.put("pipeline", design.pipeline());
    node.put("fast_decoder", design.fastDecoder());
    node.put("bit_serial", job.bitSerial());
    node.put("clock_ghz", job.origin().clockHz() / GIGA);
  }

  /// Four digits: more are not known.
  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
  }
}

package org.cimlet.machine;

import java.util.Locale;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.comb.CombShape.AdderCircuit;
import org.cimlet.technology.comb.FloatMacro;
import org.cimlet.technology.comb.RowAccess;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.FloatAlignment;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.SramCell;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The parts of a macro as written, turned into what the physics prices.
///
/// @param macro which has them, found right
record MacroParts(JsonNode macro) {

  /// The shape they give.
  CombShape shape() {
    int columns = count("inputs_per_row");
    int rows = count("rows");
    return new CombShape(
        columns,
        rows,
        datapath(columns),
        new AdderCircuit(
            ratio("energy_ratio"),
            ratio("area_ratio"),
            parts().path("tree").path("stages").asInt(1)),
        operands(),
        weightsChange(rows),
        cell(parts()),
        parts().has("rows_per_multiplier") ? new RowAccess.Selector(rows) : bitLines(rows),
        macro.path("zero_skipper").path("group").asInt(0));
  }

  /// Format of the macro's own words.
  MacroSpec.Format format() {
    return MacroSpec.Format.of(macro.path("format"));
  }

  /// How floating-point words are aligned.
  FloatAlignment alignment() {
    JsonNode alignment = macro.path("alignment");
    return new FloatAlignment(
        alignment.path("of").asString("").equals("products"),
        alignment.path("guard_bits").intValue());
  }

  /// A macro of floating-point words: the array stores them whole, the trees have their mantissas.
  FloatMacro floats(ProcessPoint at, Scaled cellUm2) {
    ObjectNode mantissas =
        whole((ObjectNode) macro, "weight_bits", alignment().weightBits(format().word()));
    mantissas = whole(mantissas, "input_bits", alignment().inputBits(format().word()));
    int slice = parts().path("weight_slice_bits").asInt(Integer.MAX_VALUE);
    int bits = mantissas.path("weight_bits").intValue();
    mantissas = whole(mantissas, "parts.weight_slice_bits", Math.min(slice, bits));
    return new FloatMacro(
        new CombMacro(shape(), at, cellUm2),
        new CombMacro(new MacroParts(mantissas).shape(), at, cellUm2),
        format().word(),
        alignment(),
        macro.path("alignment").path("outputs").asInt(1));
  }

  private static ObjectNode whole(ObjectNode node, String key, int value) {
    return Changes.put(node, key, node.numberNode(value));
  }

  /// Input vectors that a row meets, each with multipliers and adders of its own.
  int inputVectors() {
    return macro.path("input_vectors").asInt(1);
  }

  /// Whether operands are stated.
  boolean knowsOperands() {
    return parts().has("operands");
  }

  private RowAccess bitLines(int rows) {
    int onLine = parts().path("bitline_rows").intValue();
    return parts().has("column_mux")
        ? new RowAccess.BitLines(onLine, parts().path("column_mux").intValue())
        : RowAccess.BitLines.usual(onLine, rows);
  }

  /// The cell that parts name.
  static SramCell cell(JsonNode parts) {
    String label = parts.path("cell").stringValue();
    for (SramCell cell : SramCell.values()) {
      if (cell.label().equals(label)) {
        return cell;
      }
    }
    throw new IllegalStateException("unreachable: schema allows " + label);
  }

  private Datapath datapath(int columns) {
    JsonNode tree = parts().path("tree");
    JsonNode multiplier = parts().path("multiplier");
    int weightBits = count("weight_bits");
    int inputBits = count("input_bits");
    return new Datapath(
        tree.path("channels").asInt(columns),
        weightBits,
        parts().path("weight_slice_bits").asInt(weightBits),
        inputBits,
        multiplier.path("input_bits_per_cycle").asInt(inputBits),
        Multiplier.valueOf(multiplier.path("kind").stringValue().toUpperCase(Locale.ROOT)),
        tree.path("adders").asString("ripple").equals("compressor")
            ? Adders.COMPRESSOR
            : Adders.RIPPLE,
        tree.path("per").asString("word").equals("bit_column"),
        count("accumulator_bits"));
  }

  private double ratio(String key) {
    return parts().path("tree").path(key).path("value").asDouble(1);
  }

  private Operands operands() {
    return operands(parts(), count("input_bits"));
  }

  /// Operands as parts state them, else the usual ones.
  static Operands operands(JsonNode parts, int inputBits) {
    JsonNode operands = parts.path("operands");
    return operands.isObject()
        ? new Operands(words(operands, "input"), words(operands, "weight"))
        : Operands.usual(inputBits);
  }

  private static Operands.Words words(JsonNode operands, String kind) {
    double ones = operands.path(kind + "_ones").doubleValue();
    double zeros = operands.path(kind + "_zeros").asDouble(0);
    JsonNode toggles = operands.path(kind + "_toggles");
    return toggles.isMissingNode()
        ? Operands.Words.independent(ones, zeros)
        : new Operands.Words(ones, zeros, toggles.doubleValue());
  }

  private boolean weightsChange(int rows) {
    String usual = rows > 1 ? "each_multiply" : "each_tile";
    return parts().path("weights_change").asString(usual).equals("each_multiply");
  }

  private JsonNode parts() {
    return macro.path("parts");
  }

  private int count(String key) {
    return macro.path(key).intValue();
  }
}

package org.cimlet.report.html;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Linear;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Ranges;
import org.cimlet.report.html.page.Table;

/// The network's weight matrices, once for each distinct layer, then head and embedding.
record LinearTable(Program program) {

  void write(Markup out) {
    Table table =
        Table.open(
            out,
            "",
            "Linear",
            "#Outputs × inputs",
            "#Copies",
            "#Active",
            "#Weights",
            "#Share of all linears");
    long all = program.linearWeights() + program.headWeights();
    distinct()
        .forEach((block, layers) -> {
          heading(out, block, layers);
          for (Linear linear : block.linears()) {
            row(table, linear, layers.cardinality(), all);
          }
        });
    out.open("tr", "class", "group");
    out.element("th", "Outside the layers", "colspan", "6", "scope", "rowgroup").close();
    for (Linear linear : program.head().fusedLinears().getFirst().linears()) {
      row(table, linear, 1, all);
    }
    table
        .row("")
        .text(program.tiedHead() ? "embedding, the head's weights" : "embedding, on the host");
    table.text("").text("").text("").text(Si.grouped(program.embeddingWeights())).text("").endRow();
    table.close();
  }

  private Map<Block, BitSet> distinct() {
    Map<Block, BitSet> distinct = new LinkedHashMap<>();
    List<Block> layers = program.layers();
    for (int layer = 0; layer < layers.size(); layer++) {
      distinct.computeIfAbsent(layers.get(layer), block -> new BitSet()).set(layer);
    }
    return distinct;
  }

  private static void heading(Markup out, Block block, BitSet layers) {
    int count = layers.cardinality();
    String which = count == 1 ? "Layer " : Si.grouped(count) + " equal layers, ";
    out.open("tr", "class", "group");
    out.element(
        "th",
        which
            + Ranges.of(layers, layers.length())
            + ": "
            + Si.grouped(block.weights())
            + (count == 1 ? " weights" : " weights each"),
        "colspan",
        "6",
        "scope",
        "rowgroup");
    out.close();
  }

  private static void row(Table table, Linear linear, int layers, long all) {
    table
        .row("")
        .text(linear.name())
        .text(Si.grouped(linear.outputs()) + " × " + Si.grouped(linear.inputs()))
        .text(Si.grouped(linear.copies()))
        .text(Si.grouped(linear.activeCopies()))
        .text(Si.grouped(linear.weights()))
        .text(Wording.share((double) linear.weights() * layers / all))
        .endRow();
  }
}

package org.cimlet.report.html;

import java.util.List;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Table;
import org.cimlet.run.Result;

/// Every technology number with its evidence and source; switches hide kinds of evidence.
record ProvenanceTable(Result result) {

  void write(Markup out) {
    out.open("div", "class", "switch");
    for (Evidence evidence : Evidence.values()) {
      String word = evidence.label();
      out.open("label");
      out.empty("input", "type", "checkbox", "id", "show-" + word, "checked", "checked");
      out.open("span").text(word);
      out.element("b", " " + Si.grouped(count(evidence))).close().close();
    }
    out.close().line();
    of(out, result.plan().machine().name(), result.plan().machine().provenance(), true);
    for (GpuEstimate gpu : result.gpus()) {
      of(out, gpu.gpu().name(), gpu.gpu().provenance(), false);
    }
  }

  private long count(Evidence evidence) {
    long count = count(result.plan().machine().provenance(), evidence);
    for (GpuEstimate gpu : result.gpus()) {
      count += count(gpu.gpu().provenance(), evidence);
    }
    return count;
  }

  private static long count(List<Provenance> numbers, Evidence evidence) {
    return numbers.stream().filter(line -> line.number().evidence() == evidence).count();
  }

  private static void of(Markup out, String name, List<Provenance> numbers, boolean shown) {
    out.open("details", "open", shown ? "open" : "");
    out.open("summary").element("bdi", name);
    out.element("span", ", " + Wording.count(numbers.size(), "number")).close();
    Table table = Table.open(out, "sources", "Number", "#Value", "Evidence", "Source");
    for (Provenance line : numbers) {
      String word = line.number().evidence().label();
      table.row(word).begin();
      out.element("code", line.key());
      table.end().text(Wording.exact(line.number().value())).begin();
      out.element("span", word, "class", "tag " + word);
      table.end().text(line.number().source()).endRow();
    }
    table.close();
    out.close().line();
  }
}

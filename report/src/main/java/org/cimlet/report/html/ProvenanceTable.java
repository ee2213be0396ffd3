package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Si;
import org.cimlet.quantity.Sourced;
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
    List<Provenance> machine = result.plan().machine().provenance();
    of(out, result.plan().machine().name(), machine.stream().map(List::of).toList(), true);
    for (GpuEstimate gpu : result.gpus()) {
      of(out, gpu.gpu().name(), together(gpu.gpu().provenance()), false);
    }
  }

  /// Of the machine alone, as the terminal counts them.
  private long count(Evidence evidence) {
    return result.plan().machine().provenance().stream()
        .filter(line -> line.number().evidence() == evidence)
        .count();
  }

  private static void of(Markup out, String name, List<List<Provenance>> rows, boolean shown) {
    int numbers = rows.stream().mapToInt(List::size).sum();
    out.open("details", "open", shown ? "open" : "");
    out.open("summary").element("bdi", name);
    out.element("span", ", " + Wording.count(numbers, "number")).close();
    Table table = Table.open(out, "sources", "Number", "#Value", "Evidence", "Source");
    for (List<Provenance> alike : rows) {
      Sourced first = alike.getFirst().number();
      String word = first.evidence().label();
      table.row(word).begin();
      out.element("code", keys(alike));
      table.end().text(values(alike)).begin();
      out.element("span", word, "class", "tag " + word);
      table.end().text(first.source()).endRow();
    }
    table.close();
    out.close().line();
  }

  /// Neighbours of one mapping that have the same evidence, as laws that were fitted together do.
  private static List<List<Provenance>> together(List<Provenance> numbers) {
    List<List<Provenance>> groups = new ArrayList<>();
    for (Provenance line : numbers) {
      if (groups.isEmpty() || !areAlike(groups.getLast().getFirst(), line)) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(line);
    }
    return groups;
  }

  private static boolean areAlike(Provenance one, Provenance other) {
    return one.number().evidence() == other.number().evidence()
        && one.number().source().equals(other.number().source())
        && parent(one).equals(parent(other));
  }

  private static String parent(Provenance line) {
    return line.key().substring(0, line.key().lastIndexOf('.') + 1);
  }

  private static String keys(List<Provenance> alike) {
    return alike.getFirst().key()
        + alike.stream()
            .skip(1)
            .map(line -> ", " + line.key().substring(parent(line).length()))
            .collect(Collectors.joining());
  }

  private static String values(List<Provenance> alike) {
    return alike.stream()
        .map(line -> Wording.exact(line.number().value()))
        .collect(Collectors.joining(", "));
  }
}

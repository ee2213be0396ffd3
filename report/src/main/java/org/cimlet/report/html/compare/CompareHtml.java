package org.cimlet.report.html.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cimlet.report.facts.CompareRow;
import org.cimlet.report.facts.CompareWords;
import org.cimlet.report.facts.VerdictWords;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.PageFrame;
import org.cimlet.report.html.page.Table;
import org.cimlet.run.Candidate;
import org.cimlet.run.Comparison;

/// A comparison as people look at it: a table with what differs first, what explains it, and the
/// parts of a token's time and energy as bars.
public final class CompareHtml {
  private final Comparison comparison;
  private final CompareWords words;
  private final String command;
  private final Markup out = new Markup();

  private CompareHtml(Comparison comparison, String command) {
    this.comparison = comparison;
    this.words = new CompareWords(comparison);
    this.command = command;
  }

  /// The whole file.
  ///
  /// @param command how it was made, for its foot
  public static String of(Comparison comparison, String command) {
    return new CompareHtml(comparison, command).page();
  }

  private String page() {
    int systems = comparison.candidates().size();
    PageFrame.open(out, systems + " systems compared");
    out.open("header");
    out.element("p", "Cimlet comparison", "class", "kind");
    out.element("h1", systems + " systems compared");
    out.open("ol", "class", "letters");
    for (int i = 0; i < systems; i++) {
      out.open("li").element("b", CompareWords.letter(i));
      out.element("bdi", " " + words.name(i)).close();
    }
    out.close().close().line();
    List<CompareRow> rows = words.rows();
    section("differences", "What differs");
    table(rows.stream().filter(CompareRow::differs).toList());
    end();
    section("reasons", "What explains it");
    for (int i = 1; i < systems; i++) {
      out.element("p", words.speed(i), "class", "finding");
      if (!words.energy(i).isEmpty()) {
        out.element("p", words.energy(i), "class", "finding");
      }
    }
    bars("time", "TPOT at batch 1 by resource", "s", Candidate::time);
    bars("energy", "Energy per token at the batch by action", "J", Candidate::energy);
    end();
    section("verdict", "In words");
    for (int i = 1; i < systems; i++) {
      out.element("p", words.verdict(i), "class", "finding");
    }
    out.element("p", VerdictWords.costs(), "class", "caption");
    end();
    section("same", "The same in all");
    Table same = Table.open(out, "facts", "", "");
    for (CompareRow row : rows) {
      if (!row.differs()) {
        same.row("").text(row.label()).text(row.cells().getFirst()).endRow();
      }
    }
    same.close();
    end();
    out.open("footer").text("Written by Cimlet.");
    out.element("p", command, "class", "origin").close();
    return PageFrame.close(out);
  }

  private void table(List<CompareRow> rows) {
    if (rows.isEmpty()) {
      out.element("p", "Nothing.");
      return;
    }
    List<String> headings = new ArrayList<>(List.of(""));
    words.letters().forEach(letter -> headings.add("#" + letter));
    Table table = Table.open(out, "differences", headings.toArray(String[]::new));
    for (CompareRow row : rows) {
      table.row("").text(row.label());
      row.cells().forEach(table::text);
      table.endRow();
    }
    table.close();
  }

  private void bars(
      String plot, String title, String unit, Function<Candidate, List<Candidate.Part>> parts) {
    List<StackedBars.Bar> bars = new ArrayList<>();
    for (int i = 0; i < comparison.candidates().size(); i++) {
      bars.add(
          new StackedBars.Bar(CompareWords.letter(i), parts.apply(comparison.candidates().get(i))));
    }
    out.element("h3", title);
    out.open("figure");
    new StackedBars(plot, title, unit, bars).draw(out);
    out.close();
  }

  private void section(String id, String title) {
    out.open("section", "id", id).element("h2", title);
  }

  private void end() {
    out.close().line();
  }
}

package org.cimlet.report.html.explore;

import java.util.Locale;
import java.util.stream.Collectors;
import org.cimlet.explore.Explored;
import org.cimlet.explore.space.Space;
import org.cimlet.quantity.Si;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.PageFrame;
import org.cimlet.run.Version;

/// An exploration as one HTML file that needs nothing else: the front for any two objectives,
/// everything that varies, main effects, how the front grew, what was refused, and the front as a
/// table with the command that takes a design out.
public final class ExploreHtml {
  private static final String STYLE = PageFrame.style() + PageFrame.resource("explore/explore.css");
  private static final String SCRIPT = PageFrame.resource("explore/explore.js");

  private ExploreHtml() {}

  /// The whole file.
  public static String of(Explored explored) {
    Space space = explored.space();
    Markup out = new Markup();
    PageFrame.open(out, space.name() + ", explored", STYLE, SCRIPT);
    out.open("header");
    out.element("p", "Exploration", "class", "kind");
    out.element("h1", space.name());
    out.element("p", wanted(space), "class", "summary");
    out.element(
        "p",
        "%s designs, %s"
            .formatted(
                Si.grouped(space.size()), space.search().method().name().toLowerCase(Locale.ROOT)),
        "class",
        "scenario");
    out.element(
        "noscript",
        "The pictures need a browser that runs this page's script. front.csv has the front.");
    out.close().line();
    out.open("footer").text("Written by Cimlet. Figures are those of ");
    out.element("code", "cimlet run");
    out.text(", rounded to six digits; front.json and the rows in parts have every digit.");
    out.element(
        "p",
        "Cimlet %s: cimlet explore space.yaml, with the space.yaml of the same folder; SHA-256 of it and all that it names %s"
            .formatted(Version.NUMBER, space.identity()),
        "class",
        "origin");
    out.close();
    out.close().line();
    out.resource("script", ExploreData.json(explored), "type", "application/json", "id", "data");
    out.line();
    out.resource("script", SCRIPT).close().close();
    return "<!DOCTYPE html>\n" + out + "\n";
  }

  private static String wanted(Space space) {
    String objectives =
        space.objectives().stream().map(Object::toString).collect(Collectors.joining(", "));
    return objectives.substring(0, 1).toUpperCase(Locale.ROOT) + objectives.substring(1) + ".";
  }
}

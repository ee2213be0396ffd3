package org.cimlet.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.report.html.page.PageFrame;

/// The plots of a page as files of their own: SVG with its fonts and colours inside, on white, that
/// editors and converters to PDF take. A drawing with several ways of colouring becomes a file for
/// each.
public final class PlotFiles {
  private static final Pattern PLOT =
      Pattern.compile(
          "(?s)<svg xmlns=\"[^\"]*\" viewBox=\"0 0 ([0-9.]+) ([0-9.]+)\" data-plot=\"([a-z-]+)\""
              + "[^>]*aria-label=\"([^\"]*)\">(.*?)</svg>");
  private static final Pattern VIEW = Pattern.compile(" id=\"view-([a-z]+)\"");
  private static final Pattern COLOUR = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{3,6})");
  private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)}");
  private static final Pattern USE = Pattern.compile("var\\(--([a-z0-9-]+)\\)");

  private PlotFiles() {}

  /// @param html a page of ours
  /// @return contents by file name
  public static Map<String, String> of(String html) {
    Map<String, String> files = new LinkedHashMap<>();
    List<String> views = VIEW.matcher(html).results().map(found -> found.group(1)).toList();
    String style = style();
    Matcher plot = PLOT.matcher(html);
    while (plot.find()) {
      String name = plot.group(3);
      if (plot.group(5).contains("class=\"view ")) {
        for (String view : views) {
          String shown = style + "." + "view-" + view + "{display:inline}";
          if (view.equals("links")) {
            shown += wires(style);
          }
          files.put(name + "-" + view + ".svg", file(plot, shown));
        }
      } else {
        files.put(name + ".svg", file(plot, style));
      }
    }
    return files;
  }

  private static String file(Matcher plot, String style) {
    String size = "width=\"%s\" height=\"%s\"".formatted(plot.group(1), plot.group(2));
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 %s %s" %s>
    <title>%s</title>
    <style>%s</style>
    <rect x="-4" y="-4" width="100%%" height="100%%" fill="#fff"/>
    %s
    </svg>
    """
        .formatted(
            Double.parseDouble(plot.group(1)) + 8,
            Double.parseDouble(plot.group(2)) + 8,
            size,
            plot.group(4),
            style,
            plot.group(5));
  }

  /// The rules of the page that shapes have, with its light colours written out.
  private static String style() {
    String css = PageFrame.style();
    Map<String, String> colours = new LinkedHashMap<>();
    Matcher colour = COLOUR.matcher(css.substring(0, css.indexOf('}')));
    while (colour.find()) {
      colours.put(colour.group(1), colour.group(2));
    }
    StringBuilder style =
        new StringBuilder(
            "svg{font:12px \"Liberation Sans\",Arial,Helvetica,sans-serif;"
                + "font-variant-numeric:tabular-nums}");
    // what follows is for other media
    String rules =
        css.substring(css.indexOf('}') + 1, css.lastIndexOf("@media (max-width: 900px)"));
    Matcher rule = RULE.matcher(rules.replaceAll("(?s)@media[^{]*\\{.*?\\n}", ""));
    while (rule.find()) {
      String selector = rule.group(1).strip();
      if (isOfShapes(selector)) {
        style
            .append(selector)
            .append('{')
            .append(
                USE.matcher(rule.group(2).strip())
                    .replaceAll(use -> colours.getOrDefault(use.group(1), "#000")))
            .append('}');
      }
    }
    return style.toString();
  }

  private static boolean isOfShapes(String selector) {
    return !selector.contains(":")
        && !selector.contains("@")
        && !selector.contains("table")
        && !selector.equals("svg")
        && selector.matches(
            "(?s).*(svg |^\\.(tick|grid|c[0-4]|s[0-9]|h[0-9]|t[0-4]|band|mid|substrate|die|spare|value"
                + "|view|wire|hit|flow|rest|ruler|roof|spot|join|leader|bar|needed|need-name|supply"
                + "|strip)\\b|^g\\.curve|^rect\\.).*");
  }

  /// Wires take their colours where they are what is shown.
  private static String wires(String style) {
    StringBuilder wires = new StringBuilder();
    Matcher fill = Pattern.compile("\\.t([0-4])\\{fill: (#[0-9a-f]+);?}").matcher(style);
    while (fill.find()) {
      wires.append(".wire .t%s{stroke:%s}".formatted(fill.group(1), fill.group(2)));
    }
    return wires.toString();
  }
}

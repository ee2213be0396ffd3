package org.cimlet.cli.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.explore.FrontEvents;
import org.cimlet.explore.FrontReport;
import org.cimlet.explore.FrontUncertainty;
import org.cimlet.explore.Standing;
import org.cimlet.explore.space.Axis;
import org.cimlet.explore.space.Space;
import org.cimlet.quantity.Si;

/// A space's size, and its front, for people.
final class FrontText {
  private static final int SHOWN = 20;
  private static final int REASONS = 4;

  private FrontText() {}

  /// What a space is: its axes and some designs, evenly apart.
  static String size(Space space, int samples) {
    StringBuilder text = new StringBuilder();
    text.append("\n  %s: %s designs\n".formatted(space.name(), Si.grouped(space.size())));
    for (Axis axis : space.axes()) {
      text.append("    %5s  %s\n".formatted(axis.levels().size(), String.join(" + ", axis.keys())));
    }
    text.append(
        "\n  Designs answered: %s, %s\n"
            .formatted(
                Si.grouped(space.search().evaluations()),
                space.search().method().name().toLowerCase(Locale.ROOT)));
    for (int i = 0; i < samples; i++) {
      long design = samples == 1 ? 0 : (space.size() - 1) / (samples - 1) * i;
      List<String> words = space.words(space.levels(design));
      List<String> parts = new ArrayList<>();
      for (int key = 0; key < words.size(); key++) {
        parts.add(shortened(space.keys().get(key)) + "=" + words.get(key));
      }
      text.append("\n  Design %s\n    %s\n".formatted(design, String.join("\n    ", parts)));
    }
    return text.toString();
  }

  static String of(FrontReport report, double seconds) {
    Standing standing = report.standing();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "\n  %s: %s of %s designs in %.1f s, %s a second\n",
            report.space().name(),
            Si.grouped(standing.designs()),
            Si.grouped(report.space().size()),
            seconds,
            Si.grouped(Math.round(standing.designs() / Math.max(1e-9, seconds)))));
    line(text, "excluded", standing.excluded(), "by where");
    line(
        text,
        "refused",
        standing.allRefused(),
        ExploreCommand.refusals(standing.refused(), REASONS));
    line(text, "over a limit", standing.overLimit(), "");
    line(text, "on the front", report.members().size(), objectives(report.space()));
    if (report.members().isEmpty()) {
      return text + "\n  No design is on the front; see what refused them, or loosen the limits\n";
    }
    table(text, report);
    uncertainty(text, report);
    events(text, report);
    text.append("\n  Take one out: cimlet explore SPACE --design N --out machine.yaml\n");
    return text.toString();
  }

  private static void uncertainty(StringBuilder text, FrontReport report) {
    FrontUncertainty uncertainty = report.uncertainty();
    if (uncertainty == null) {
      return;
    }
    text.append(
        "\n  How far they move, over %s machines drawn for each (5 to 95 %% of its median)\n"
            .formatted(Si.grouped(uncertainty.samples())));
    for (Space.Objective wanted : report.space().objectives()) {
      int metric = report.metrics().indexOf(wanted.metric().toString());
      double low = 0;
      double high = 0;
      int known = 0;
      for (FrontUncertainty.Spread spread : uncertainty.spreads().values()) {
        if (metric < spread.ranges().size() && spread.ranges().get(metric).median() > 0) {
          FrontUncertainty.Range range = spread.ranges().get(metric);
          low += range.low() / range.median();
          high += range.high() / range.median();
          known++;
        }
      }
      if (known > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "    %-32s x %.2f to %.2f\n",
                wanted.metric(),
                low / known,
                high / known));
      }
    }
    long alike =
        uncertainty.spreads().values().stream().filter(spread -> !spread.alike().isEmpty()).count();
    text.append(
        "    %s of %s designs cannot be distinguished from at least one other\n"
            .formatted(alike, report.members().size()));
  }

  private static void events(StringBuilder text, FrontReport report) {
    FrontEvents events = report.events();
    if (events == null) {
      return;
    }
    text.append(
        "\n  %s of them event by event (%s tokens each): rank agreement with the closed form, Kendall's tau\n"
            .formatted(events.answers().size(), Si.grouped(events.tokens())));
    events
        .agreement()
        .forEach((metric, tau) ->
            text.append(
                tau.isNaN()
                    ? "    %-32s all alike\n".formatted(metric)
                    : String.format(Locale.ROOT, "    %-32s %.3f\n", metric, tau)));
    text.append(
        events.leaving().isEmpty()
            ? "    All stay on the front\n"
            : "    Another of them is better in all: %s\n"
                .formatted(
                    String.join(", ", events.leaving().stream().map(Object::toString).toList())));
  }

  private static void line(StringBuilder text, String what, long count, String how) {
    if (count > 0 || what.equals("on the front")) {
      text.append(
          "    %-14s %12s%s\n".formatted(what, Si.grouped(count), how.isEmpty() ? "" : "  " + how));
    }
  }

  private static String objectives(Space space) {
    return String.join(", ", space.objectives().stream().map(Object::toString).toList());
  }

  private static void table(StringBuilder text, FrontReport report) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("design"));
    report.space().objectives().forEach(wanted -> header.add(wanted.metric().toString()));
    report.space().keys().forEach(key -> header.add(shortened(key)));
    rows.add(header);
    int shown = Math.min(SHOWN, report.members().size());
    for (int i = 0; i < shown; i++) {
      FrontReport.Member member =
          report
              .members()
              .get((int) ((long) i * (report.members().size() - 1) / Math.max(1, shown - 1)));
      List<String> row = new ArrayList<>(List.of(Long.toString(member.design())));
      report
          .space()
          .objectives()
          .forEach(wanted ->
              row.add(
                  String.format(
                      Locale.ROOT,
                      "%.4g",
                      member.values().get(report.metrics().indexOf(wanted.metric().toString())))));
      row.addAll(member.words());
      rows.add(row);
    }
    text.append(
        shown < report.members().size()
            ? "\n  The front, %s of its designs, by the first objective\n".formatted(shown)
            : "\n  The front, by the first objective\n");
    int[] widths = new int[header.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("   ");
      for (int i = 0; i < widths.length; i++) {
        line.append(' ').append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 1));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  /// The last two words of a key's path.
  private static String shortened(String key) {
    String[] parts = key.split("\\.", -1);
    return parts.length < 3 ? key : parts[parts.length - 2] + "." + parts[parts.length - 1];
  }
}

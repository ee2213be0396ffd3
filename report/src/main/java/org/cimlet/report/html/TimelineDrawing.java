package org.cimlet.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cimlet.plan.Resource;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.facts.Wording;
import org.cimlet.report.html.page.HeatScale;
import org.cimlet.report.html.page.LabelPlacer;
import org.cimlet.report.html.page.Markup;
import org.cimlet.report.html.page.Svg;
import org.cimlet.report.html.page.Svg.Anchor;
import org.cimlet.simulate.Timeline;

/// How busy every part was in each piece of a window of time: time runs to the right, a line for
/// each part, white where it waits.
///
/// Of many chiplets, successive ones share a line that shows the busiest of them; of the links
/// between chiplets only the busiest are drawn.
final class TimelineDrawing {
  private static final double PS = 1e-12;
  private static final double LEFT = 118;
  private static final double RIGHT = 52;
  private static final double TOP = 24;
  private static final double ROW = 13;
  private static final double GAP = 9;
  private static final double LEAST_BAND_FOR_WORD = 34;

  /// Room for names that run upwards, where steps are too short for them.
  private static final double UPWARDS = 76;

  private static final double UPWARDS_SPACING = 13;
  static final int MOST_CHIPLET_ROWS = 40;
  private static final int MOST_LINKS = 8;
  private static final int MOST_HOST_LINKS = 8;
  private static final int FONT = 11;

  private final Timeline timeline;
  private final String name;
  private final String label;
  private final HeatScale scale = HeatScale.utilisation();
  private final double binWidth;
  private final List<Timeline.Band> narrow;
  private final double top;

  /// @param name of the plot
  /// @param label what it shows, for those who cannot see it
  TimelineDrawing(Timeline timeline, String name, String label) {
    this.timeline = timeline;
    this.name = name;
    this.label = label;
    binWidth = (Svg.WIDTH - LEFT - RIGHT) / timeline.bins();
    narrow = timeline.bands().stream().filter(band -> isOfSteps() && !hasRoom(band)).toList();
    top = narrow.isEmpty() ? TOP : TOP + UPWARDS;
  }

  /// One line of the drawing.
  ///
  /// @param tracks that share it
  private record Row(String name, List<Integer> tracks) {}

  void draw(Markup out) {
    List<List<Row>> blocks = new ArrayList<>();
    blocks.add(each(Resource.HOST_COMPUTE, Resource.HOST_MEMORY, Resource.WEIGHT_MEMORY));
    blocks.add(busiest(MOST_HOST_LINKS, Resource.HOST_LINK));
    blocks.add(dies());
    blocks.add(busiest(MOST_LINKS, Resource.CHIPLET_LINK));
    blocks.removeIf(List::isEmpty);
    int rows = blocks.stream().mapToInt(List::size).sum();
    double height = top + rows * ROW + (blocks.size() - 1) * GAP + 26;
    Svg svg = Svg.open(out, name, label, height);
    bands(svg, height - 26);
    double y = top;
    for (List<Row> block : blocks) {
      for (Row row : block) {
        row(svg, row, y);
        y += ROW;
      }
      y += GAP;
    }
    axis(svg, height - 26);
    svg.close();
  }

  private List<Row> each(Resource... kinds) {
    List<Row> rows = new ArrayList<>();
    for (int track = 0; track < timeline.tracks().size(); track++) {
      Timeline.Track at = timeline.tracks().get(track);
      if (List.of(kinds).contains(at.resource())) {
        rows.add(new Row(at.name() + " " + what(at.resource()), List.of(track)));
      }
    }
    return rows;
  }

  private static String what(Resource ofHost) {
    return switch (ofHost) {
      case HOST_COMPUTE -> "compute";
      case HOST_MEMORY -> "memory";
      default -> "weights";
    };
  }

  private List<Row> busiest(int most, Resource kind) {
    List<Integer> tracks = new ArrayList<>();
    for (int track = 0; track < timeline.tracks().size(); track++) {
      if (timeline.tracks().get(track).resource() == kind && timeline.share(track) > 0) {
        tracks.add(track);
      }
    }
    // Sorting is stable, so that equally busy links stay in the order of their numbers.
    tracks.sort((a, b) -> Double.compare(timeline.share(b), timeline.share(a)));
    return tracks.stream()
        .limit(most)
        .sorted()
        .map(track -> new Row(arrow(timeline.tracks().get(track).name()), List.of(track)))
        .toList();
  }

  private static String arrow(String link) {
    return link.replace("chiplet", "").replace(">", " → ");
  }

  /// Chiplets by their macros, then dies of other kinds by what they do.
  private List<Row> dies() {
    List<Row> rows = new ArrayList<>(dies(of(Resource.MACROS, true)));
    for (Resource use : new Resource[] {Resource.MACROS, Resource.ATTENTION_MEMORY}) {
      List<Integer> others = of(use, false);
      if (others.stream().anyMatch(track -> timeline.share(track) > 0)) {
        rows.addAll(dies(others));
      }
    }
    return rows;
  }

  /// @param ofChiplets whether those named `chiplet` are meant, or those of other kinds
  private List<Integer> of(Resource resource, boolean ofChiplets) {
    return IntStream.range(0, timeline.tracks().size())
        .filter(track -> timeline.tracks().get(track).resource() == resource)
        .filter(track -> kind(track).equals("chiplet") == ofChiplets)
        .boxed()
        .toList();
  }

  /// Without its number.
  private String kind(int track) {
    return timeline.tracks().get(track).name().replaceFirst("-?[0-9]+$", "");
  }

  private String number(int track) {
    return timeline.tracks().get(track).name().replaceFirst(".*?([0-9]+)$", "$1");
  }

  private List<Row> dies(List<Integer> tracks) {
    List<Integer> working = tracks.stream().filter(track -> timeline.share(track) > 0).toList();
    if (working.size() < tracks.size() && working.size() <= MOST_CHIPLET_ROWS) {
      return some(working, tracks.size() - working.size());
    }
    int together = Math.ceilDiv(tracks.size(), MOST_CHIPLET_ROWS);
    List<Row> rows = new ArrayList<>();
    for (int first = 0; first < tracks.size(); first += together) {
      List<Integer> shared = tracks.subList(first, Math.min(first + together, tracks.size()));
      String word = kind(shared.getFirst());
      rows.add(
          new Row(
              shared.size() == 1
                  ? "%s %s".formatted(word, number(shared.getFirst()))
                  : "%ss %s to %s"
                      .formatted(word, number(shared.getFirst()), number(shared.getLast())),
              shared));
    }
    return rows;
  }

  /// Those that work, and one line for the others.
  private List<Row> some(List<Integer> working, int others) {
    List<Row> rows = new ArrayList<>();
    for (int track : working) {
      rows.add(new Row("%s %s".formatted(kind(track), number(track)), List.of(track)));
    }
    rows.add(new Row(Wording.count(others, working.isEmpty() ? "chiplet" : "other"), List.of()));
    return rows;
  }

  private double share(Row row, int bin) {
    double most = 0;
    for (int track : row.tracks()) {
      most = Math.max(most, timeline.share(track, bin));
    }
    return Math.min(1, most);
  }

  private void row(Svg svg, Row row, double y) {
    double mean = 0;
    for (int bin = 0; bin < timeline.bins(); bin++) {
      mean += share(row, bin) / timeline.bins();
    }
    svg.text("tick", Anchor.END, LEFT - 8, y + ROW - 3, row.name());
    svg.group("track", "%s\nbusy %s of this window".formatted(row.name(), Wording.percent(mean)));
    svg.rect("rest", LEFT, y + 1, Svg.WIDTH - LEFT - RIGHT, ROW - 2);
    int bin = 0;
    while (bin < timeline.bins()) {
      double share = share(row, bin);
      int end = bin + 1;
      while (end < timeline.bins() && step(share(row, end)) == step(share)) {
        end++;
      }
      if (share > 0) {
        double x = LEFT + bin * binWidth;
        svg.rect(scale.css(step(share)), x, y + 1, (end - bin) * binWidth, ROW - 2);
      }
      bin = end;
    }
    svg.end();
    svg.text("tick", Anchor.START, Svg.WIDTH - RIGHT + 8, y + ROW - 3, Wording.percent(mean));
  }

  private int step(double share) {
    return share == 0 ? -1 : scale.step(share);
  }

  private void bands(Svg svg, double bottom) {
    int layer = Integer.MIN_VALUE;
    for (Timeline.Band band : timeline.bands()) {
      boolean begins = isOfSteps() || band.layer() != layer;
      layer = band.layer();
      if (!begins) {
        continue;
      }
      double x = x(band.fromPs());
      svg.line("grid", x, top - 6, x, bottom);
      if (isOfSteps() && hasRoom(band)) {
        svg.text("small", Anchor.START, x + 3, top - 9, band.name());
      }
    }
    upwards(svg);
  }

  /// Names of steps too short for them, pushed apart, each with a line to its step.
  private void upwards(Svg svg) {
    double[] middles =
        narrow.stream().mapToDouble(band -> (x(band.fromPs()) + x(band.toPs())) / 2).toArray();
    double[] free = LabelPlacer.spread(middles, UPWARDS_SPACING, LEFT + 6, Svg.WIDTH - UPWARDS / 2);
    for (int i = 0; i < free.length; i++) {
      svg.path(
          "leader",
          new Svg.Path()
              .move(middles[i], top - 4)
              .line(middles[i], top - 9)
              .line(free[i], top - 20));
      svg.turned("small", free[i] + 3, top - 23, -60, Lines.shorten(narrow.get(i).name(), 16));
    }
  }

  private double x(long atPs) {
    double perPs = (Svg.WIDTH - LEFT - RIGHT) / (timeline.toPs() - timeline.fromPs());
    return LEFT + (atPs - timeline.fromPs()) * perPs;
  }

  /// Whether bands are steps of one layer; else they are layers.
  private boolean isOfSteps() {
    return timeline.bands().getFirst().layer() == timeline.bands().getLast().layer();
  }

  private boolean hasRoom(Timeline.Band band) {
    double width = x(band.toPs()) - x(band.fromPs());
    return width > Math.max(LEAST_BAND_FOR_WORD, Svg.textWidth(band.name(), FONT));
  }

  private void axis(Svg svg, double y) {
    double width = Svg.WIDTH - LEFT - RIGHT;
    double windowS = (timeline.toPs() - timeline.fromPs()) * PS;
    svg.line("grid", LEFT, y, LEFT + width, y);
    for (int quarter = 0; quarter <= 4; quarter++) {
      double x = LEFT + width * quarter / 4;
      svg.line("grid", x, y, x, y + 4);
      Anchor anchor = quarter == 0 ? Anchor.START : quarter == 4 ? Anchor.END : Anchor.MIDDLE;
      String at = quarter == 0 ? "0" : CurveChart.tick(windowS * quarter / 4, "s");
      svg.text("tick", anchor, x, y + 17, at);
    }
    svg.text("tick", Anchor.START, Svg.WIDTH - RIGHT + 8, top - 9, "busy");
  }
}

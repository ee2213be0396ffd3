package org.cimlet.explore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.document.Document;
import org.cimlet.explore.space.Space;
import tools.jackson.databind.JsonNode;

/// What `front.json` says of a front that its rows do not: how it grew, how far its designs move.
///
/// @param best of each objective that was met, as the metric has it; not a number where unknown
/// @param reference of each objective, likewise
/// @param growth the front after more and more designs; empty where the file does not say
/// @param intervals of designs, by their numbers; empty where none were drawn
/// @param events what the simulation says of designs; nothing where it was not asked
@SuppressWarnings("ArrayRecordComponent") // never changed once made
public record FrontFile(
    double[] best,
    double[] reference,
    List<Step> growth,
    Map<Long, Interval> intervals,
    Events events) {
  /// Copies the collections.
  public FrontFile {
    growth = List.copyOf(growth);
    intervals = Map.copyOf(intervals);
  }

  /// The front after so many designs.
  ///
  /// @param share of the box from the best to the reference that it dominates
  public record Step(long designs, int front, double share) {}

  /// How far a design moves with the numbers of its machine.
  ///
  /// @param low 5 % of the samples lie below, metric by metric; not a number where unknown
  /// @param high 5 % of the samples lie above
  /// @param alike designs that cannot be told from it
  public record Interval(double[] low, double[] high, List<Long> alike) {
    /// Copies the list.
    public Interval {
      alike = List.copyOf(alike);
    }
  }

  /// Designs of the front that were answered event by event.
  ///
  /// @param tokens simulated for each
  /// @param agreement Kendall's tau of both engines' ranks, by the metric's word
  /// @param leaving designs that another of them beats by events
  /// @param answers figures of each design by its number, metric by metric; not a number where the
  ///   simulation has none
  public record Events(
      int tokens, Map<String, Double> agreement, List<Long> leaving, Map<Long, double[]> answers) {
    /// Copies the collections.
    public Events {
      agreement = Collections.unmodifiableMap(new LinkedHashMap<>(agreement));
      leaving = List.copyOf(leaving);
      answers = Map.copyOf(answers);
    }
  }

  static FrontFile read(Path file, Columns columns) {
    JsonNode root = Document.readLarge(file).root();
    JsonNode volume = root.path("hypervolume");
    List<Step> growth = new ArrayList<>();
    for (JsonNode step : volume.path("history")) {
      growth.add(
          new Step(
              step.path("designs").asLong(0),
              step.path("front").asInt(0),
              step.path("share").asDouble(0)));
    }
    Map<Long, Interval> intervals = new HashMap<>();
    Map<Long, double[]> answers = new HashMap<>();
    for (JsonNode member : root.path("front")) {
      JsonNode drawn = member.path("intervals");
      if (drawn.isObject()) {
        List<Long> alike = new ArrayList<>();
        member.path("alike").forEach(other -> alike.add(other.asLong(0)));
        intervals.put(
            member.path("design").asLong(0),
            new Interval(ends(drawn, columns, 0), ends(drawn, columns, 2), alike));
      }
      if (member.path("events").isObject()) {
        answers.put(
            member.path("design").asLong(0),
            columns.metrics().stream()
                .mapToDouble(
                    metric -> member.path("events").path(metric.toString()).asDouble(Double.NaN))
                .toArray());
      }
    }
    return new FrontFile(
        objectives(volume.path("best"), columns.space()),
        objectives(volume.path("reference"), columns.space()),
        growth,
        intervals,
        events(root.path("events"), answers));
  }

  private static Events events(JsonNode node, Map<Long, double[]> answers) {
    Map<String, Double> agreement = new LinkedHashMap<>();
    node.path("rank_agreement")
        .properties()
        .forEach(tau -> agreement.put(tau.getKey(), tau.getValue().asDouble(Double.NaN)));
    List<Long> leaving = new ArrayList<>();
    node.path("leave_the_front").forEach(design -> leaving.add(design.asLong(0)));
    return new Events(node.path("tokens").asInt(0), agreement, leaving, answers);
  }

  private static double[] objectives(JsonNode node, Space space) {
    return space.objectives().stream()
        .mapToDouble(wanted -> node.path(wanted.metric().toString()).asDouble(Double.NaN))
        .toArray();
  }

  /// One end of each metric's interval: low, median, high.
  private static double[] ends(JsonNode drawn, Columns columns, int at) {
    double[] ends = new double[columns.metrics().size()];
    Arrays.setAll(
        ends,
        metric ->
            drawn.path(columns.metrics().get(metric).toString()).path(at).asDouble(Double.NaN));
    return ends;
  }
}

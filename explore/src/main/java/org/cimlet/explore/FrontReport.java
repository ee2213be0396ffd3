package org.cimlet.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.explore.space.Metric;
import org.cimlet.explore.space.Space;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What came of an exploration: counts, the front, and what was found out about it.
///
/// @param space that was explored
/// @param standing what became of its designs
/// @param metrics names of the columns of every member's `values`
/// @param members of the front, by the first objective, the best first
/// @param growth how the front grew
/// @param uncertainty how far its designs move; null where the space does not ask
/// @param events its designs event by event; null where the space does not ask
public record FrontReport(
    Space space,
    Standing standing,
    List<String> metrics,
    List<Member> members,
    Growth growth,
    @Nullable FrontUncertainty uncertainty,
    @Nullable FrontEvents events) {
  /// Copies the lists.
  public FrontReport {
    metrics = List.copyOf(metrics);
    members = List.copyOf(members);
  }

  /// A design on the front.
  ///
  /// @param design its number
  /// @param words what its keys take, in the order of the space's keys
  /// @param values its metrics
  public record Member(long design, List<String> words, List<Double> values) {
    /// Copies the lists.
    public Member {
      words = List.copyOf(words);
      values = List.copyOf(values);
    }
  }

  /// The rows of a front by the first objective, the best first.
  static List<Row> sorted(Columns columns, List<Row> rows) {
    return rows.stream()
        .sorted(
            Comparator.<Row>comparingDouble(row -> columns.costs(row)[0])
                .thenComparingLong(Row::design))
        .toList();
  }

  /// @param rows by the first objective
  static FrontReport of(
      Space space,
      Standing standing,
      Columns columns,
      List<Row> rows,
      Growth growth,
      @Nullable FrontUncertainty uncertainty,
      @Nullable FrontEvents events) {
    List<Member> members = new ArrayList<>();
    for (Row row : rows) {
      List<Double> values = new ArrayList<>();
      for (double value : row.metrics()) {
        values.add(value);
      }
      members.add(new Member(row.design(), space.words(space.levels(row.design())), values));
    }
    return new FrontReport(
        space,
        standing,
        columns.metrics().stream().map(Object::toString).toList(),
        members,
        growth,
        uncertainty,
        events);
  }

  /// As scripts read it.
  public String json() {
    JsonMapper mapper = new JsonMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("schema", "cimlet.front/1");
    root.put("space", space.name());
    root.put("space_sha256", space.identity());
    root.put("written_by", Folder.WRITTEN_BY);
    root.put("size", space.size());
    root.put("designs", standing.designs());
    root.put("over_limit", standing.overLimit());
    root.put("excluded", standing.excluded());
    ObjectNode refused = root.putObject("refused");
    standing.refused().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> refused.put(entry.getKey(), entry.getValue()));
    ArrayNode objectives = root.putArray("objectives");
    space.objectives().forEach(objective -> objectives.add(objective.toString()));
    volume(root.putObject("hypervolume"));
    checks(root);
    ArrayNode front = root.putArray("front");
    for (Member member : members) {
      ObjectNode item = front.addObject();
      item.put("design", member.design());
      for (int i = 0; i < member.words().size(); i++) {
        item.put(space.keys().get(i), member.words().get(i));
      }
      for (int i = 0; i < metrics.size(); i++) {
        if (!member.values().get(i).isNaN()) {
          item.put(metrics.get(i), member.values().get(i));
        }
      }
      checks(item, member.design());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private void volume(ObjectNode node) {
    ObjectNode best = node.putObject("best");
    ObjectNode reference = node.putObject("reference");
    for (int i = 0; i < space.objectives().size(); i++) {
      Space.Objective wanted = space.objectives().get(i);
      if (Double.isFinite(growth.best()[i])) {
        best.put(wanted.metric().toString(), wanted.value(growth.best()[i]));
        reference.put(wanted.metric().toString(), wanted.value(growth.reference()[i]));
      }
    }
    ArrayNode history = node.putArray("history");
    for (Growth.Stretch stretch : growth.stretches()) {
      ObjectNode item = history.addObject();
      item.put("designs", stretch.designs());
      item.put("front", stretch.front());
      item.put("share", stretch.share());
    }
  }

  private void checks(ObjectNode root) {
    if (uncertainty != null) {
      ObjectNode node = root.putObject("uncertainty");
      node.put("samples", uncertainty.samples());
      node.put("seed", Uncertainty.SEED);
      node.put("told_apart_share", FrontUncertainty.TOLD);
    }
    if (events != null) {
      ObjectNode node = root.putObject("events");
      node.put("tokens", events.tokens());
      node.put("designs", events.answers().size());
      ObjectNode agreement = node.putObject("rank_agreement");
      events
          .agreement()
          .forEach((metric, tau) -> {
            if (!tau.isNaN()) {
              agreement.put(metric.toString(), tau);
            }
          });
      ArrayNode leaving = node.putArray("leave_the_front");
      events.leaving().forEach(leaving::add);
    }
  }

  private void checks(ObjectNode item, long design) {
    FrontUncertainty.Spread spread = uncertainty == null ? null : uncertainty.spreads().get(design);
    if (spread != null) {
      ObjectNode intervals = item.putObject("intervals");
      for (int i = 0; i < spread.ranges().size(); i++) {
        FrontUncertainty.Range range = spread.ranges().get(i);
        if (!Double.isNaN(range.median())) {
          intervals.putArray(metrics.get(i)).add(range.low()).add(range.median()).add(range.high());
        }
      }
      item.put("refused_samples", spread.refused());
      ArrayNode alike = item.putArray("alike");
      spread.alike().forEach(alike::add);
    }
    Map<Metric, Double> answer = events == null ? null : events.answers().get(design);
    if (answer != null) {
      ObjectNode node = item.putObject("events");
      answer.forEach((metric, value) -> node.put(metric.toString(), value));
    }
  }
}

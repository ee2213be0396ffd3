package org.cimlet.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.cimlet.explore.search.Front;
import org.cimlet.explore.space.Metric;
import org.cimlet.explore.space.Space;
import org.cimlet.run.Answer;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The front's designs answered event by event, and whether both engines rank them alike.
///
/// @param tokens measured of each design
/// @param answers metrics that events answer, by the design's number
/// @param agreement Kendall's tau-b between both engines over these designs, by metric; 1 where
///   they rank all alike
/// @param leaving designs that another of them beats in every objective by events
public record FrontEvents(
    int tokens,
    Map<Long, Map<Metric, Double>> answers,
    Map<Metric, Double> agreement,
    List<Long> leaving) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Copies the collections.
  public FrontEvents {
    answers = Map.copyOf(answers);
    leaving = List.copyOf(leaving);
  }

  /// Answers some of the front's designs, evenly by their order.
  ///
  /// @param front by the first objective
  /// @param known what an exploration that was stopped has answered already, as [#json] has it
  /// @param keeps is given all that is known whenever a design is done
  static FrontEvents of(
      Space space,
      Columns columns,
      List<Row> front,
      String known,
      Workers workers,
      Watcher watcher,
      Consumer<String> keeps) {
    int tokens = space.checks().tokens();
    List<Row> some = some(front, space.checks().refined());
    Map<Long, Map<Metric, Double>> answers = new TreeMap<>(read(known, tokens));
    List<Row> open = some.stream().filter(row -> !answers.containsKey(row.design())).toList();
    long before = (long) some.size() - open.size();
    workers.each(
        open,
        () -> new Designs(space),
        (designs, row) -> {
          Map<Metric, Double> answer = answer(designs, space, row.design(), tokens);
          synchronized (answers) {
            answers.put(row.design(), answer);
            keeps.accept(json(answers, tokens));
          }
          return answer;
        },
        new Map<?, ?>[0],
        done -> watcher.checked("events", before + done, some.size()));
    answers.keySet().retainAll(some.stream().map(Row::design).toList());
    return of(columns, some, tokens, answers);
  }

  private static List<Row> some(List<Row> front, int most) {
    if (front.size() <= most) {
      return front;
    }
    List<Row> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(front.get((int) ((long) i * (front.size() - 1) / (most - 1))));
    }
    return some;
  }

  private static Map<Metric, Double> answer(Designs designs, Space space, long design, int tokens) {
    Job job = designs.job(space.levels(design));
    Answer answer =
        new Runner().run(job.toBuilder().engine(Engine.simulate(tokens)).build()).answer();
    Map<Metric, Double> metrics = new LinkedHashMap<>();
    metrics.put(Metric.TPOT_S, answer.decode().tpotS());
    metrics.put(Metric.TPOT_BATCH1_S, answer.decode().tpotBatch1S());
    metrics.put(Metric.THROUGHPUT_TOKENS_PER_S, answer.decode().throughputTokensPerS());
    metrics.put(Metric.PEAK_THROUGHPUT_TOKENS_PER_S, answer.decode().peakThroughputTokensPerS());
    metrics.put(Metric.ENERGY_PER_TOKEN_J, answer.decode().energyPerTokenJ());
    metrics.put(Metric.TTFT_S, answer.prefill().ttftS());
    return metrics;
  }

  private static FrontEvents of(
      Columns columns, List<Row> rows, int tokens, Map<Long, Map<Metric, Double>> answers) {
    Map<Metric, Double> agreement = new LinkedHashMap<>();
    for (Metric metric : columns.metrics()) {
      if (rows.stream().allMatch(row -> by(answers, row).containsKey(metric))) {
        double[] closed =
            rows.stream().mapToDouble(row -> row.metrics()[columns.of(metric)]).toArray();
        double[] events = rows.stream().mapToDouble(row -> by(answers, row).get(metric)).toArray();
        agreement.put(metric, kendall(closed, events));
      }
    }
    Front front = new Front();
    for (Row row : rows) {
      double[] costs = columns.costs(row);
      for (int i = 0; i < costs.length; i++) {
        Space.Objective wanted = columns.space().objectives().get(i);
        Double event = by(answers, row).get(wanted.metric());
        costs[i] = event == null ? costs[i] : wanted.cost(event);
      }
      front.add(new Front.Point(row.design(), costs));
    }
    List<Long> stay = front.points().stream().map(Front.Point::design).toList();
    List<Long> leaving =
        rows.stream().map(Row::design).filter(design -> !stay.contains(design)).sorted().toList();
    return new FrontEvents(tokens, answers, agreement, leaving);
  }

  private static Map<Metric, Double> by(Map<Long, Map<Metric, Double>> answers, Row row) {
    return answers.getOrDefault(row.design(), Map.of());
  }

  /// Kendall's tau-b: pairs ranked alike less pairs ranked otherwise, over the pairs that either
  /// ranks; not a number where one of them ranks none.
  static double kendall(double[] a, double[] b) {
    long both = 0;
    long inA = 0;
    long inB = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = i + 1; j < a.length; j++) {
        int byA = Double.compare(a[i], a[j]);
        int byB = Double.compare(b[i], b[j]);
        both += (long) Integer.signum(byA) * Integer.signum(byB);
        inA += byA == 0 ? 0 : 1;
        inB += byB == 0 ? 0 : 1;
      }
    }
    return both / Math.sqrt((double) inA * inB);
  }

  private static String json(Map<Long, Map<Metric, Double>> answers, int tokens) {
    ObjectNode root = JSON.createObjectNode();
    root.put("tokens", tokens);
    ObjectNode designs = root.putObject("designs");
    answers.forEach((design, metrics) -> {
      ObjectNode node = designs.putObject(Long.toString(design));
      metrics.forEach((metric, value) -> node.put(metric.toString(), value));
    });
    return root + "\n";
  }

  private static Map<Long, Map<Metric, Double>> read(String json, int tokens) {
    Map<Long, Map<Metric, Double>> answers = new TreeMap<>();
    if (json.isEmpty()) {
      return answers;
    }
    JsonNode root = JSON.readTree(json);
    if (root.path("tokens").intValue() != tokens) {
      return answers;
    }
    root.path("designs")
        .properties()
        .forEach(design -> {
          Map<Metric, Double> metrics = new LinkedHashMap<>();
          design
              .getValue()
              .properties()
              .forEach(entry ->
                  Metric.named(entry.getKey())
                      .ifPresent(metric -> metrics.put(metric, entry.getValue().doubleValue())));
          answers.put(Long.valueOf(design.getKey()), metrics);
        });
    return answers;
  }
}

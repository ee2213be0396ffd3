package org.cimlet.explore.space;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.Document;
import tools.jackson.databind.JsonNode;

/// What a space is after, as written: objectives, limits and the search.
///
/// @param faults where what is wrong is added
record Aims(Document document, Diagnostics faults) {
  /// Answering more of them one by one would take weeks.
  private static final long MOST_EXHAUSTIVE = 100_000_000_000L;

  List<Space.Objective> objectives(JsonNode written) {
    List<Space.Objective> objectives = new ArrayList<>();
    for (JsonNode item : written) {
      boolean maximize = item.has("maximize");
      Metric metric = metric(item.path(maximize ? "maximize" : "minimize"), "objectives");
      objectives.add(new Space.Objective(metric, maximize));
    }
    return objectives;
  }

  List<Space.Limit> limits(JsonNode written) {
    List<Space.Limit> limits = new ArrayList<>();
    for (JsonNode item : written) {
      if (!item.has("at_least") && !item.has("at_most")) {
        faults.add(document.at(item, "limits", "must have at_least or at_most, got neither"));
      }
      limits.add(
          new Space.Limit(
              metric(item.path("metric"), "limits"),
              item.path("at_least").asDouble(Double.NEGATIVE_INFINITY),
              item.path("at_most").asDouble(Double.POSITIVE_INFINITY)));
    }
    return limits;
  }

  Metric metric(JsonNode name, String path) {
    String text = name.asString("");
    return Metric.named(text)
        .orElseGet(() -> {
          faults.add(
              document.at(
                  name,
                  path,
                  "must be one of %s, got %s%s"
                      .formatted(
                          String.join(", ", Metric.names()),
                          text,
                          Suggestion.didYouMean(text, Metric.names()))));
          return Metric.TPOT_S;
        });
  }

  Space.Checks checks(JsonNode root) {
    boolean refines = root.has("refine");
    return new Space.Checks(
        root.path("uncertainty").path("samples").asInt(0),
        refines ? root.path("refine").path("most").asInt(64) : 0,
        root.path("refine").path("tokens").asInt(2000));
  }

  Space.Search search(JsonNode written, List<Axis> axes) {
    long size = axes.stream().mapToLong(axis -> axis.levels().size()).reduce(1, (a, b) -> a * b);
    Space.Search.Method method =
        switch (written.path("method").asString("exhaustive")) {
          case "random" -> Space.Search.Method.RANDOM;
          case "evolve" -> Space.Search.Method.EVOLVE;
          default -> Space.Search.Method.EXHAUSTIVE;
        };
    JsonNode evaluations = written.path("evaluations");
    if (method == Space.Search.Method.EXHAUSTIVE) {
      if (!evaluations.isMissingNode()) {
        faults.add(
            document.at(
                evaluations,
                "search.evaluations",
                "must be left out where every design is answered; use method: random"));
      }
      if (size > MOST_EXHAUSTIVE) {
        faults.add(
            document.at(
                written.isMissingNode() ? document.root() : written,
                "search.method",
                "must be random or evolve for %s designs: answering every one takes too long"
                    .formatted(size)));
      }
    } else if (evaluations.isMissingNode()) {
      faults.add(
          document.at(written, "search", "must have evaluations: how many designs are answered"));
    }
    faults.throwIfAny();
    long answered = Math.min(size, evaluations.asLong(size));
    return new Space.Search(
        method,
        answered,
        written.path("seed").asLong(1),
        written.path("population").asInt(Space.Search.usualPopulation(answered)),
        written.path("patience").asInt(20));
  }
}

package org.cimlet.report.html.explore;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cimlet.explore.Effects;
import org.cimlet.explore.Explored;
import org.cimlet.explore.FrontFile;
import org.cimlet.explore.space.Axis;
import org.cimlet.explore.space.Metric;
import org.cimlet.explore.space.Space;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the page's script draws from: JSON that may stand within a page.
final class ExploreData {
  private static final MathContext DIGITS = new MathContext(6);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Explored explored;
  private final Space space;
  private final List<Metric> metrics;

  private ExploreData(Explored explored) {
    this.explored = explored;
    this.space = explored.space();
    this.metrics = explored.metrics();
  }

  static String json(Explored explored) {
    return new ExploreData(explored).root().toString().replace("<", "\\u003c");
  }

  private ObjectNode root() {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", space.name());
    root.put("folder", "");
    root.put("size", space.size());
    root.put("search", space.search().method().name().toLowerCase(Locale.ROOT));
    root.put("designs", explored.designs());
    root.put("answered", explored.answered());
    root.put("excluded", explored.excluded());
    counts(root.putArray("refused"), explored.refused());
    counts(root.putArray("beyond"), explored.beyond());
    axes(root.putArray("axes"));
    ArrayNode names = root.putArray("metrics");
    metrics.forEach(metric -> names.add(metric.toString()));
    ArrayNode objectives = root.putArray("objectives");
    for (Space.Objective objective : space.objectives()) {
      objectives
          .addObject()
          .put("metric", metrics.indexOf(objective.metric()))
          .put("maximize", objective.maximize());
    }
    ArrayNode limits = root.putArray("limits");
    for (Space.Limit limit : space.limits()) {
      limits.addObject().put("metric", metrics.indexOf(limit.metric()));
    }
    designs(root.putArray("front"), explored.front());
    designs(root.putArray("sample"), explored.sample());
    checked(root.putObject("events"));
    growth(root.putObject("history"));
    effects(root.putArray("effects"));
    pairs(root.putArray("pairs"));
    return root;
  }

  private static void counts(ArrayNode array, Map<String, Long> counts) {
    counts.forEach((why, count) -> array.addArray().add(why).add(count));
  }

  private void axes(ArrayNode array) {
    for (Axis axis : space.axes()) {
      ObjectNode node = array.addObject().put("ordered", axis.ordered());
      ArrayNode keys = node.putArray("keys");
      axis.keys().forEach(keys::add);
      ArrayNode levels = node.putArray("levels");
      for (Axis.Level level : axis.levels()) {
        level.words().forEach(levels.addArray()::add);
      }
    }
  }

  /// Numbers of designs are texts: they may have more digits than a script's numbers.
  private void designs(ArrayNode array, List<Explored.Design> designs) {
    for (Explored.Design design : designs) {
      ArrayNode item = array.addArray().add(Long.toString(design.number()));
      numbers(item.addArray(), design.values());
      FrontFile.Interval interval = explored.file().intervals().get(design.number());
      double[] events = explored.file().events().answers().get(design.number());
      if (!design.limit().isEmpty() || interval != null || events != null) {
        item.add(design.limit());
      }
      if (interval != null) {
        numbers(item.addArray(), interval.low());
        numbers(item.addArray(), interval.high());
        ArrayNode alike = item.addArray();
        interval.alike().forEach(other -> alike.add(Long.toString(other)));
      } else if (events != null) {
        item.addNull().addNull().addArray();
      }
      if (events != null) {
        numbers(item.addArray(), events);
      }
    }
  }

  private void checked(ObjectNode node) {
    FrontFile.Events events = explored.file().events();
    node.put("tokens", events.tokens()).put("designs", events.answers().size());
    ArrayNode agreement = node.putArray("agreement");
    events
        .agreement()
        .forEach((metric, tau) -> numbers(agreement.addArray().add(metric), new double[] {tau}));
    ArrayNode leaving = node.putArray("leaving");
    events.leaving().forEach(design -> leaving.add(Long.toString(design)));
  }

  private void growth(ObjectNode node) {
    numbers(node.putArray("best"), explored.file().best());
    numbers(node.putArray("reference"), explored.file().reference());
    ArrayNode stretches = node.putArray("stretches");
    for (FrontFile.Step step : explored.file().growth()) {
      stretches.addArray().add(step.designs()).add(step.front()).add(step.share());
    }
  }

  private void effects(ArrayNode array) {
    for (int axis = 0; axis < space.axes().size(); axis++) {
      ObjectNode node = array.addObject();
      words(node.putArray("words"), explored.effects().words(axis, false));
      Effects.Cells cells = explored.effects().axis(axis);
      ArrayNode items = node.putArray("cells");
      for (int cell = 0; cell < cells.size(); cell++) {
        ObjectNode item = items.addObject();
        item.put("answered", cells.answered()[cell]).put("refused", cells.refused()[cell]);
        numbers(item.putArray("mean"), mean(cells, cell));
        numbers(item.putArray("least"), cells.least()[cell]);
        numbers(item.putArray("most"), cells.most()[cell]);
      }
    }
  }

  private static double[] mean(Effects.Cells cells, int cell) {
    double[] mean = cells.sums()[cell].clone();
    for (int metric = 0; metric < mean.length; metric++) {
      mean[metric] /= cells.answered()[cell];
    }
    return mean;
  }

  /// Of objectives alone.
  private void pairs(ArrayNode array) {
    int[] objectives =
        space.objectives().stream().mapToInt(wanted -> metrics.indexOf(wanted.metric())).toArray();
    for (int a = 0; a < space.axes().size(); a++) {
      for (int b = a + 1; b < space.axes().size(); b++) {
        Effects.Cells cells = explored.effects().pair(a, b);
        ObjectNode node = array.addObject().put("a", a).put("b", b);
        words(node.putArray("words_a"), explored.effects().words(a, true));
        words(node.putArray("words_b"), explored.effects().words(b, true));
        ArrayNode answered = node.putArray("answered");
        ArrayNode means = node.putArray("mean");
        ArrayNode bests = node.putArray("best");
        for (int cell = 0; cell < cells.size(); cell++) {
          answered.add(cells.answered()[cell]);
          double[] all = mean(cells, cell);
          double[] mean = new double[objectives.length];
          double[] best = new double[objectives.length];
          for (int i = 0; i < objectives.length; i++) {
            mean[i] = all[objectives[i]];
            best[i] =
                (space.objectives().get(i).maximize() ? cells.most() : cells.least())
                    [cell][objectives[i]];
          }
          numbers(means.addArray(), mean);
          numbers(bests.addArray(), best);
        }
      }
    }
  }

  private static void words(ArrayNode array, String[] words) {
    for (String word : words) {
      array.add(word);
    }
  }

  /// Six digits are more than a picture shows; where there is no number, there is none.
  private static void numbers(ArrayNode array, double[] values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        array.add(new BigDecimal(value).round(DIGITS).doubleValue());
      } else {
        array.addNull();
      }
    }
  }
}

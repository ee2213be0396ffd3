package org.cimlet.report.facts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cimlet.plan.Resource;
import org.cimlet.quantity.Si;
import org.cimlet.simulate.Timeline;

/// How busy the package is during one token at batch 1.
public final class Bubbles {
  private static final double PS = 1e-12;

  private Bubbles() {}

  /// A sentence or two about a window at batch 1.
  public static String of(Timeline timeline) {
    double windowS = (timeline.toPs() - timeline.fromPs()) * PS;
    Map<Resource, Double> busy = new LinkedHashMap<>();
    for (int bin = 0; bin < timeline.bins(); bin++) {
      Map<Resource, Double> most = new LinkedHashMap<>();
      for (int track = 0; track < timeline.tracks().size(); track++) {
        most.merge(timeline.tracks().get(track).resource(), timeline.share(track, bin), Math::max);
      }
      most.forEach((kind, share) -> busy.merge(kind, share / timeline.bins(), Double::sum));
    }
    double macros = Math.min(1, busy.getOrDefault(Resource.MACROS, 0.0));
    Resource longest =
        busy.entrySet().stream()
            .filter(entry -> entry.getKey() != Resource.MACROS)
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(Resource.MACROS);
    return "One token at batch 1 takes %s: some macro is busy for %s of it, all macros are idle for %s, %s is busy for %s."
        .formatted(
            Si.of(windowS, "s"),
            Wording.percent(macros),
            Wording.percent(1 - macros),
            noun(longest),
            Wording.percent(Math.min(1, busy.getOrDefault(longest, 0.0))));
  }

  private static String noun(Resource resource) {
    return switch (resource) {
      case MACROS -> "some macro array";
      case REFRESH -> "DRAM refresh";
      case DISTRIBUTION -> "on-die distribution";
      case VECTOR_UNIT -> "some vector unit";
      case STEP_CONTROL -> "step control";
      case ATTENTION_COMPUTE -> "some attention module";
      case ATTENTION_MEMORY -> "some attention memory";
      case CHIPLET_LINK -> "some link between chiplets";
      case HOST_LINK -> "a link to the host";
      case HOST_COMPUTE -> "host compute";
      case HOST_MEMORY -> "host memory";
      case HOST_DISPATCH -> "host dispatch";
      case WEIGHT_LOADING -> "weight loading";
      case WEIGHT_MEMORY -> "weight memory";
    };
  }
}

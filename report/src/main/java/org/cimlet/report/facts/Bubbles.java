package org.cimlet.report.facts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cimlet.plan.Resource;
import org.cimlet.quantity.Si;
import org.cimlet.simulate.Timeline;

/// Says where a lone stream's token leaves the chiplets waiting.
public final class Bubbles {
  private static final double PS = 1e-12;

  private Bubbles() {}

  /// A sentence or two about a window of one stream.
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
    return "While a lone stream writes one token, %s, some chiplet's macros read rows for %s of the time. For the other %s no macro of the package works; the %s is busy for %s of the whole."
        .formatted(
            Si.of(windowS, "s"),
            Wording.percent(macros),
            Wording.percent(1 - macros),
            noun(longest),
            Wording.percent(Math.min(1, busy.getOrDefault(longest, 0.0))));
  }

  private static String noun(Resource resource) {
    return switch (resource) {
      case MACROS -> "array of macros";
      case REFRESH -> "refresh of the DRAM";
      case DISTRIBUTION -> "distribution on the dies";
      case VECTOR_UNIT -> "vector unit of some chiplet";
      case ATTENTION_COMPUTE -> "attention module of some chiplet";
      case ATTENTION_MEMORY -> "memory of some chiplet's attention module";
      case CHIPLET_LINK -> "busiest link between chiplets";
      case HOST_LINK -> "link to the host";
      case HOST_COMPUTE -> "host's arithmetic";
      case HOST_MEMORY -> "host's memory";
      case HOST_DISPATCH -> "dispatch of the host";
      case WEIGHT_MEMORY -> "memory that weights are loaded from";
      case WEIGHT_LOADING -> "loading of weights";
    };
  }
}

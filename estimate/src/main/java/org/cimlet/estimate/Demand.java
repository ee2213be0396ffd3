package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cimlet.estimate.rate.RankRates;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.estimate.walk.PrefillPass;
import org.cimlet.estimate.walk.PrefillTime;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Topology;

/// What a token, or a prompt, asks of a package that holds all its weights: how long it takes
/// alone, and how long it keeps the busiest part of each kind busy.
///
/// @param seconds alone in the package
/// @param parts kinds of which some part is busy at all, in the order of [Resource]
public record Demand(double seconds, List<Part> parts) {
  private static final double SHARED = 1.001;

  /// Copies the list.
  public Demand {
    parts = List.copyOf(parts);
  }

  /// The busiest part of a kind.
  ///
  /// @param resource its kind
  /// @param seconds that a token, or a prompt, keeps it busy
  /// @param shared whether sequences of several ranks meet there; otherwise each rank has its own
  public record Part(Resource resource, double seconds, boolean shared) {}

  /// The busy time of a kind; 0 where none is.
  public double of(Resource resource) {
    for (Part part : parts) {
      if (part.resource() == resource) {
        return part.seconds();
      }
    }
    return 0;
  }

  /// A token that is generated at the plan's context. Where ranks share a part, its time is that of
  /// an average token.
  ///
  /// @throws IllegalArgumentException where weights are reloaded
  public static Demand ofToken(Plan plan) {
    requireAtRest(plan);
    TokenPass[] ranks = RankRates.walk(plan);
    double seconds = 0;
    for (TokenPass rank : ranks) {
      seconds += rank.times().total() / ranks.length;
    }
    return new Demand(seconds, Meeting.of(plan, ranks).parts(ranks[0].loads()));
  }

  /// The plan's prompt, read in chunks; to the first token of its answer.
  ///
  /// @throws IllegalArgumentException where weights are reloaded
  public static Demand ofPrompt(Plan plan) {
    requireAtRest(plan);
    TokenPass[] ranks = RankRates.walk(plan);
    PrefillTime prompt = PrefillPass.prefill(plan, ranks[0], 0);
    return new Demand(prompt.seconds(), Meeting.of(plan, ranks).parts(prompt.loads()));
  }

  /// How much later a second prompt, the plan's equal, has its first token where it follows on the
  /// first: in the time that chunks of the first leave.
  ///
  /// @throws IllegalArgumentException where weights are reloaded
  public static double secondPromptS(Plan plan) {
    requireAtRest(plan);
    return PrefillPass.secondS(plan, TokenPass.walk(plan, 0));
  }

  /// Where sequences of several ranks meet.
  ///
  /// @param shares what an average token of all ranks takes of a part over what one of the first
  ///   rank takes, for the kinds that are shared
  private record Meeting(Topology topology, Map<Resource, Double> shares) {
    static Meeting of(Plan plan, TokenPass[] ranks) {
      Topology topology = plan.machine().topology();
      Map<Resource, Double> shares = new EnumMap<>(Resource.class);
      if (ranks.length > 1) {
        PackageLoads mean = PackageLoads.none(topology);
        for (TokenPass rank : ranks) {
          mean.add(rank.loads(), 1.0 / ranks.length);
        }
        Map<Resource, Double> own = busiest(topology, ranks[0].loads());
        busiest(topology, mean)
            .forEach((kind, meanS) -> {
              double share = meanS / own.getOrDefault(kind, meanS);
              if (share > SHARED / ranks.length) {
                shares.put(kind, share);
              }
            });
      }
      return new Meeting(topology, shares);
    }

    List<Part> parts(PackageLoads loads) {
      List<Part> parts = new ArrayList<>();
      busiest(topology, loads)
          .forEach((kind, busyS) ->
              parts.add(
                  new Part(
                      kind, busyS * shares.getOrDefault(kind, 1.0), shares.containsKey(kind))));
      return parts;
    }
  }

  private static void requireAtRest(Plan plan) {
    if (plan.placement().isReloaded()) {
      throw new IllegalArgumentException("weights must be at rest, got a plan that reloads them");
    }
  }

  private static Map<Resource, Double> busiest(Topology topology, PackageLoads loads) {
    Map<Resource, Double> busiest = new EnumMap<>(Resource.class);
    longest(busiest, Resource.MACROS, loads.macroS());
    longest(busiest, Resource.VECTOR_UNIT, loads.vectorS());
    longest(busiest, Resource.DISTRIBUTION, loads.wiresS());
    longest(busiest, Resource.ATTENTION_COMPUTE, loads.attentionComputeS());
    longest(busiest, Resource.ATTENTION_MEMORY, loads.attentionMemoryS());
    longest(busiest, Resource.HOST_COMPUTE, loads.hostComputeS());
    longest(busiest, Resource.HOST_MEMORY, loads.hostMemoryS());
    for (int link = 0; link < topology.linkCount(); link++) {
      double busyS = loads.linkBits()[link] / topology.bitsPerS(link);
      if (busyS > 0) {
        busiest.merge(
            topology.atHost(link) ? Resource.HOST_LINK : Resource.CHIPLET_LINK, busyS, Math::max);
      }
    }
    return busiest;
  }

  private static void longest(Map<Resource, Double> busiest, Resource kind, double[] seconds) {
    for (double each : seconds) {
      if (each > 0) {
        busiest.merge(kind, each, Math::max);
      }
    }
  }
}

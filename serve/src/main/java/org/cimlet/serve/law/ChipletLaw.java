package org.cimlet.serve.law;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cimlet.estimate.Contention;
import org.cimlet.estimate.Demand;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.serve.engine.PackageLaw;

/// What a plan says of tokens and prompts: how long each takes alone, and how long it keeps the
/// parts busy that can be the bottleneck. Worked out in closed form at contexts that double from
/// one to the next, on straight lines between.
public final class ChipletLaw implements PackageLaw {
  /// A part is a station if its kind takes at least this share of the bottleneck's time at some
  /// context.
  private static final double CAN_LIMIT = 0.5;

  /// Prompts up to so many tokens are walked chunk by chunk. What a token of a longer one takes
  /// goes on along its line: attention grows with every token before it, all else stays.
  private static final int LONGEST_PROMPT = 4096;

  private static final double PS = 1e-12;

  private final Plan plan;
  private final List<Resource> stations;
  private final boolean[] shared;
  private final long[] latencyPs;
  private final long[] tailPs;
  private final long[][] tokenPs;
  private final long[][] promptPs;
  private final long[] spacingPs;
  private final long betweenPs;
  private final long metPs;
  private final Excess excess;
  private final Table tokenJ;
  private final double[] promptJ;
  private final double idleW;

  private static Demand of(Map<Integer, Demand> demands, int knot) {
    return Objects.requireNonNull(demands.get(knot));
  }

  private ChipletLaw(Plan plan, int longest) {
    this.plan = plan;
    int[] knots = Table.knots(longest);
    Map<Integer, Demand> tokens = new LinkedHashMap<>();
    Map<Integer, Demand> prompts = new LinkedHashMap<>();
    for (int knot : knots) {
      tokens.put(knot, Demand.ofToken(plan.at(knot)));
      if (knot <= LONGEST_PROMPT) {
        prompts.put(knot, Demand.ofPrompt(plan.with(plan.scenario().atPrompt(knot))));
      }
    }
    stations = stations(plan, List.copyOf(tokens.values()), prompts);
    int count = stations.size();
    shared = new boolean[count];
    tokenPs = new long[count][];
    promptPs = new long[count][];
    Map<Integer, Double> spacings = new LinkedHashMap<>();
    double last = 1;
    for (int knot : knots) {
      last =
          knot <= LONGEST_PROMPT / 2
              ? spacing(
                  of(prompts, knot),
                  Demand.secondPromptS(plan.with(plan.scenario().atPrompt(knot))))
              : last;
      spacings.put(knot, last);
    }
    Table spacing = Table.of(knots, knot -> Objects.requireNonNull(spacings.get(knot)));
    for (int station = 0; station < count; station++) {
      Resource kind = stations.get(station);
      shared[station] =
          of(tokens, knots[0]).parts().stream()
              .anyMatch(part -> part.resource() == kind && part.shared());
      tokenPs[station] = Table.of(knots, at -> of(tokens, at).of(kind)).picoseconds();
      promptPs[station] =
          Table.extended(knots, LONGEST_PROMPT, at -> of(prompts, at).of(kind) / at)
              .timesTokens()
              .picoseconds();
    }
    latencyPs = Table.of(knots, at -> of(tokens, at).seconds()).picoseconds();
    spacingPs =
        Table.extended(knots, LONGEST_PROMPT, at -> longest(of(prompts, at)) / at)
            .times(spacing)
            .timesTokens()
            .picoseconds();
    tailPs =
        Table.extended(knots, LONGEST_PROMPT, at -> tailS(of(prompts, at), spacing.at(at)))
            .picoseconds();
    spaceLaterTokens();
    excess = Excess.of(plan, longest);
    Contention contention = Contention.of(plan);
    betweenPs = Math.round(contention.promptWaitS(spacing.at(longest)) / PS);
    metPs = Math.round(contention.tokenMetS() / PS);
    Estimate first = Estimator.estimate(plan.at(knots[0]));
    idleW = staticW(first);
    tokenJ = Table.of(knots, at -> activeJ(Estimator.estimate(plan.at(at))));
    promptJ = new double[longest + 1];
    for (int token = 1; token <= longest; token++) {
      promptJ[token] = promptJ[token - 1] + tokenJ.at(token);
    }
  }

  /// Early tokens of a prompt are held up by other parts than late ones, whose attention is long:
  /// each keeps what follows waiting for the part that it has busy longest. The prompt alone takes
  /// as long as before, so that less of that is left for the rest of its way.
  private void spaceLaterTokens() {
    long spacedPs = 0;
    long beforePs = 0;
    for (int tokens = 1; tokens < spacingPs.length; tokens++) {
      long mostPs = spacingPs[tokens] - beforePs;
      for (long[] station : promptPs) {
        mostPs = Math.max(mostPs, station[tokens] - station[tokens - 1]);
      }
      beforePs = spacingPs[tokens];
      spacedPs += mostPs;
      tailPs[tokens] = Math.max(0, tailPs[tokens] + spacingPs[tokens] - spacedPs);
      spacingPs[tokens] = spacedPs;
    }
  }

  /// Works a plan out up to the longest sequence there is.
  ///
  /// @param longest tokens of prompt and answer together
  public static ChipletLaw of(Plan plan, int longest) {
    return new ChipletLaw(plan, longest);
  }

  private static List<Resource> stations(
      Plan plan, List<Demand> tokens, Map<Integer, Demand> prompts) {
    Map<Resource, Double> largest = new EnumMap<>(Resource.class);
    List<Demand> all = new ArrayList<>(tokens);
    all.addAll(prompts.values());
    int ranks = plan.placement().ranks();
    for (Demand demand : all) {
      double most = 0;
      for (Demand.Part part : demand.parts()) {
        most = Math.max(most, limitS(part, ranks));
      }
      for (Demand.Part part : demand.parts()) {
        largest.merge(part.resource(), limitS(part, ranks) / most, Math::max);
      }
    }
    return largest.entrySet().stream()
        .filter(each -> each.getValue() >= CAN_LIMIT)
        .map(Map.Entry::getKey)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /// Time of a part between two tokens of a package that has nothing else to wait for.
  private static double limitS(Demand.Part part, int ranks) {
    return part.shared() ? part.seconds() : part.seconds() / ranks;
  }

  private double tailS(Demand prompt, double spacing) {
    return Math.max(0, prompt.seconds() - spacing * longest(prompt));
  }

  private double longest(Demand prompt) {
    double longest = 0;
    for (Resource kind : stations) {
      longest = Math.max(longest, prompt.of(kind));
    }
    return longest;
  }

  /// By how much longer than it is busy a station is a prompt's before the next one's: chunks wait
  /// for each other on their way. The longest prompt that is walked twice stands for those beyond.
  private double spacing(Demand prompt, double secondS) {
    double busyS = longest(prompt);
    return busyS > 0 ? Math.max(1, secondS / busyS) : 1;
  }

  private static double staticW(Estimate estimate) {
    double joules = 0;
    for (Estimate.EnergyShare share : estimate.energy()) {
      joules += share.action().isStatic() ? share.joulesPerToken() : 0;
    }
    return joules * estimate.decode().throughputTokensPerS();
  }

  private static double activeJ(Estimate estimate) {
    double joules = 0;
    for (Estimate.EnergyShare share : estimate.energy()) {
      joules += share.action().isStatic() ? 0 : share.joulesPerToken();
    }
    return joules;
  }

  /// The parts that can be the bottleneck.
  public List<Resource> kinds() {
    return stations;
  }

  @Override
  public int ranks() {
    return plan.placement().ranks();
  }

  @Override
  public int stations() {
    return stations.size();
  }

  @Override
  public boolean isShared(int station) {
    return shared[station];
  }

  @Override
  public long latencyPs(int context) {
    return latencyPs[context];
  }

  @Override
  public long excessPs(int underWay, int context) {
    return excess.ps(underWay, context);
  }

  @Override
  public long betweenPs() {
    return betweenPs;
  }

  @Override
  public long tokenPs(int station, int context) {
    return tokenPs[station][context];
  }

  @Override
  public long promptPs(int station, int tokens) {
    return promptPs[station][tokens];
  }

  @Override
  public long spacingPs(int tokens) {
    return spacingPs[tokens];
  }

  @Override
  public long metPs() {
    return metPs;
  }

  @Override
  public long promptTailPs(int tokens) {
    return tailPs[tokens];
  }

  @Override
  public int chunkTokens() {
    return Math.min(plan.scenario().prefillChunkTokens(), promptJ.length - 1);
  }

  @Override
  public double tokenJ(int context) {
    return tokenJ.at(context);
  }

  @Override
  public double promptJ(int tokens) {
    return promptJ[tokens];
  }

  @Override
  public double idleW() {
    return idleW;
  }
}

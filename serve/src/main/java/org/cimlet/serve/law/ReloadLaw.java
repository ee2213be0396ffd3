package org.cimlet.serve.law;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.cimlet.estimate.ReloadSteps;
import org.cimlet.estimate.gpu.GpuBatch;
import org.cimlet.plan.Plan;
import org.cimlet.serve.engine.StepLaw;

/// Steps of a package whose weights are reloaded: every weight set is loaded once a step, and all
/// that runs passes it: a token of each answer, and whole prompts.
public final class ReloadLaw implements StepLaw {
  private static final int LONGEST_PROMPT = 4096;
  private static final int MOST_KNOWN = 4096;
  private static final double PS = 1e-12;

  private final double loadS;
  private final double loadJ;
  private final double idleW;
  private final Table busyS;
  private final Table promptS;
  private final Table promptBusyS;
  private final double[] promptJ;
  private final Table tokenJ;
  private final int[] knots;
  private final Map<Integer, ReloadSteps> tokens = new LinkedHashMap<>();
  private final Map<Integer, double[]> passS = new LinkedHashMap<>();

  private ReloadLaw(Plan plan, int longest) {
    knots = Table.knots(longest);
    Map<Integer, ReloadSteps.Prompt> prompts = new LinkedHashMap<>();
    for (int knot : knots) {
      tokens.put(knot, ReloadSteps.of(plan.at(knot)));
      if (knot <= LONGEST_PROMPT) {
        prompts.put(knot, ReloadSteps.of(plan.with(plan.scenario().atPrompt(knot))).prompt());
      }
    }
    ReloadSteps first = at(knots[0]);
    loadS = first.loadS();
    loadJ = first.loadJ();
    idleW = first.staticW();
    busyS = Table.of(knots, knot -> at(knot).tokenBusyS());
    tokenJ = Table.of(knots, knot -> at(knot).tokenJ());
    promptS = prompts(prompts, ReloadSteps.Prompt::seconds);
    promptBusyS = prompts(prompts, ReloadSteps.Prompt::busyS);
    promptJ = new double[longest + 1];
    for (int token = 1; token <= longest; token++) {
      promptJ[token] = promptJ[token - 1] + tokenJ.at(token);
    }
  }

  /// Works a plan out up to the longest sequence there is.
  ///
  /// @param longest tokens of prompt and answer together
  /// @throws IllegalArgumentException where the package holds all weights
  public static ReloadLaw of(Plan plan, int longest) {
    return new ReloadLaw(plan, longest);
  }

  private ReloadSteps at(int knot) {
    return Objects.requireNonNull(tokens.get(knot));
  }

  /// A prompt's figure for each of its tokens is on a line of their number.
  private Table prompts(
      Map<Integer, ReloadSteps.Prompt> byKnot, ToDoubleFunction<ReloadSteps.Prompt> figure) {
    return Table.extended(
            knots,
            LONGEST_PROMPT,
            knot -> figure.applyAsDouble(Objects.requireNonNull(byKnot.get(knot))) / knot)
        .timesTokens();
  }

  @Override
  public Step step(GpuBatch batch) {
    int decoding = (int) batch.decoding();
    double passS = decoding == 0 ? 0 : decodeS(decoding, batch.context());
    double joules = loadJ + decoding * (decoding == 0 ? 0 : tokenJ.at((int) batch.context()));
    double longestS = 0;
    double longestBusyS = 0;
    double allBusyS = 0;
    for (GpuBatch.Prompts each : batch.prompts()) {
      int from = (int) each.before();
      int to = from + (int) each.tokens();
      double busy = promptBusyS.at(to) - promptBusyS.at(from);
      allBusyS += busy;
      joules += promptJ[to] - promptJ[from];
      double alone = Math.max(busy, promptS.at(to) - promptS.at(from));
      if (alone > longestS) {
        longestS = alone;
        longestBusyS = busy;
      }
    }
    if (!batch.prompts().isEmpty()) {
      double tokensS = decoding == 0 ? 0 : decoding * busyS.at((int) batch.context());
      passS = Math.max(passS, longestS + allBusyS - longestBusyS + tokensS);
    }
    double seconds = loadS + passS;
    return new Step(Math.max(1, Math.round(seconds / PS)), joules + seconds * idleW);
  }

  /// Between the contexts worked out on a straight line.
  private double decodeS(int sequences, double context) {
    int above = 0;
    while (above < knots.length - 1 && knots[above] < context) {
      above++;
    }
    double there = known(knots[above], sequences);
    if (above == 0) {
      return there;
    }
    double before = known(knots[above - 1], sequences);
    double share = (context - knots[above - 1]) / (knots[above] - knots[above - 1]);
    return before + (there - before) * share;
  }

  private synchronized double known(int knot, int sequences) {
    if (sequences >= MOST_KNOWN) {
      return at(knot).tokensS(sequences);
    }
    double[] each = passS.computeIfAbsent(knot, _ -> new double[MOST_KNOWN]);
    if (each[sequences] == 0) {
      each[sequences] = at(knot).tokensS(sequences);
    }
    return each[sequences];
  }

  @Override
  public double idleW() {
    return idleW;
  }
}

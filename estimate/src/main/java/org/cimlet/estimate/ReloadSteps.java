package org.cimlet.estimate;

import java.util.List;
import org.cimlet.estimate.rate.EnergyCharge;
import org.cimlet.estimate.rate.RankRates;
import org.cimlet.estimate.rate.ReloadRates;
import org.cimlet.estimate.walk.PrefillPass;
import org.cimlet.estimate.walk.PrefillTime;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;

/// Steps of a package whose weights are reloaded: each weight set is loaded once, and all that is
/// under way passes it before the next is loaded. Tokens look back on the plan's context.
public final class ReloadSteps {
  private final Plan plan;
  private final ReloadRates rates;

  private ReloadSteps(Plan plan) {
    this.plan = plan;
    rates = ReloadRates.walk(plan);
  }

  /// @throws IllegalArgumentException where the package holds all weights
  public static ReloadSteps of(Plan plan) {
    if (!plan.placement().isReloaded()) {
      throw new IllegalArgumentException("weights must be reloaded, got a plan that holds them");
    }
    return new ReloadSteps(plan);
  }

  /// Loading all weight sets.
  public double loadS() {
    return rates.loadS();
  }

  /// What so many tokens take to pass all weight sets, without loading.
  public double tokensS(int sequences) {
    return rates.passS(sequences) - rates.loadS();
  }

  /// How long a token keeps the part busy that is busy longest.
  public double tokenBusyS() {
    return rates.of(1).busiest().seconds();
  }

  /// Energy of a token, without loading and what the package takes for every second.
  public double tokenJ() {
    return active(1) - loadJ();
  }

  /// Energy of loading all weight sets once.
  public double loadJ() {
    return 2 * (active(1) - active(2));
  }

  private double active(int sequences) {
    EnergyCharge charge = EnergyCharge.of(plan, rates.of(sequences));
    double joules = 0;
    for (Action action : Action.charged()) {
      joules += action.isStatic() ? 0 : charge.of(action);
    }
    return joules;
  }

  /// Power whatever is done.
  public double staticW() {
    RankRates one = rates.of(1);
    EnergyCharge charge = EnergyCharge.of(plan, one);
    double joules = 0;
    for (Action action : Action.charged()) {
      joules += action.isStatic() ? charge.of(action) : 0;
    }
    return joules * one.tokensPerS();
  }

  /// The plan's prompt, loading left out.
  ///
  /// @param seconds to pass all weight sets
  /// @param busyS how long it keeps the busiest part of each weight set busy, together
  public record Prompt(double seconds, double busyS) {}

  /// The plan's prompt.
  public Prompt prompt() {
    double seconds = 0;
    double busyS = 0;
    List<TokenPass> passes = rates.firstRank();
    for (int weightSet = 0; weightSet < passes.size(); weightSet++) {
      PrefillTime here = PrefillPass.prefill(plan, passes.get(weightSet), weightSet);
      seconds += here.seconds();
      busyS += here.busiest().seconds();
    }
    return new Prompt(seconds, busyS);
  }
}

package org.cimlet.appraise;

import java.util.List;
import java.util.Optional;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// What a machine or a GPU is worth knowing beside its speed.
///
/// @param name of the machine or GPU
/// @param cost of making it; absent where the file does not tell enough
/// @param bought what it is bought for; absent where the file does not say
/// @param hostUsd price of the hosts that one of it needs; absent where the file does not say
/// @param heat of its package; absent where the file does not tell enough
/// @param rules where its numbers lie
/// @param unspecified what is absent, and what would tell it
public record Assessment(
    String name,
    @Nullable Cost cost,
    @Nullable Sourced bought,
    @Nullable Double hostUsd,
    @Nullable Heat heat,
    List<RuleCompliance> rules,
    List<String> unspecified) {
  /// Copies the lists.
  public Assessment {
    rules = List.copyOf(rules);
    unspecified = List.copyOf(unspecified);
  }

  /// What making it costs, where that can be told.
  public Optional<Cost> specifiedCost() {
    return Optional.ofNullable(cost);
  }

  /// What it is bought for, in dollars, where that can be told.
  public Optional<Sourced> boughtUsd() {
    return Optional.ofNullable(bought);
  }

  /// Price of the hosts that one of it needs, in dollars, where that can be told.
  public Optional<Double> hostsUsd() {
    return Optional.ofNullable(hostUsd);
  }

  /// How hot it gets, where that can be told.
  public Optional<Heat> specifiedHeat() {
    return Optional.ofNullable(heat);
  }

  /// What so many of it cost as made, design left out, with their hosts; empty where either is not
  /// told.
  public Optional<Double> madeUsd(int units) {
    return specifiedCost()
        .map(Cost::recurringUsd)
        .flatMap(usd -> hostsUsd().map(host -> units * (usd + host)));
  }

  /// What so many of it are bought for with their hosts; empty where either is not told.
  public Optional<Double> boughtUsd(int units) {
    return boughtUsd().map(Sourced::value).flatMap(usd -> hostsUsd().map(h -> units * (usd + h)));
  }
}

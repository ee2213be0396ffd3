package org.cimlet.appraise;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a machine or a GPU is worth knowing beside its speed.
///
/// @param name of the machine or GPU
/// @param cost of making it; absent where the file does not tell enough
/// @param heat of its package; absent where the file does not tell enough
/// @param rules where its numbers lie
/// @param untold what is absent, and what would tell it
public record Appraisal(
    String name,
    @Nullable Cost cost,
    @Nullable Heat heat,
    List<RuleStanding> rules,
    List<String> untold) {
  /// Copies the lists.
  public Appraisal {
    rules = List.copyOf(rules);
    untold = List.copyOf(untold);
  }

  /// What making it costs, where that can be told.
  public Optional<Cost> toldCost() {
    return Optional.ofNullable(cost);
  }

  /// How hot it gets, where that can be told.
  public Optional<Heat> toldHeat() {
    return Optional.ofNullable(heat);
  }
}

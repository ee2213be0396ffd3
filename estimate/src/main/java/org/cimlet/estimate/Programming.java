package org.cimlet.estimate;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Bringing a network's weights to rest on a package, once.
///
/// Weights come from the hosts' memories over links and dies' distribution to the arrays. All of it
/// overlaps, so that the slowest stage takes the time.
///
/// @param bits brought, row padding and every replica included
/// @param cells resistive cells written; 0 where there are none
/// @param stages what it takes at each stage, every one once, in the order of [Stage]
/// @param staticJ leakage, clocks, boards and idle hosts meanwhile; what regulators lose is left
///   out
/// @param endurance writes that a cell survives, and so how often a network can be brought; absent
///   where writing does not wear
public record Programming(
    double bits,
    double cells,
    List<StageShare> stages,
    double staticJ,
    @Nullable Double endurance) {
  private static final double DAYS_A_YEAR = 365.25;

  /// Copies the list.
  public Programming {
    stages = List.copyOf(stages);
  }

  /// A part of the way.
  public enum Stage {
    /// Reading them from the hosts' memories.
    HOST_MEMORY("the hosts' memory"),
    /// Links between hosts and chiplets.
    HOST_LINK("links to the host"),
    /// Links between chiplets, which pass on what is for others.
    CHIPLET_LINK("links between chiplets"),
    /// From a die's edge to its macros.
    DISTRIBUTION("distribution on the dies"),
    /// Writing the arrays.
    ARRAYS("writing the arrays");

    private final String label;

    Stage(String label) {
      this.label = label;
    }

    /// For people and for JSON.
    public String label() {
      return label;
    }
  }

  /// What a stage takes.
  ///
  /// @param seconds that its busiest resource works
  public record StageShare(Stage stage, double seconds, double joules) {}

  /// The stage that takes longest.
  public StageShare slowest() {
    return stages.stream().max(Comparator.comparingDouble(StageShare::seconds)).orElseThrow();
  }

  /// From the first bit to the last.
  public double seconds() {
    return slowest().seconds();
  }

  /// All of it, static power included.
  public double joules() {
    return stages.stream().mapToDouble(StageShare::joules).sum() + staticJ;
  }

  /// Energy of the arrays alone.
  public double arrayJ() {
    return stages.stream()
        .filter(share -> share.stage() == Stage.ARRAYS)
        .mapToDouble(StageShare::joules)
        .sum();
  }

  /// How long cells last that are written anew so often; none where they do not wear.
  public OptionalDouble years(double updatesPerDay) {
    return endurance == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(endurance / updatesPerDay / DAYS_A_YEAR);
  }
}

package org.cimlet.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Systems one after the other, the others held against the first.
///
/// @param candidates at least two
public record Comparison(List<Candidate> candidates) {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException where there are fewer than two
  public Comparison {
    candidates = List.copyOf(candidates);
    if (candidates.size() < 2) {
      throw new IllegalArgumentException(
          "a comparison takes at least 2 systems, got " + candidates.size());
    }
  }

  /// A part of two wholes.
  ///
  /// @param name of a resource or an action
  /// @param first its size in the first system
  /// @param other its size in the other
  public record Change(String name, double first, double other) {
    /// How much more the other has.
    public double more() {
      return other - first;
    }
  }

  /// What a token's time at batch 1 goes to in the first system and in another, the largest change
  /// first. Changes add up to the difference of both TPOTs in closed form. Empty where one of them
  /// is not known by resource.
  public List<Change> time(int index) {
    return changes(candidates.getFirst().time(), candidates.get(index).time());
  }

  /// The same of the energy of a token at the batch.
  public List<Change> energy(int index) {
    return changes(candidates.getFirst().energy(), candidates.get(index).energy());
  }

  private static List<Change> changes(List<Candidate.Part> first, List<Candidate.Part> other) {
    if (first.isEmpty() || other.isEmpty()) {
      return List.of();
    }
    Map<String, double[]> sizes = new LinkedHashMap<>();
    first.forEach(part -> sizes.computeIfAbsent(part.name(), _ -> new double[2])[0] += part.size());
    other.forEach(part -> sizes.computeIfAbsent(part.name(), _ -> new double[2])[1] += part.size());
    List<Change> changes = new ArrayList<>();
    sizes.forEach((name, size) -> changes.add(new Change(name, size[0], size[1])));
    changes.sort(Comparator.comparingDouble((Change change) -> -Math.abs(change.more())));
    return List.copyOf(changes);
  }
}

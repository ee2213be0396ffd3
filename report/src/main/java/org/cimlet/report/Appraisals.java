package org.cimlet.report;

import java.util.List;
import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Uncertainty;
import org.jspecify.annotations.Nullable;

/// What is worth knowing of a machine and its baselines beside their speed.
///
/// @param machine of the machine; absent where nobody asked
/// @param baselines of the GPUs, in their order
/// @param uncertainty how far the answers may move; absent where nobody asked
public record Appraisals(
    @Nullable Assessment machine, List<Assessment> baselines, @Nullable Uncertainty uncertainty) {
  /// Nothing known.
  public static final Appraisals NONE = new Appraisals(null, List.of(), null);

  /// Copies the list.
  public Appraisals {
    baselines = List.copyOf(baselines);
  }

  /// Of the machine, where it was appraised.
  public Optional<Assessment> ofMachine() {
    return Optional.ofNullable(machine);
  }

  /// How far the answers may move, where that was asked.
  public Optional<Uncertainty> moving() {
    return Optional.ofNullable(uncertainty);
  }
}

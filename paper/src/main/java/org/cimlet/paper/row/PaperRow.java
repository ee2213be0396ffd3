package org.cimlet.paper.row;

import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// One figure of the paper with Cimlet's.
///
/// @param section where it stands
/// @param claim what it is the figure of
/// @param printed as printed; absent where the claim is made in words or only implied
/// @param unit of both figures, as printed
/// @param computed by Cimlet; absent where the status says that nothing can be computed
/// @param basis which part of Cimlet computed it; absent with `computed`
/// @param status how the two stand to each other
/// @param why the reason, in a sentence or two; may be empty where a figure simply comes out
/// @param expected where `computed` must lie; absent with it
public record PaperRow(
    Section section,
    String claim,
    @Nullable Printed printed,
    String unit,
    @Nullable Double computed,
    @Nullable Basis basis,
    Status status,
    String why,
    @Nullable Expectation expected) {

  /// @throws IllegalArgumentException where the parts contradict the status
  public PaperRow {
    boolean computes = status.computes();
    if ((computed != null) != computes
        || (basis != null) != computes
        || (expected != null) != computes) {
      throw new IllegalArgumentException(
          "'%s' is %s and must%s have a value, a basis and an expectation, got %s, %s, %s"
              .formatted(claim, status.label(), computes ? "" : " not", computed, basis, expected));
    }
    if (printed == null
        && (status == Status.REPRODUCED
            || status == Status.CALIBRATED
            || status == Status.RESTATED
            || status == Status.PREDICTED)) {
      throw new IllegalArgumentException(
          "'%s' is %s and must have a printed figure".formatted(claim, status.label()));
    }
    if (printed != null && status == Status.IMPLIED) {
      throw new IllegalArgumentException(
          "'%s' is implied and must have no printed figure, got %s".formatted(claim, printed));
    }
    if (why.isBlank() && status != Status.REPRODUCED && status != Status.IMPLIED) {
      throw new IllegalArgumentException(
          "'%s' is %s and must say why".formatted(claim, status.label()));
    }
  }

  /// Computed over printed, where there are both and the printed one is not zero.
  public OptionalDouble ratio() {
    return computed == null || printed == null || printed.value() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(computed / printed.value());
  }

  /// Whether Cimlet no longer computes what it should: the value has left its expectation, or a
  /// bound the paper states no longer holds.
  public boolean regressed() {
    return regression().isPresent();
  }

  /// What is wrong where it has: `section 1.2, weights of a layer: must be 201.985 to 204.015 M,
  /// got 100.0`.
  public Optional<String> regression() {
    if (computed == null || expected == null) {
      return Optional.empty();
    }
    String must = expected.text();
    if (expected.accepts(computed)) {
      if (status != Status.REPRODUCED || printed == null || printed.holdsFor(computed)) {
        return Optional.empty();
      }
      must = printed.text();
    }
    return Optional.of(
        "section %s, %s: must be %s %s, got %s"
            .formatted(section.number(), claim, must, unit, computed));
  }
}

package org.cimlet.appraise;

import java.util.List;
import java.util.Optional;
import org.cimlet.technology.manufacture.PackageBill;
import org.jspecify.annotations.Nullable;

/// What making a package costs and emits. Host, board and selling are left out.
///
/// @param process the dies are made in
/// @param substrate that carries them
/// @param dies kinds of part are not told apart here: the compute dies
/// @param dieUsd one good die
/// @param dieYield share of good dies
/// @param bill of one good package
/// @param designUsd what is paid once: chip and package
/// @param volume packages over which that is spread
/// @param carbonKg carbon dioxide equivalent of a good package's dies
/// @param notes what the figures leave out, or strain
public record Cost(
    String process,
    String substrate,
    int dies,
    double dieUsd,
    double dieYield,
    PackageBill bill,
    double designUsd,
    @Nullable Double volume,
    double carbonKg,
    List<String> notes) {
  /// Copies the list.
  public Cost {
    notes = List.copyOf(notes);
  }

  /// What every package costs anew.
  public double recurringUsd() {
    return bill.totalUsd();
  }

  /// A package's share of what is paid once, where a volume is told.
  public Optional<Double> designUsdPerUnit() {
    return volume == null ? Optional.empty() : Optional.of(designUsd / volume);
  }

  /// Both together; without a volume what is paid anew alone.
  public double unitUsd() {
    return recurringUsd() + designUsdPerUnit().orElse(0.0);
  }

  /// What so many packages cost anew.
  public double recurringUsd(int packages) {
    return packages * recurringUsd();
  }

  /// Carbon dioxide equivalent of the dies of so many packages, in kilograms.
  public double carbonKg(int packages) {
    return packages * carbonKg;
  }
}

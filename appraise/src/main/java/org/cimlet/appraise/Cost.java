package org.cimlet.appraise;

import java.util.List;
import java.util.Optional;
import org.cimlet.technology.manufacture.PackageBill;
import org.jspecify.annotations.Nullable;

/// What making a package costs and emits. Host, board and selling are left out.
///
/// @param kinds of dies, those of the layers first
/// @param substrate that carries them
/// @param bill of one good package
/// @param designUsd what is paid once: chip and package
/// @param volume packages over which that is spread
/// @param carbonKg carbon dioxide equivalent of a good package's dies
/// @param notes what the figures leave out, or strain
public record Cost(
    List<OfKind> kinds,
    String substrate,
    PackageBill bill,
    double designUsd,
    @Nullable Double volume,
    double carbonKg,
    List<String> notes) {
  /// What dies of one kind cost.
  ///
  /// @param name for people
  /// @param process they are made in
  /// @param count how many a package takes
  /// @param usd one good die
  /// @param yield share of good dies
  public record OfKind(String name, String process, int count, double usd, double yield) {}

  /// Copies the lists.
  public Cost {
    kinds = List.copyOf(kinds);
    notes = List.copyOf(notes);
  }

  /// Dies of all kinds in a package.
  public int dies() {
    return kinds.stream().mapToInt(OfKind::count).sum();
  }

  /// One good die of the first kind.
  public double dieUsd() {
    return kinds.getFirst().usd();
  }

  /// Share of good dies of the first kind.
  public double dieYield() {
    return kinds.getFirst().yield();
  }

  /// What the dies of the first kind are made in.
  public String process() {
    return kinds.getFirst().process();
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

  /// Carbon dioxide equivalent of the dies of so many packages, in kilograms.
  public double carbonKg(int packages) {
    return packages * carbonKg;
  }
}

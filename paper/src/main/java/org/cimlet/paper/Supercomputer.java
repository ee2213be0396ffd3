package org.cimlet.paper;

import java.util.List;
import java.util.stream.Collectors;

/// A machine of the paper's Figure 2, which counts the dies of its packages.
///
/// @param name of the machine
/// @param rank as the figure has it
/// @param exaflops in all, as printed
/// @param packages those of its nodes
public record Supercomputer(
    String name, String rank, String exaflops, List<IntegratedChip> packages) {
  /// Copies the list.
  public Supercomputer {
    packages = List.copyOf(packages);
  }

  /// A package of several dies.
  ///
  /// @param name as the figure has it
  /// @param kinds of die and how many, where the figure counts them
  /// @param dies in all, as printed or added up
  /// @param printed whether the figure prints the sum itself
  public record IntegratedChip(String name, String kinds, int dies, boolean printed) {}

  /// Figure 2, as printed.
  public static List<Supercomputer> all() {
    return List.of(
        new Supercomputer(
            "Argonne's machine",
            "new in 2023, first",
            "2",
            List.of(
                new IntegratedChip(
                    "Ponte Vecchio", "GPU, SRAM, HBM, active interposer", 47, true))),
        new Supercomputer(
            "El Capitan",
            "new in 2023, second",
            "2",
            List.of(
                new IntegratedChip("MI300/300X", "CPU, GPU, HBM, active interposer", 21, true))),
        new Supercomputer(
            "Frontier",
            "first of the Top 500 in 2022",
            "1.102",
            List.of(
                new IntegratedChip("AMD Zen 3", "CPU and I/O dies", 9, true),
                new IntegratedChip("MI250X", "2 GPU, 8 HBM", 2 + 8, false))),
        new Supercomputer(
            "Fugaku",
            "second of the Top 500 in 2022",
            "0.442",
            List.of(new IntegratedChip("A64FX", "1 CPU, 4 HBM", 1 + 4, false))));
  }

  /// Its packages in words.
  public String packagesLine() {
    return packages.stream()
        .map(chip -> "%s of %s dies (%s)".formatted(chip.name(), chip.dies(), chip.kinds()))
        .collect(Collectors.joining(" and "));
  }
}

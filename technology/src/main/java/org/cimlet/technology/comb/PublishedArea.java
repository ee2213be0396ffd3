package org.cimlet.technology.comb;

import java.util.List;
import org.cimlet.technology.comb.PublishedMacro.Role;
import org.cimlet.technology.scaling.Scaled;
import org.cimlet.technology.scaling.SramCell;

/// The area of a digital SRAM compute-in-memory macro as published, to hold [CombMacro] against.
///
/// @param name conference and maker
/// @param nodeNm process
/// @param shape of one adder tree with its cells; its depth is the bits stored over the bits
///   multiplied at once
/// @param banks each with inputs of its own
/// @param treesPerBank adder trees that share a bank's inputs
/// @param publishedMm2 of the macro, with everything in it
/// @param role whether the area of a gate was fitted to it
/// @param source where area and shape come from, and what of the shape is assumed
public record PublishedArea(
    String name,
    double nodeNm,
    CombShape shape,
    int banks,
    int treesPerBank,
    double publishedMm2,
    Role role,
    String source) {
  private static final double ANY_V = 0.9; // no area depends on it
  private static final String ZIGZAG =
      "shape and area as in ZigZag-IMC's validation, to which its gate of 0.614 um2 was fitted";
  private static final String SURVEY = "UIUC IMC survey: ";
  private static final String GUESSED = "; 64 channels a tree, all of it multiplying, assumed";

  /// By the parts, in square millimetres.
  public Scaled modelledMm2() {
    CombMacro tree = new CombMacro(shape, nodeNm, ANY_V);
    double sharing = banks * (treesPerBank - 1.0);
    double trees = (double) banks * treesPerBank;
    return tree.arrayUm2()
        .plus(tree.logicUm2())
        .map(um2 -> trees * um2)
        .plus(tree.inputsUm2().map(um2 -> -sharing * um2))
        .map(um2 -> um2 / 1e6);
  }

  /// Model over published.
  public double ratio() {
    return modelledMm2().value() / publishedMm2;
  }

  /// All that are at hand. Where a survey has operations and operations a square millimetre, the
  /// area is one over the other.
  public static List<PublishedArea> all() {
    return List.of(
        fitted("ISSCC 2022 15.5, ReDCIM", tree(32, 1, 8, 2, 32), 64, 6, 0.9408),
        fitted("ISSCC 2022 11.7", tree(32, 64, 8, 1, 16), 2, 1, 0.03),
        fitted("ISSCC 2023 7.2", tree(128, 8, 8, 2, 23), 8, 1, 0.1462),
        predicted("TSMC ISSCC 2021", 22, tree(256, 1, 4, 1, 16), 1, 64, 0.202, SURVEY + "64 Kb"),
        predicted(
            "TSMC VLSI 2022",
            12,
            tree(64, 1, 4, 1, 14),
            1,
            32,
            1.34 / 41.6,
            SURVEY + "8 Kb, 1.34 TOPS, 41.6 TOPS/mm2" + GUESSED),
        predicted(
            "TSMC ISSCC 2023",
            4,
            tree(64, 1, 12, 1, 19),
            1,
            72,
            6.98 / 408,
            SURVEY + "54 Kb, 6.98 TOPS, 408 TOPS/mm2" + GUESSED),
        predicted(
            "CICC 2024, STAR-SRAM",
            22,
            tree(64, 1, 8, 1, 15),
            1,
            32,
            2.42 / 60.5,
            SURVEY + "2.42 TOPS, 60.5 TOPS/mm2, 400 Kb/mm2" + GUESSED),
        predicted(
            "VLSI 2024, processor",
            22,
            tree(64, 1, 8, 1, 15),
            36,
            16,
            14.7 / 11.8,
            SURVEY + "36 x 8 Kb, 14.7 TOPS, 11.8 TOPS/mm2, all of a processor" + GUESSED),
        predicted(
            "MELOM-v2, ISSCC 2022 15.3",
            28,
            new CombShape(144, 128, 3, 4, 4, 24, SramCell.EIGHT_T, 128, 0),
            1,
            1,
            0.436 * 0.212,
            "CarbonSpot: 0.436 x 0.212 mm; 432 x 128 bits (ISSCC 2022 15.3)"));
  }

  private static CombShape tree(
      int channels, int depth, int weightBits, int inputBitsPerCycle, int sumBits) {
    int inputBits = 8;
    return new CombShape(
        channels,
        depth,
        weightBits,
        inputBits,
        inputBitsPerCycle,
        sumBits,
        SramCell.SIX_T,
        depth,
        0);
  }

  private static PublishedArea fitted(
      String name, CombShape shape, int banks, int trees, double mm2) {
    return new PublishedArea(name, 28, shape, banks, trees, mm2, Role.CALIBRATED, ZIGZAG);
  }

  private static PublishedArea predicted(
      String name,
      double nodeNm,
      CombShape shape,
      int banks,
      int trees,
      double mm2,
      String source) {
    return new PublishedArea(name, nodeNm, shape, banks, trees, mm2, Role.PREDICTED, source);
  }
}

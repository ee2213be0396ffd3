package org.cimlet.technology.silicon;

import static org.cimlet.technology.silicon.Comparison.Role.CALIBRATED;
import static org.cimlet.technology.silicon.Comparison.Role.PREDICTED;

import java.util.List;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.comb.CombShape.AdderCircuit;
import org.cimlet.technology.comb.RowAccess;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.SramCell;
import org.cimlet.technology.silicon.Comparison.Group;
import org.cimlet.technology.silicon.PublishedMacro.Published;
import org.cimlet.technology.silicon.PublishedMacro.Published.Area;
import org.cimlet.technology.silicon.PublishedMacro.Published.Cycle;
import org.cimlet.technology.silicon.PublishedMacro.Published.Efficiency;
import org.cimlet.technology.silicon.PublishedMacro.Rate;

/// Published macros whose figures fit together, and those that do not, with the reason.
///
/// Trees are taken to ripple and operands to be [Operands#USUAL] where a publication says nothing
/// of them. Weights of these macros stand still while they multiply; only minima read them bit by
/// bit.
public final class PublishedMacros {
  private static final String SURVEY = "UIUC IMC survey";
  private static final String ZIGZAG = "ZigZag-IMC's validation";

  private static final String APPROXIMATE =
      "; products of one bit by exclusive nors, in pairs by and and or gates in turn, as it is"
          + " described where it was built again (TinyMOA); taken to be compressed then";

  private PublishedMacros() {}

  /// A row that is not used.
  ///
  /// @param macro name
  /// @param reason why not
  public record LeftOut(String macro, String reason) {}

  /// All that are used.
  public static List<PublishedMacro> all() {
    return List.of(
        macro(
            "TSMC ISSCC 2021",
            Group.TSMC,
            22,
            shape(256, 4, 4, Operands.USUAL, SramCell.SIX_T, 1),
            1,
            64,
            new Rate(16_384, 10, 3.277),
            SURVEY,
            new Efficiency(0.72, 89, PREDICTED),
            new Area(0.202, PREDICTED)),
        macro(
            "TSMC ISSCC 2022",
            Group.TSMC,
            5,
            shape(64, 4, 4, Operands.USUAL, SramCell.TWELVE_T, 4),
            1,
            64,
            new Rate(4096, 3.45, 2.374),
            SURVEY
                + "; four cycles an invocation; eight macros on 0.104 mm2; 0.9 and 0.5 V gave"
                + " the threshold, so that one cycle is fitted to the other",
            new Efficiency(0.9, 69.9, PREDICTED),
            new Efficiency(0.5, 253.5, PREDICTED),
            new Cycle(0.9, 3.45 / 4, PREDICTED),
            new Area(0.104 / 8, PREDICTED)),
        macro(
            "TSMC ISSCC 2023",
            Group.TSMC,
            4,
            shape(144, 12, 12, Operands.USUAL, SramCell.SIX_T, 2),
            1,
            16,
            new Rate(2304, 0.66, 6.982),
            SURVEY,
            new Efficiency(0.9, 145.2 / 12, PREDICTED),
            new Cycle(0.9, 0.66, PREDICTED),
            new Area(0.0171, PREDICTED)),
        macro(
            "Metis, ISSCC 2024 11.3, random",
            Group.PRODUCT,
            12,
            shape(512, 8, 8, Operands.RANDOM, SramCell.SIX_T, 4),
            1,
            512,
            new Rate(262_144, 10, 52.4),
            "ISSCC 2024 11.3: 15 TOPS/W, random uniform activations and weights; 875 MHz at 0.70 V",
            new Efficiency(0.68, 15, CALIBRATED),
            new Cycle(0.7, 1 / 0.875, PREDICTED)),
        macro(
            "Metis, ISSCC 2024 11.3, sparse",
            Group.PRODUCT,
            12,
            shape(512, 8, 8, new Operands(0.25, 0.5, 0.05, 0.9), SramCell.SIX_T, 4),
            1,
            512,
            new Rate(262_144, 10, 52.4),
            "ISSCC 2024 11.3: 82 TOPS/W, 50 % of inputs and 90 % of weights zero; supply as for"
                + " random ones",
            new Efficiency(0.68, 82, CALIBRATED)),
        macro(
            "VLSI 2023, 137 TOPS/W",
            Group.RESEARCH,
            12,
            shape(64, 4, 4, Operands.USUAL, SramCell.EIGHT_T, 16),
            1,
            16,
            new Rate(1024, 3.33, 0.615),
            SURVEY,
            new Efficiency(0.55, 548.0 / 4, PREDICTED),
            new Cycle(0.55, 3.33, PREDICTED)),
        macro(
            "ISSCC 2022 11.7, dynamic logic",
            Group.RESEARCH,
            28,
            shape(32, 8, 8, Operands.USUAL, SramCell.SIX_T, 64),
            2,
            1,
            new Rate(64, 3, 0.0425),
            SURVEY
                + "; 32 channels by "
                + ZIGZAG
                + ", to which gate area and delay were fitted;"
                + " it accumulates in every channel, in dynamic logic, which the parts do not",
            new Efficiency(0.8, 27.38, PREDICTED),
            new Cycle(0.8, 3, CALIBRATED),
            new Area(0.0299, CALIBRATED)),
        macro(
            "ISSCC 2023 7.2, double bit",
            Group.RESEARCH,
            28,
            new CombShape(
                128,
                8,
                new Datapath(
                    128, 8, 8, 8, 2, Multiplier.SERIAL, Adders.RIPPLE, true, sumBits(128, 8, 8)),
                AdderCircuit.STANDARD_CELLS,
                new Operands(0.25, 0.5, 0.25, 0.5),
                false,
                SramCell.SIX_T,
                new RowAccess.Selector(8),
                0),
            1,
            8,
            new Rate(1024, 5.5, 1.49 / 4),
            SURVEY
                + " at 0.6 V, "
                + ZIGZAG
                + " at 0.9 V, to which gate area and delay were fitted:"
                + " half of inputs and weights zero",
            new Efficiency(0.6, 44, PREDICTED),
            new Efficiency(0.9, 19.5, PREDICTED),
            new Cycle(0.9, 5.495, CALIBRATED),
            new Area(0.1462, CALIBRATED)),
        macro(
            "ISSCC 2022 16.1, approximate once",
            Group.RESEARCH,
            28,
            approximate(Adders.APPROXIMATE),
            1,
            64,
            new Rate(16_384, 4, 8.19),
            SURVEY + APPROXIMATE,
            new Efficiency(0.9, 616, PREDICTED),
            new Cycle(0.9, 4, PREDICTED),
            new Area(0.049, PREDICTED)),
        macro(
            "ISSCC 2022 16.1, approximate twice",
            Group.RESEARCH,
            28,
            approximate(Adders.DOUBLE_APPROXIMATE),
            1,
            64,
            new Rate(16_384, 3.58, 9.15),
            SURVEY + APPROXIMATE,
            new Efficiency(0.9, 1108, PREDICTED),
            new Cycle(0.9, 3.58, PREDICTED),
            new Area(0.033, PREDICTED)),
        macro(
            "ISSCC 2023 7.3, minima",
            Group.RESEARCH,
            28,
            new CombShape(
                128,
                8,
                new Datapath(
                    128, 8, 8, 8, 1, Multiplier.MINIMUM, Adders.RIPPLE, false, sumBits(128, 1, 8)),
                AdderCircuit.STANDARD_CELLS,
                Operands.USUAL,
                false,
                SramCell.EIGHT_T,
                new RowAccess.Selector(8),
                0),
            1,
            16,
            new Rate(2048, 4.35, 0.9425),
            SURVEY
                + "; it multiplies nothing: distances, of which the macro adds minima of weights and"
                + " inputs, a bit of each in a cycle (its title; JSSC 60(2), 2025)",
            new Efficiency(0.9, 304.0 / 8, PREDICTED),
            new Cycle(0.9, 4.35, PREDICTED),
            new Area(0.02801, PREDICTED)),
        macro(
            "VLSI 2024, zig-zag",
            Group.RESEARCH,
            28,
            shape(128, 8, 8, Operands.USUAL, SramCell.SIX_T, 2),
            36,
            4,
            new Rate(36 * 512.0, 2.5, 36 * 0.4096),
            SURVEY + ", 28 nm by its abstract; area of the whole processor",
            new Efficiency(0.85, 154.9 / 8, PREDICTED),
            new Cycle(0.85, 2.5, PREDICTED),
            new Area(1.253, PREDICTED)),
        macro(
            "ISSCC 2022 15.5, ReDCIM",
            Group.WHOLE_CHIP,
            28,
            new CombShape(
                32,
                1,
                new Datapath(32, 8, 8, 8, 2, Multiplier.BOOTH4, Adders.RIPPLE, false, 32),
                AdderCircuit.STANDARD_CELLS,
                Operands.USUAL,
                false,
                SramCell.SIX_T,
                new RowAccess.Selector(1),
                0),
            64,
            6,
            new Rate(12_288, 4.55, 16 * 0.3375),
            SURVEY
                + "; shape and macros' area by "
                + ZIGZAG
                + ", to which gate area and delay were"
                + " fitted",
            new Efficiency(1, 77.8 / 4, PREDICTED),
            new Cycle(1, 4.55, CALIBRATED),
            new Area(0.9408, CALIBRATED)),
        macro(
            "ISSCC 2023, TensorCIM",
            Group.WHOLE_CHIP,
            28,
            shape(64, 8, 8, Operands.USUAL, SramCell.SIX_T, 64),
            32,
            1,
            new Rate(32 * 64.0, 5.71, 0.717),
            SURVEY,
            new Efficiency(0.65, 19.65, PREDICTED),
            new Cycle(0.65, 5.71 / 8, PREDICTED)));
  }

  /// Rows of digital macros that are not used.
  public static List<LeftOut> leftOut() {
    return List.of(
        new LeftOut(
            "TSMC ISSCC 2021, cycle",
            "16.3 TOPS/mm2 are of 4 bits by the title and of one by the survey: the cycle is"
                + " ambiguous by four"),
        new LeftOut(
            "TSMC ISSCC 2021 and 2022 at 8 bits", "efficiency without a rate; 4 bits are used"),
        new LeftOut(
            "TSMC ISSCC 2022, cycle at 0.5 V", "gave, with that at 0.9 V, the threshold of 5 nm"),
        new LeftOut(
            "TSMC VLSI 2022",
            "1.343 TOPS in 1.25 ns would be 839 multiplies, no multiple of its 64 channels"),
        new LeftOut(
            "VLSI 2023, area",
            "13.5 TOPS/mm2 of 0.1777 mm2 are 2.4 TOPS, the row has 0.615: another operating point"),
        new LeftOut("ISSCC 2022 15.5 by ZigZag-IMC", "36.63 TOPS/W belong to a lower voltage"),
        new LeftOut("VLSI 2024, 41.7 TOPS/W", "of the title; at the 0.85 V of its rate it is 19.4"),
        new LeftOut(
            "CICC 2024, STAR-SRAM",
            "409 TOPS/W at 1.2 V would leave 3.4 fF for eight ands and adders; a macro for floating"
                + " point"),
        new LeftOut("ISSCC 2022 15.3, COMB-MCM and MELOM-v2", "no rate; see the two chips"),
        new LeftOut("VLSI 2020, Z-PIM; ISSCC 2019, Compute SRAM", "no rate; no adder trees"));
  }

  /// All figures beside the same by the parts.
  public static List<Comparison> comparisons() {
    return all().stream().flatMap(macro -> macro.comparisons().stream()).toList();
  }

  private static PublishedMacro macro(
      String name,
      Group group,
      double nodeNm,
      CombShape shape,
      int banks,
      int outputs,
      Rate rate,
      String source,
      Published... figures) {
    return new PublishedMacro(
        name, group, nodeNm, shape, banks, outputs, rate, List.of(figures), source);
  }

  private static CombShape approximate(Adders adders) {
    return new CombShape(
        256,
        1,
        new Datapath(256, 1, 1, 1, 1, Multiplier.XNOR, adders, false, sumBits(256, 1, 1)),
        AdderCircuit.STANDARD_CELLS,
        Operands.usual(1),
        false,
        SramCell.EIGHT_T,
        new RowAccess.Selector(1),
        0);
  }

  private static CombShape shape(
      int channels, int weightBits, int inputBits, Operands operands, SramCell cell, int rows) {
    return new CombShape(
        channels,
        rows,
        Datapath.serial(channels, weightBits, inputBits, sumBits(channels, weightBits, inputBits)),
        AdderCircuit.STANDARD_CELLS,
        operands,
        false,
        cell,
        new RowAccess.Selector(rows),
        0);
  }

  /// Bits of a sum of products.
  private static int sumBits(int channels, int weightBits, int inputBits) {
    return weightBits + inputBits + Integer.SIZE - Integer.numberOfLeadingZeros(channels - 1);
  }
}

package org.cimlet.technology.comb;

import java.util.List;
import org.cimlet.technology.scaling.SramCell;

/// A digital SRAM compute-in-memory macro as published, to hold [CombMacro] against.
///
/// @param name conference and maker
/// @param nodeNm process
/// @param voltageV supply at the efficiency told
/// @param shape as far as published; channels of the adder tree that are not are taken as 64
/// @param topsPerW operations of the macro for each joule, a multiply-accumulate being two
/// @param role whether a constant was fitted to it
/// @param source where the figures come from, and what is assumed
public record PublishedMacro(
    String name,
    double nodeNm,
    double voltageV,
    CombShape shape,
    double topsPerW,
    Role role,
    String source) {

  /// What a macro is to the model.
  public enum Role {
    /// A constant of [MacroLogic] was fitted to it.
    CALIBRATED,
    /// Nothing was.
    PREDICTED
  }

  private static final String SURVEY = "UIUC IMC survey";
  private static final String GUESSED = SURVEY + "; 64 channels a tree assumed";
  private static final String ZIGZAG = "figures and shape as in ZigZag-IMC's validation";

  /// Femtojoules of a multiply-accumulate as published.
  public double publishedFj() {
    return 2000 / topsPerW;
  }

  /// The same by the parts. Weights of these macros stand still while they multiply, so that no row
  /// is read.
  public double modelledFj() {
    return new CombMacro(shape, nodeNm, voltageV).multiplyFj().value();
  }

  /// Model over published.
  public double ratio() {
    return modelledFj() / publishedFj();
  }

  /// All that are at hand.
  public static List<PublishedMacro> all() {
    return List.of(
        macro("TSMC ISSCC 2021, 4 bit", 22, 0.72, 4, 4, 1, 256, 89, Role.CALIBRATED, SURVEY),
        macro("TSMC ISSCC 2022, 4 bit", 5, 0.5, 4, 4, 1, 64, 253.5, Role.CALIBRATED, GUESSED),
        macro("TSMC ISSCC 2021, 8 bit", 22, 0.72, 8, 8, 1, 256, 24.7, Role.PREDICTED, SURVEY),
        macro("TSMC ISSCC 2022, 0.9 V", 5, 0.9, 4, 4, 1, 64, 69.9, Role.PREDICTED, GUESSED),
        macro("TSMC ISSCC 2022, 8 bit", 5, 0.5, 8, 8, 1, 64, 63, Role.PREDICTED, GUESSED),
        macro("TSMC VLSI 2022, 4 bit", 12, 0.72, 4, 4, 1, 64, 121, Role.PREDICTED, GUESSED),
        macro("TSMC VLSI 2022, 8 bit", 12, 0.72, 8, 8, 1, 64, 30.3, Role.PREDICTED, GUESSED),
        macro("TSMC ISSCC 2023, 1 x 12 bit", 4, 0.9, 12, 1, 1, 64, 145.2, Role.PREDICTED, GUESSED),
        macro("ISSCC 2022, 27.38 TOPS/W", 28, 0.8, 8, 8, 1, 64, 27.38, Role.PREDICTED, GUESSED),
        macro("ISSCC 2022 15.5, ReDCIM", 28, 0.9, 8, 8, 2, 32, 36.63, Role.PREDICTED, ZIGZAG),
        macro("ISSCC 2023 7.2", 28, 0.9, 8, 8, 2, 128, 19.5, Role.PREDICTED, ZIGZAG),
        macro("ISSCC 2023, TensorCIM", 28, 0.65, 8, 8, 1, 64, 19.6, Role.PREDICTED, GUESSED),
        macro(
            "ESSCIRC 2023, Jiang",
            16,
            0.8,
            8,
            8,
            1,
            64,
            23.8,
            Role.PREDICTED,
            GUESSED + ", and 0.8 V"),
        macro("VLSI 2024, 8 bit", 22, 0.85, 8, 8, 1, 64, 41.7, Role.PREDICTED, GUESSED),
        macro("VLSI 2023, 1 x 4 bit", 12, 0.55, 4, 1, 1, 64, 548, Role.PREDICTED, GUESSED),
        macro(
            "ISSCC 2023, 1 x 8 bit",
            28,
            0.9,
            8,
            1,
            1,
            64,
            304,
            Role.PREDICTED,
            GUESSED + "; adds approximately"),
        macro("CICC 2024, STAR-SRAM", 22, 1.2, 8, 1, 1, 64, 409, Role.PREDICTED, GUESSED));
  }

  private static PublishedMacro macro(
      String name,
      double nodeNm,
      double voltageV,
      int weightBits,
      int inputBits,
      int inputBitsPerCycle,
      int channels,
      double topsPerW,
      Role role,
      String source) {
    int sumBits = weightBits + inputBits + 32 - Integer.numberOfLeadingZeros(channels - 1);
    CombShape shape =
        new CombShape(
            channels, 1, weightBits, inputBits, inputBitsPerCycle, sumBits, SramCell.SIX_T, 1, 0);
    return new PublishedMacro(name, nodeNm, voltageV, shape, topsPerW, role, source);
  }
}

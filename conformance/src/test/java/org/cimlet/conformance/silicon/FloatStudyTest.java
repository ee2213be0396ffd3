package org.cimlet.conformance.silicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.comb.FloatMacro;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.FloatAlignment;
import org.cimlet.technology.logic.FloatWord;
import org.cimlet.technology.silicon.PublishedMacros;
import org.junit.jupiter.api.Test;

/// Floating-point macros as published beside the same by their parts, as the page has them. Their
/// shapes are those that the integer tables have; nothing is fitted.
class FloatStudyTest {
  private static final FloatWord BF16 = new FloatWord(8, 7);

  /// BF16 and INT8 of one macro at one operating point.
  ///
  /// @param outputs that share what aligns their inputs
  private record Row(String macro, double tflopsPerW, double topsPerW, int outputs) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("ISSCC 2022 15.5, ReDCIM", 29.2, 36.5, 6),
          new Row("ISSCC 2023 7.2, double bit", 31.6, 44, 8));

  @Test
  void floatingPointOverIntegersIsAsThePageSays() throws IOException {
    List<String> table = new ArrayList<>();
    table.add("| macro | BF16, TFLOPS/W | INT8, TOPS/W | energy ratio | by its parts | off |");
    table.add("|---|---|---|---|---|---|");
    for (Row row : ROWS) {
      CombShape shape = shape(row.macro());
      double predicted =
          floats(shape, row.outputs()).multiplyFj().value()
              / new CombMacro(shape, 28, 0.9).multiplyFj().value();
      double published = row.topsPerW() / row.tflopsPerW();
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.1f | %.2f | %.2f | %.2f |",
              row.macro(),
              row.tflopsPerW(),
              row.topsPerW(),
              published,
              predicted,
              predicted / published));
      assertThat(predicted / published).isBetween(1 / 1.5, 1.5);
    }
    SiliconPage.holds("float", table);
  }

  private static CombShape shape(String name) {
    return PublishedMacros.all().stream()
        .filter(macro -> macro.name().equals(name))
        .findFirst()
        .orElseThrow()
        .shape();
  }

  private static FloatMacro floats(CombShape of, int outputs) {
    FloatAlignment how = new FloatAlignment(false, 0);
    Datapath eight = of.datapath();
    Datapath mantissas =
        new Datapath(
            eight.channels(),
            how.weightBits(BF16),
            how.weightBits(BF16),
            how.inputBits(BF16),
            eight.inputBitsPerCycle(),
            eight.multiplier(),
            eight.adders(),
            eight.perBitColumn(),
            eight.accumulatorBits() + 2);
    CombShape shape =
        new CombShape(
            of.columns(),
            of.depth(),
            mantissas,
            of.adderCircuit(),
            of.operands(),
            of.weightsChange(),
            of.cell(),
            of.access(),
            0);
    return new FloatMacro(
        new CombMacro(of, 28, 0.9), new CombMacro(shape, 28, 0.9), BF16, how, outputs);
  }
}

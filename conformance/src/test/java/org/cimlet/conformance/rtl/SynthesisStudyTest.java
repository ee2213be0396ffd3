package org.cimlet.conformance.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.conformance.rtl.Synthesized.Model;
import org.cimlet.conformance.silicon.SiliconPage;
import org.cimlet.quantity.Si;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.comb.MacroLogic;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.SramCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The model's gates and delays in a library's cells beside what synthesis came to, as the page on
/// RTL has them. Nothing of the model is fitted to them.
class SynthesisStudyTest {
  private static final Path PAGE = Path.of("../docs/studies/rtl.md");

  @ParameterizedTest
  @EnumSource
  void every_part_has_as_many_gates_within_15_percent(Library library) {
    library.cells();
    assertThat(Synthesized.all())
        .filteredOn(row -> row.library() == library)
        .hasSizeGreaterThanOrEqualTo(20)
        .allSatisfy(row ->
            assertThat(row.model().gates() / row.gates()).as(row.name()).isBetween(0.85, 1.15));
  }

  /// Clocks of packed edges and of the bit-serial one.
  @ParameterizedTest
  @EnumSource
  void edges_are_as_fast_within_25_percent(Library library) {
    library.cells();
    assertThat(Synthesized.all())
        .filteredOn(row -> row.library() == library)
        .filteredOn(row ->
            row.kind().equals("serial") || row.kind().equals("edge") && row.design().pipeline() > 0)
        .hasSize(3)
        .allSatisfy(row -> assertThat(delay(row)).as(row.name()).isBetween(0.78, 1.25));
  }

  private static double delay(Synthesized row) {
    double nandPs = row.library().cells().library(/* withAdders= */ false).nandPs();
    return row.model().delay() * nandPs / row.delayPs();
  }

  /// Cells over silicon, calibrated on NAND gates at 45 and 7 nm.
  private static final double UTILISATION = 0.54;

  /// The model's NAND gate over those of four libraries; 2 and 130 nm are predicted.
  @ParameterizedTest
  @CsvSource({"2, 0.018144, 0.89", "7, 0.05832, 0.92", "45, 0.798, 1.10", "130, 7.2576, 0.72"})
  void cells_fill_half_of_the_silicon(double nodeNm, double cellUm2, double ratio) {
    assertThat(nandUm2(nodeNm) * UTILISATION / cellUm2).isCloseTo(ratio, within(0.005));
  }

  private static double nandUm2(double nodeNm) {
    return new MacroLogic(ProcessPoint.usual(nodeNm, 1)).nandUm2().value();
  }

  /// Square micrometres of packed edges in the model's silicon, not in the library's NAND gates.
  @ParameterizedTest
  @CsvSource({"ASAP7, 7", "GT2N, 2"})
  void edges_are_as_large_within_20_percent(Library library, double nodeNm) {
    library.cells();
    assertThat(Synthesized.all())
        .filteredOn(row -> row.library() == library && row.kind().equals("edge"))
        .hasSize(3)
        .allSatisfy(row ->
            assertThat(row.model().gates() * nandUm2(nodeNm) * UTILISATION / row.areaUm2())
                .as(row.name())
                .isBetween(0.8, 1.2));
  }

  /// The 28 nm chip has 320 MHz at 1.03 V: by its parts with the tree that is emitted for it, and
  /// with arrays and trees that ripple.
  @ParameterizedTest
  @CsvSource({"COMPRESSOR, 322", "RIPPLE, 251"})
  void the_28_nm_chip_is_as_fast_as_published(Adders adders, double mhz) {
    Datapath dot = new Datapath(8, 8, 8, 8, 8, Multiplier.ARRAY, adders, false, 32);
    CombShape shape =
        CombShape.onBoundary(192, dot, Operands.RANDOM, SramCell.SIX_T, 192, /* group= */ 32);
    assertThat(new CombMacro(shape, 28, 1.03).clockHz().value() / 1e6).isCloseTo(mhz, within(0.5));
  }

  @Test
  void the_table_is_as_the_page_says() throws IOException {
    for (Library library : Library.values()) {
      library.cells();
    }
    List<String> table = new ArrayList<>();
    StringBuilder head = new StringBuilder("| part |");
    for (Library library : Library.values()) {
      head.append(" %s: gates | by the model | ns | by the model |".formatted(library.title()));
    }
    table.add(head.toString());
    table.add("|---|" + "---|".repeat(4 * Library.values().length));
    List<Synthesized> all = Synthesized.all();
    for (String name :
        all.stream().map(Synthesized::name).distinct().sorted(this::order).toList()) {
      StringBuilder line = new StringBuilder("| " + title(name) + " |");
      for (Library library : Library.values()) {
        Optional<Synthesized> row =
            all.stream()
                .filter(one -> one.library() == library && one.name().equals(name))
                .findAny();
        line.append(row.map(SynthesisStudyTest::cells).orElse(" | | | |"));
      }
      table.add(line.toString());
    }
    SiliconPage.holds(PAGE, "syntheses", table);
  }

  private static String cells(Synthesized row) {
    Model model = row.model();
    return " %s | %s | %s | %s |"
        .formatted(
            Si.grouped(Math.round(row.gates())),
            ratio(model.gates() / row.gates()),
            String.format(Locale.ROOT, "%.2f", row.delayPs() / 1000),
            ratio(delay(row)));
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private int order(String a, String b) {
    return key(a).compareTo(key(b));
  }

  private static String key(String name) {
    String[] parts = name.split("_", -1);
    int kind =
        List.of("decoder", "fast", "butterfly", "skipper1", "tree", "edge", "serial")
            .indexOf(parts[0]);
    StringBuilder key = new StringBuilder().append(kind);
    for (int i = 1; i < parts.length; i++) {
      key.append(String.format(Locale.ROOT, "%04d", Integer.parseInt(parts[i])));
    }
    return key.toString();
  }

  private static String title(String name) {
    String[] parts = name.split("_", -1);
    return switch (parts[0]) {
      case "decoder" -> "mask decoder %s of %s".formatted(parts[2], parts[1]);
      case "fast" -> "the same, carries saved, %s of %s".formatted(parts[2], parts[1]);
      case "butterfly" -> "butterfly %s of %s, 8 bits".formatted(parts[2], parts[1]);
      case "skipper1" -> "zero skipper %s of %s, control words kept".formatted(parts[2], parts[1]);
      case "tree" -> "%s products of 8 x 8 bits, tree, accumulator's adder".formatted(parts[1]);
      case "edge" -> "packed edge, 8 of 32, registers on the way: %s".formatted(parts[1]);
      default -> "bit-serial edge, 96 columns of 3 x 3 bits";
    };
  }
}

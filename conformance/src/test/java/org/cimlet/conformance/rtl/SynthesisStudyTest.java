package org.cimlet.conformance.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.conformance.rtl.Synthesized.Model;
import org.cimlet.conformance.silicon.SiliconPage;
import org.cimlet.quantity.Si;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  /// Clocks of packed edges; one of eight is missed.
  @ParameterizedTest
  @EnumSource
  void edges_are_as_fast_within_28_percent(Library library) {
    library.cells();
    assertThat(Synthesized.all())
        .filteredOn(row -> row.library() == library)
        .filteredOn(row -> row.kind().equals("edge") && row.design().pipeline() > 0)
        .hasSize(2)
        .allSatisfy(row -> assertThat(delay(row)).as(row.name()).isBetween(1 / 1.28, 1.28));
  }

  private static double delay(Synthesized row) {
    double nandPs = row.library().cells().library(/* withAdders= */ false).nandPs();
    return row.model().delay() * nandPs / row.delayPs();
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
        List.of("decoder", "butterfly", "skipper1", "tree", "edge", "serial").indexOf(parts[0]);
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
      case "butterfly" -> "butterfly %s of %s, 8 bits".formatted(parts[2], parts[1]);
      case "skipper1" -> "zero skipper %s of %s, control words kept".formatted(parts[2], parts[1]);
      case "tree" -> "%s products of 8 x 8 bits, tree, accumulator's adder".formatted(parts[1]);
      case "edge" -> "packed edge, 8 of 32, registers on the way: %s".formatted(parts[1]);
      default -> "bit-serial edge, 96 columns of 3 x 3 bits";
    };
  }
}

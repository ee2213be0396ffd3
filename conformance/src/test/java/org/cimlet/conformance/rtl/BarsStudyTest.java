package org.cimlet.conformance.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cimlet.conformance.silicon.SiliconPage;
import org.cimlet.quantity.Si;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The emitted parts beside other ways to write the same, and what wires add to them, as the page
/// on RTL has them: recorded syntheses, placements and routes.
class BarsStudyTest {
  private static final Path PAGE = Path.of("../docs/studies/rtl.md");

  private static final Map<String, String> TITLES = titles();

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("decoder_32_8", "mask decoder 8 of 32");
    titles.put("fast_32_8", "the same, carries saved");
    titles.put("skipper0_32_8", "zero skipper 8 of 32, 8 bits");
    titles.put("fastskipper0_32_8", "the same, carries saved");
    titles.put("tree_8", "8 products, tree, accumulator's adder of 32 bits");
    titles.put("cells_8", "the same, adders that are cells");
    titles.put("booth_8", "the same by Booth's radix 4, one sum");
    titles.put("operators_8", "the same by operators `*` and `+`");
    titles.put("dot_8", "8 products, tree, sum of 16 bits");
    titles.put("dotcells_8", "the same, adders that are cells");
    return titles;
  }

  /// Gates over the library's NAND gate, and nanoseconds.
  private record Size(double gates, double ns) {}

  private static List<String[]> rows(String resource) throws IOException {
    try (InputStream in = BarsStudyTest.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    }
  }

  private static Map<String, Size> sizes(Library library) throws IOException {
    Map<String, Size> sizes = new TreeMap<>();
    List<String[]> all = new ArrayList<>(rows("/syntheses.csv"));
    all.addAll(rows("/bars.csv"));
    double nand = library.cells().nand().areaUm2();
    for (String[] row : all) {
      if (Synthesized.library(row[0]) == library && TITLES.containsKey(row[1])) {
        sizes.put(
            row[1], new Size(Double.parseDouble(row[2]) / nand, Double.parseDouble(row[3]) / 1000));
      }
    }
    return sizes;
  }

  private static Size size(Map<String, Size> sizes, String name) {
    return Objects.requireNonNull(sizes.get(name), name);
  }

  /// Nangate's bars in gates hold in every library; of a faster decoder, 0.82 of 1.12 ns.
  @ParameterizedTest
  @EnumSource
  void decoders_are_as_small_and_as_fast_as_asked(Library library) throws IOException {
    Map<String, Size> sizes = sizes(library);
    Size decoder = size(sizes, "decoder_32_8");
    Size fast = size(sizes, "fast_32_8");
    assertThat(decoder.gates()).isLessThanOrEqualTo(454);
    assertThat(fast.gates()).isLessThanOrEqualTo(519);
    assertThat(fast.ns() / decoder.ns()).isLessThanOrEqualTo(0.82 / 1.12);
  }

  /// What the parts are compared with in their own libraries: SG13G2's decoder and skipper, ASAP7's
  /// decoder and products.
  static Stream<Arguments> alike() {
    return Stream.of(
        arguments(Library.SG13G2, "decoder_32_8", 410),
        arguments(Library.SG13G2, "skipper0_32_8", 2931),
        arguments(Library.ASAP7, "decoder_32_8", 430),
        arguments(Library.ASAP7, "dot_8", 4183));
  }

  @ParameterizedTest
  @MethodSource("alike")
  void parts_are_as_small_as_asked(Library library, String name, double gates) throws IOException {
    assertThat(size(sizes(library), name).gates()).isLessThanOrEqualTo(gates);
  }

  /// A quarter below operators in every library; below Booth where adders are cells. In adders of
  /// gates Booth's products are smaller in two libraries.
  @ParameterizedTest
  @EnumSource
  void products_take_fewer_gates_than_other_ways(Library library) throws IOException {
    Map<String, Size> sizes = sizes(library);
    double tree = size(sizes, "tree_8").gates();
    double booth = size(sizes, "booth_8").gates();
    assertThat(tree / size(sizes, "operators_8").gates()).isLessThan(0.75);
    switch (library) {
      case OSU180, ASAP7 -> {
        assertThat(tree / booth).isLessThan(1);
        assertThat(size(sizes, "cells_8").gates() / booth).isLessThan(0.76);
      }
      case SG13G2, GT2N -> assertThat(tree / booth).isBetween(1.0, 1.07);
    }
  }

  @Test
  void the_table_of_bars_is_as_the_page_says() throws IOException {
    List<Map<String, Size>> all = new ArrayList<>();
    StringBuilder head = new StringBuilder("| part |");
    for (Library library : Library.values()) {
      all.add(sizes(library));
      head.append(" %s: gates | ns |".formatted(library.title()));
    }
    List<String> table = new ArrayList<>();
    table.add(head.toString());
    table.add("|---|" + "---|".repeat(2 * all.size()));
    for (Map.Entry<String, String> title : TITLES.entrySet()) {
      StringBuilder line = new StringBuilder("| " + title.getValue() + " |");
      for (Map<String, Size> sizes : all) {
        line.append(
            Optional.ofNullable(sizes.get(title.getKey()))
                .map(size ->
                    " %s | %s |"
                        .formatted(Si.grouped(Math.round(size.gates())), decimals(size.ns())))
                .orElse(" no such cells | |"));
      }
      table.add(line.toString());
    }
    SiliconPage.holds(PAGE, "bars", table);
  }

  /// Wires of placed and routed parts load their gates by 15 % at most and delay them by a tenth:
  /// less than the model's clock may be off without them.
  @Test
  void wires_add_little_at_180_nm() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        "| part | utilisation of the core, of the die | wire, mm | wire a net, µm | wires' capacitance"
            + " over pins' | ns without wires | with |");
    table.add("|---|---|---|---|---|---|---|");
    for (String[] row : rows("/routed.csv")) {
      double[] of = Stream.of(row).skip(1).mapToDouble(Double::parseDouble).toArray();
      assertThat(of[0] / of[1]).as(row[0]).isBetween(0.75, 0.8);
      assertThat(of[5] / of[6]).as(row[0]).isLessThan(0.15);
      assertThat(of[8] / of[7]).as(row[0]).isBetween(1.0, 1.105);
      table.add(
          "| %s | %s, %s | %s | %s | %s | %s | %s |"
              .formatted(
                  row[0],
                  decimals(of[0] / of[1]),
                  decimals(of[0] / of[2]),
                  decimals(of[4] / 1000),
                  Math.round(of[4] / of[3]),
                  decimals(of[5] / of[6]),
                  decimals(of[7] / 1000),
                  decimals(of[8] / 1000)));
    }
    SiliconPage.holds(PAGE, "wires", table);
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

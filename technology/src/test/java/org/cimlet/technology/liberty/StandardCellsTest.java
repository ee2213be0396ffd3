package org.cimlet.technology.liberty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cimlet.technology.logic.CellLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardCellsTest {
  private static final String TIMING =
      """
            timing () {
              related_pin : "A";
              cell_rise (by_edge_and_load) { values ("0.01, 0.11", "0.01, 0.11"); }
              cell_fall (by_edge_and_load) { values ("0.03, 0.13", \\
                "0.03, 0.13"); }
              rise_transition (by_edge_and_load) { values ("0.0, 0.1", "0.0, 0.1"); }
              fall_transition (by_edge_and_load) { values ("0.0, 0.1", "0.0, 0.1"); }
            }
      """;

  private static String cell(String name, double area, String function, String... inputs) {
    StringBuilder text = new StringBuilder("  cell (%s) {\n    area : %s;\n".formatted(name, area));
    for (String input : inputs) {
      text.append("    pin (%s) { direction : input; capacitance : 0.01; }\n".formatted(input));
    }
    return text.append(
            "    pin (Y) { direction : output; function : \"%s\";\n%s    }\n  }\n"
                .formatted(function, TIMING))
        .toString();
  }

  private static final String GATES =
      cell("INV", 3, "!A", "A")
          + cell("NAND", 4, "(!(A B))", "A", "B")
          + cell("NAND_LARGE", 6, "!(A*B)", "A", "B")
          + cell("NOR", 5, "!(A+B)", "A", "B")
          + cell("XOR", 9, "(A&!B)|(!A&B)", "A", "B")
          + """
            cell (DFF) {
              area : 20;
              ff (IQ, IQN) { next_state : "D"; clocked_on : "C"; }
              pin (D) { direction : input; capacitance : 0.01; }
              pin (C) { direction : input; capacitance : 0.01; }
              pin (Q) { direction : output; function : "IQ"; }
            }
            cell (LATCH) {
              area : 10;
              latch (IQ, IQN) { data_in : "D"; enable : "G"; }
              pin (D) { direction : input; capacitance : 0.01; }
              pin (G) { direction : input; capacitance : 0.01; }
              pin (Q) { direction : output; function : "IQ"; }
            }
          """;

  /// Delays and edges rise by a tenth of a nanosecond for each picofarad, whatever the input's
  /// edge.
  private static StandardCells read(String cells) {
    return StandardCells.read(
        """
        /* A library. */
        library (tiny) {
          time_unit : "1ns";
          capacitive_load_unit (1, pf);
          nom_voltage : 2;
          lu_table_template (by_edge_and_load) {
            variable_1 : input_net_transition;
            variable_2 : total_output_net_capacitance;
            index_1 ("0, 1"); index_2 ("0, 1");
          }
        %s
        }
        """
            .formatted(cells));
  }

  /// A NAND that drives four: 20 ps and 4 x 10 fF x 0.1 ps; twice its area a NOR and a NAND.
  @Test
  void figuresAreOverTheSmallestNand() {
    CellLibrary library = read(GATES).library(false);
    assertThat(library.name()).isEqualTo("tiny");
    assertThat(library.nandUm2()).isEqualTo(4);
    assertThat(library.nandPs()).isCloseTo(24, within(1e-9));
    assertThat(library.nand().area()).isCloseTo((1 + 1.25) / 2, within(1e-9));
    assertThat(library.not().area()).isEqualTo(0.75);
    assertThat(library.xor().area()).isEqualTo(2.25);
    assertThat(library.registerArea()).isEqualTo(5);
    assertThat(library.hasAdders()).isFalse();
  }

  /// Three gates and an eighth of an inverter; no gate is and and or at once.
  @Test
  void whatALibraryLacksIsMadeOfWhatItHas() {
    CellLibrary library = read(GATES).library(false);
    double gate = 1.125;
    assertThat(library.mux().area()).isCloseTo(3 * gate + 0.75 / 8, within(1e-9));
    assertThat(library.andArea()).isCloseTo(gate + 0.75, within(1e-9));
    assertThat(library.fullAdderArea()).isCloseTo(2 * 2.25 + 3 * gate, within(1e-9));
    CellLibrary with = read(GATES + cell("MUX", 8, "!(S*A+!S*B)", "A", "B", "S")).library(false);
    assertThat(with.mux().area()).isEqualTo(2);
  }

  /// An exclusive or does not turn edges: the slower one counts, 30 ps in place of 20.
  @Test
  void cellsThatDoNotInvertAreAsSlowAsTheSlowerEdge() {
    CellLibrary library = read(GATES).library(false);
    double nandPs = library.nandPs();
    assertThat(library.nand().fast().parasitic() + 4 * library.nand().fast().effort())
        .isCloseTo(1, within(1e-9));
    assertThat(library.xor().fast().parasitic() + 4 * library.xor().fast().effort())
        .isCloseTo(34 / nandPs, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "A*B, 8",
    "A B, 8",
    "A&B', 2",
    "!A+B, 13",
    "A^B, 6",
    "!(A|B), 1",
    "(A*!B)+(!A*B), 6",
    "1, 15"
  })
  void functionsAreTruthTables(String function, long table) {
    assertThat(BooleanFunction.truth(function, List.of("A", "B"))).isEqualTo(table);
  }

  @Test
  void whatIsNoLibraryIsSaidWithItsLine() {
    assertThatThrownBy(() -> StandardCells.read("library (x) {\n  cell (A) {\n"))
        .hasMessageContaining("line 2: ")
        .hasMessageContaining("must end with }");
    assertThatThrownBy(() -> StandardCells.read("module x;"))
        .hasMessageContaining("must be followed by");
    assertThatThrownBy(() -> read(cell("INV", 3, "!A", "A")))
        .hasMessageContaining("must have a NAND gate");
    assertThatThrownBy(() -> read(cell("NAND", 4, "!(A*B)", "A", "B")).library(false))
        .hasMessageContaining("must have an inverter, tiny has none");
    assertThatThrownBy(() -> read(GATES).library(true))
        .hasMessageContaining("must have a half adder");
    assertThatThrownBy(() -> read(cell("ODD", 4, "!(A*Z)", "A", "B")))
        .hasMessageContaining("no function of [A, B]");
  }
}

package org.cimlet.conformance.fuzz;

/// A Liberty library of the four cells that one must have.
final class SmallLibrary {
  static final String TEXT =
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
      """
          + gate("INV", "!A", "A")
          + gate("NAND", "(!(A B))", "A", "B")
          + gate("XOR", "(A&!B)|(!A&B)", "A", "B")
          + """
            cell (DFF) {
              area : 20;
              ff (IQ, IQN) { next_state : "D"; clocked_on : "C"; }
              pin (D) { direction : input; capacitance : 0.01; }
              pin (C) { direction : input; capacitance : 0.01; }
              pin (Q) { direction : output; function : "IQ"; }
            }
          }
          """;

  private SmallLibrary() {}

  private static String gate(String name, String function, String... inputs) {
    StringBuilder text = new StringBuilder("  cell (%s) {\n    area : 4;\n".formatted(name));
    for (String input : inputs) {
      text.append("    pin (%s) { direction : input; capacitance : 0.01; }\n".formatted(input));
    }
    return text.append(
            """
                pin (Y) { direction : output; function : "%s";
                  timing () {
                    related_pin : "A";
                    cell_rise (by_edge_and_load) { values ("0.01, 0.11", "0.01, 0.11"); }
                    cell_fall (by_edge_and_load) { values ("0.03, 0.13", "0.03, 0.13"); }
                    rise_transition (by_edge_and_load) { values ("0.0, 0.1", "0.0, 0.1"); }
                    fall_transition (by_edge_and_load) { values ("0.0, 0.1", "0.0, 0.1"); }
                  }
                }
              }
            """
                .formatted(function))
        .toString();
  }
}

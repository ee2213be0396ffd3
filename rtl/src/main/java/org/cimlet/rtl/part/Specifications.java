package org.cimlet.rtl.part;

import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// Behavioural modules: what a part is to do, written without a thought of how. They are what
/// proofs and benches hold the parts against.
final class Specifications {
  private Specifications() {}

  static String of(Part part, Design design, boolean bitSerial) {
    VerilogModule top = part.modules(design, bitSerial).getFirst();
    String body =
        switch (part) {
          case MASK_DECODER ->
              ButterflySpecification.decoder(new ButterflyShape(design.group(), design.kept()));
          case BUTTERFLY ->
              ButterflySpecification.butterfly(
                  new ButterflyShape(design.group(), design.kept()), design);
          case ZERO_SKIPPER -> skipper(design);
          case ADDER_TREE -> tree(design);
          case MACRO_EDGE -> edge(design);
          case BIT_SERIAL_EDGE -> serialEdge(design);
          case MACRO -> macro(design, bitSerial);
        };
    return "// What %s is to do.\nmodule %s_spec (\n%s\n);\n%sendmodule\n"
        .formatted(part.label(), part.label(), ports(top.ports(), part), indented(body));
  }

  private static String indented(String body) {
    return body.lines()
        .map(line -> line.isEmpty() ? line : "  " + line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /// Outputs are variables where an always block sets them.
  private static String ports(List<Port> ports, Part part) {
    boolean variables =
        switch (part) {
          case MASK_DECODER, BUTTERFLY -> true;
          case ZERO_SKIPPER, ADDER_TREE, MACRO_EDGE, BIT_SERIAL_EDGE, MACRO -> false;
        };
    return ports.stream()
        .map(port ->
            "  %s %s%s"
                .formatted(
                    port.isOutput() ? variables ? "output reg " : "output wire" : "input  wire",
                    range(port.name()),
                    port.name().name()))
        .collect(Collectors.joining(",\n"));
  }

  private static String range(Name name) {
    return name.width() == 1 ? "" : "[%s:0] ".formatted(name.width() - 1);
  }

  /// A text with numbers put in: `$name` stands for each.
  static String filled(String text, Object... namesAndValues) {
    String filled = text;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      filled = filled.replace("$" + namesAndValues[i] + "$", namesAndValues[i + 1].toString());
    }
    return filled;
  }

  /// The function that gathers, as a text of its own.
  private static String gather(Design design) {
    return filled(
        """
        // Output k is the k-th selected input, 0 where there is none: from the last input to the
        // first, a selected one goes below those found so far.
        function [$outputs$:0] selection(input [$masks$:0] selected, input [$inputs$:0] from);
          integer i;
          begin
            selection = $outputs1$'d0;
            for (i = $masks$; i >= 0; i = i - 1)
              if (selected[i]) selection = $pushed$;
          end
        endfunction
        """,
        "pushed",
        design.kept() == 1
            ? "from[i * $bits$ +: $bits$]"
            : "{selection[$pushed_to$:0], from[i * $bits$ +: $bits$]}",
        "pushed_to",
        (design.kept() - 1) * design.inputBits() - 1,
        "outputs1",
        design.kept() * design.inputBits(),
        "outputs",
        design.kept() * design.inputBits() - 1,
        "masks",
        design.group() - 1,
        "inputs",
        design.group() * design.inputBits() - 1,
        "bits",
        design.inputBits());
  }

  private static String skipper(Design design) {
    String widths =
        filled(
            "reg [$masks$:0] mask_q;\nreg [$outputs$:0] y_q;\n",
            "masks",
            design.group() - 1,
            "outputs",
            design.kept() * design.inputBits() - 1);
    return gather(design)
        + switch (design.pipeline()) {
          case 0 -> "assign y = selection(mask, x);\n";
          case 1 ->
              widths.lines().findFirst().orElseThrow()
                  + "\nalways @(posedge clock) mask_q <= mask;\nassign y = selection(mask_q, x);\n";
          default ->
              widths
                  + """
                  always @(posedge clock) begin
                    mask_q <= mask;
                    y_q <= selection(mask_q, x);
                  end
                  assign y = y_q;
                  """;
        };
  }

  /// The function that multiplies and adds, as wide as nothing is lost.
  private static String dot(Design design) {
    return filled(
        """
        // The products' sum.
        function signed [$sum$:0] dot(input [$weights$:0] w, input [$inputs$:0] v);
          integer i;
          reg signed [$w$:0] weight;
          reg signed [$v$:0] value;
          begin
            dot = $sum1$'d0;
            for (i = 0; i < $columns$; i = i + 1) begin
              weight = w[i * $w1$ +: $w1$];
              value = v[i * $v1$ +: $v1$];
              dot = dot + weight * value;
            end
          end
        endfunction
        """,
        "sum1",
        design.sumBits(),
        "sum",
        design.sumBits() - 1,
        "weights",
        design.columns() * design.weightBits() - 1,
        "inputs",
        design.columns() * design.inputBits() - 1,
        "w1",
        design.weightBits(),
        "v1",
        design.inputBits(),
        "w",
        design.weightBits() - 1,
        "v",
        design.inputBits() - 1,
        "columns",
        design.columns());
  }

  private static String tree(Design design) {
    return dot(design)
        + filled(
            """
            wire signed [$sum$:0] total = dot(weights, inputs) + $so_far$;
            assign sum = total[$top$:0];
            assign overflow = total != $kept$;
            """,
            "so_far",
            widened("addend", design),
            "kept",
            widened("total", design),
            "sum",
            design.sumBits() - 1,
            "top",
            design.accumulatorBits() - 1);
  }

  private static String edge(Design design) {
    String held =
        filled(
            """
            reg [$x$:0] held;
            always @(posedge clock) if (load) held <= x;
            """,
            "x",
            design.heldInputs() * design.inputBits() - 1);
    return (design.isPacked() ? gather(design) : "")
        + dot(design)
        + held
        + inputs(design)
        + delays(design)
        + accumulator(design, "dot(row, inputs)");
  }

  /// The inputs of the row that is multiplied.
  private static String inputs(Design design) {
    int bits = design.columns() * design.inputBits();
    if (!design.isPacked()) {
      return "wire [%s:0] inputs = held;\n".formatted(bits - 1);
    }
    StringBuilder text = new StringBuilder();
    String mask = design.pipeline() > 0 ? "mask_q" : "mask";
    int gatheredBits = design.groupsPerRow() * design.kept() * design.inputBits();
    if (design.pipeline() > 0) {
      text.append(
          "reg [%s:0] mask_q;\nalways @(posedge clock) mask_q <= mask;\n"
              .formatted(design.maskBits() - 1));
    }
    text.append("wire [%s:0] found = {".formatted(gatheredBits - 1));
    for (int group = design.groupsPerRow() - 1; group >= 0; group--) {
      int elements = design.group() * design.inputBits();
      text.append(
          "%sselection(%s[%s +: %s], held[%s +: %s])"
              .formatted(
                  group == design.groupsPerRow() - 1 ? "" : ", ",
                  mask,
                  group * design.group(),
                  design.group(),
                  group * elements,
                  elements));
    }
    text.append("};\n");
    String found = "found";
    if (design.pipeline() > 1) {
      text.append(
          "reg [%s:0] found_q;\nalways @(posedge clock) found_q <= found;\n"
              .formatted(gatheredBits - 1));
      found = "found_q";
    }
    if (design.rowsPerGroup() > 1) {
      text.append(
          filled(
              """
              reg [$all$:0] waiting;
              wire [$all$:0] queue = begins ? $found$ : waiting;
              always @(posedge clock) if (comes) waiting <= queue >> $row$;
              wire [$last$:0] inputs = queue[$last$:0];
              """,
              "all",
              gatheredBits - 1,
              "found",
              found,
              "row",
              bits,
              "last",
              bits - 1));
    } else {
      text.append("wire [%s:0] inputs = %s;\n".formatted(bits - 1, found));
    }
    // begins and comes are declared before their use
    return design.rowsPerGroup() > 1 ? "wire begins, comes;\n" + text : text.toString();
  }

  /// What goes with a row, as late as the row is multiplied.
  private static String delays(Design design) {
    boolean queue = design.rowsPerGroup() > 1;
    StringBuilder text = new StringBuilder();
    String now = queue ? "{gather, weights, valid, first, last}" : "{weights, valid, first, last}";
    int bits = design.columns() * design.weightBits() + 3 + (queue ? 1 : 0);
    for (int clock = 1; clock <= design.pipeline(); clock++) {
      text.append(
          filled(
              "reg [$bits$:0] way_$clock$;\nalways @(posedge clock) way_$clock$ <= $now$ & {{$data${1'b1}}, ~reset, 2'b11};\n",
              "bits",
              bits - 1,
              "clock",
              clock,
              "data",
              bits - 3,
              "now",
              now));
      now = "way_" + clock;
    }
    text.append("wire row_valid, row_first, row_last;\n");
    text.append("wire [%s:0] row;\n".formatted(design.columns() * design.weightBits() - 1));
    if (queue) {
      text.append("assign comes = row_valid;\n");
    }
    text.append(
        "assign {%srow, row_valid, row_first, row_last} = %s;\n"
            .formatted(queue ? "begins, " : "", now));
    return text.toString();
  }

  /// A word of the accumulator's bits with its sign repeated above.
  private static String widened(String word, Design design) {
    int top = design.accumulatorBits() - 1;
    return "$signed({{%s{%s[%s]}}, %s[%s:0]})"
        .formatted(design.sumBits() - top - 1, word, top, word, top);
  }

  private static String accumulator(Design design, String product) {
    return filled(
        """
        reg [$top$:0] held_sum;
        reg done, too_large;
        wire signed [$sum$:0] total = $product$ + (row_first ? $wide$'sd0 : $so_far$);
        always @(posedge clock) begin
          done <= ~reset & row_valid & row_last;
          if (reset) too_large <= 1'b0;
          else if (row_valid & (total != $kept$)) too_large <= 1'b1;
          if (row_valid) held_sum <= total[$top$:0];
        end
        assign sum = held_sum;
        assign sum_valid = done;
        assign overflow = too_large;
        """,
        "top",
        design.accumulatorBits() - 1,
        "sum",
        design.sumBits() - 1,
        "wide",
        design.sumBits(),
        "so_far",
        widened("held_sum", design),
        "kept",
        widened("total", design),
        "product",
        product);
  }

  /// A row counts in the last of its clocks, all bits of the inputs at once.
  private static String serialEdge(Design design) {
    return dot(design)
        + filled(
            """
            reg [$x$:0] inputs;
            always @(posedge clock) if (load) inputs <= x;
            reg [$place$:0] clocks;
            """,
            "x",
            design.columns() * design.inputBits() - 1,
            "place",
            Math.max(1, Design.bitsOf(design.inputBits() - 1)) - 1)
        + delays(design)
            .replace("wire row_valid,", "wire row_clock,")
            .replace("row, row_valid, row_first", "row, row_clock, row_first")
        + filled(
            """
            wire ends = clocks == $last$;
            wire row_valid = row_clock & ends;
            always @(posedge clock)
              if (reset) clocks <= 0;
              else if (row_clock) clocks <= ends ? 0 : clocks + 1;
            """,
            "last",
            design.inputBits() - 1)
        + accumulator(design, "dot(row, inputs)");
  }

  private static String macro(Design design, boolean bitSerial) {
    Part edge = bitSerial ? Part.BIT_SERIAL_EDGE : Part.MACRO_EDGE;
    String others =
        MacroEdgeRtl.ports(design).stream()
            .map(port -> port.name().name())
            .map(name ->
                switch (name) {
                  case "weights" ->
                      ".weights(row[%s:0])".formatted(design.columns() * design.weightBits() - 1);
                  case "mask" ->
                      ".mask(row[%s:%s])"
                          .formatted(design.rowBits() - 1, design.columns() * design.weightBits());
                  case "valid" -> ".valid(read_q)";
                  case "first", "last", "gather" -> ".%s(%s_q)".formatted(name, name);
                  default -> ".%s(%s)".formatted(name, name);
                })
            .collect(Collectors.joining(", "));
    boolean queue = design.rowsPerGroup() > 1;
    return filled(
        """
        reg [$row$:0] rows [0:$last$];
        reg [$row$:0] row;
        reg read_q, first_q, last_q$gather_q$;
        always @(posedge clock) begin
          if (write) rows[address] <= write_row;
          row <= rows[address];
          read_q <= read & ~reset;
          first_q <= first;
          last_q <= last;$gather$
        end
        $edge$_spec edge_of_rows ($others$);
        """,
        "row",
        design.rowBits() - 1,
        "last",
        design.rows() - 1,
        "edge",
        edge.label(),
        "gather_q",
        queue ? ", gather_q" : "",
        "gather",
        queue ? "\n  gather_q <= gather;" : "",
        "others",
        others);
  }
}

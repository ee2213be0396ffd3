package org.cimlet.rtl.part;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// A whole macro: a memory of rows, of which one is read with every clock, and the edge that
/// multiplies it. The memory is a module of its own, to be replaced by what a foundry delivers.
final class MacroRtl {
  static final String NAME = "macro";
  static final String MEMORY = "row_memory";

  private MacroRtl() {}

  static int addressBits(Design design) {
    return Math.max(1, Design.bitsOf(design.rows() - 1));
  }

  static VerilogModule module(Design design, String edge) {
    Name row = new Name("row", design.rowBits());
    List<Port> ports = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    ports.add(Port.in("clock", 1, "rising edge"));
    ports.add(Port.in("reset", 1, "clears overflow and what is on its way"));
    ports.add(Port.in("write", 1, "store a row"));
    ports.add(Port.in("write_row", row.width(), "its weights, above them its masks"));
    ports.add(Port.in("address", addressBits(design), "the row that is written or read"));
    Item.Instance memory = Item.Instance.of(MEMORY, "memory");
    for (String port : List.of("clock", "write", "write_row", "address")) {
      memory = memory.with(port, named(ports, port));
    }
    items.add(new Item.Note("Rows; what is read stands a clock later."));
    items.add(new Item.Wire(row, null));
    items.add(memory.with("row", row));
    Item.Instance instance = Item.Instance.of(edge, "edge_of_rows");
    items.add(new Item.Note("What goes with the row."));
    for (Port port : MacroEdgeRtl.ports(design)) {
      Name name = port.name();
      switch (name.name()) {
        case "weights" -> instance = instance.with("weights", row.bits(name.width() - 1, 0));
        case "mask" ->
            instance = instance.with("mask", row.bits(row.width() - 1, row.width() - name.width()));
        case "valid", "first", "last", "gather" -> {
          String outside = name.name().equals("valid") ? "read" : name.name();
          String meaning = name.name().equals("valid") ? "read a row" : port.meaning();
          ports.add(Port.in(outside, 1, meaning));
          Name later = new Name(outside + "_q", 1);
          boolean reset = name.name().equals("valid");
          items.add(new Item.Register(later, new Name(outside, 1), null, reset));
          instance = instance.with(name.name(), later);
        }
        case "clock", "reset" -> instance = instance.with(name.name(), name);
        default -> {
          ports.add(port);
          instance = instance.with(name.name(), name);
        }
      }
    }
    items.add(new Item.Note("The edge."));
    items.add(instance);
    return new VerilogModule(
        NAME,
        List.of(
            "A macro of %s rows of %s bits. Rows are read one a clock; an output's sum stands %s"
                .formatted(design.rows(), design.rowBits(), design.pipeline() + 2),
            "clocks after its last row was asked for."),
        ports,
        items);
  }

  private static Name named(List<Port> ports, String name) {
    return ports.stream()
        .map(Port::name)
        .filter(port -> port.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// The memory as it behaves.
  static String memory(Design design) {
    return """
    // Rows of a macro, as they behave; a black box to be replaced by a compiled memory.
    module row_memory (
      input  wire clock,              // rising edge
      input  wire write,              // store a row
      input  wire [ROW:0] write_row,  // it
      input  wire [ADDRESS:0] address,  // where, or which to read
      output reg  [ROW:0] row         // what stood at the address before the clock
    );
      reg [ROW:0] rows [0:LAST];
      always @(posedge clock) begin
        if (write) rows[address] <= write_row;
        row <= rows[address];
      end
    endmodule
    """
        .replace("ROW", Integer.toString(design.rowBits() - 1))
        .replace("ADDRESS", Integer.toString(addressBits(design) - 1))
        .replace("LAST", Integer.toString(design.rows() - 1));
  }
}

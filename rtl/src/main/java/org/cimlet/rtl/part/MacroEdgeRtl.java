package org.cimlet.rtl.part;

import static org.cimlet.rtl.verilog.Expression.and;
import static org.cimlet.rtl.verilog.Expression.or;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Constant;
import org.cimlet.rtl.verilog.Expression.Join;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Expression.Not;
import org.cimlet.rtl.verilog.Expression.Select;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// A macro's edge: inputs are held, a row comes with every clock, and its products are added to the
/// sum.
final class MacroEdgeRtl {
  static final String NAME = "macro_edge";

  private final Design design;
  private final List<Item> items = new ArrayList<>();
  private final Name x;
  private final Name mask;
  private final Name weights;

  private MacroEdgeRtl(Design design) {
    this.design = design;
    this.x = new Name("x", design.heldInputs() * design.inputBits());
    this.mask = new Name("mask", design.maskBits());
    this.weights = new Name("weights", design.columns() * design.weightBits());
  }

  static VerilogModule module(Design design) {
    MacroEdgeRtl edge = new MacroEdgeRtl(design);
    edge.build();
    return new VerilogModule(NAME, edge.summary(), ports(design), edge.items);
  }

  private List<String> summary() {
    return List.of(
        "A macro's edge%s: %s columns of %s x %s bits, a sum of %s bits."
            .formatted(
                design.isPacked()
                    ? " for rows packed %s:%s".formatted(design.kept(), design.group())
                    : " for dense rows",
                design.columns(),
                design.weightBits(),
                design.inputBits(),
                design.accumulatorBits()),
        "Inputs are loaded in a clock of their own; rows follow, one a clock. The sum of an output's"
            + " rows",
        "stands %s after its last row; overflow stays set until reset."
            .formatted(design.pipeline() == 0 ? "a clock" : design.pipeline() + 1 + " clocks"));
  }

  /// What both kinds of edges have, whatever comes in between.
  static List<Port> ports(Design design) {
    List<Port> ports = new ArrayList<>();
    ports.add(Port.in("clock", 1, "rising edge"));
    ports.add(Port.in("reset", 1, "clears overflow and what is on its way"));
    ports.add(Port.in("load", 1, "take inputs"));
    ports.add(Port.in("x", design.heldInputs() * design.inputBits(), "the first input's lowest"));
    ports.add(Port.in("valid", 1, "a row comes"));
    ports.add(Port.in("first", 1, "it is an output's first: the sum begins anew"));
    ports.add(Port.in("last", 1, "it is an output's last"));
    if (design.rowsPerGroup() > 1) {
      ports.add(Port.in("gather", 1, "it begins a group; other rows go on with what it gathered"));
    }
    if (design.isPacked()) {
      ports.add(Port.in("mask", design.maskBits(), "masks of its groups, the first lowest"));
    }
    ports.add(
        Port.in("weights", design.columns() * design.weightBits(), "the first column's lowest"));
    ports.add(Port.out("sum", design.accumulatorBits(), "two's complement"));
    ports.add(Port.out("sum_valid", 1, "an output's sum stands here"));
    ports.add(Port.out("overflow", 1, "a sum did not fit"));
    return ports;
  }

  private void build() {
    items.add(new Item.Note("Inputs, held while rows pass."));
    Name held = new Name("x_q", x.width());
    items.add(new Item.Register(held, x, new Name("load", 1), false));
    Name row = weights;
    Name valid = new Name("valid", 1);
    Name first = new Name("first", 1);
    Name last = new Name("last", 1);
    Name gather = new Name("gather", 1);
    if (design.pipeline() > 0) {
      items.add(new Item.Note("The row on its way."));
      row = delayed(row, false);
      valid = delayed(valid, true);
      first = delayed(first, false);
      last = delayed(last, false);
      gather = design.rowsPerGroup() > 1 ? delayed(gather, false) : gather;
    }
    Name inputs = design.isPacked() ? gathered(held, gather, valid) : held;
    items.add(new Item.Note("The sum so far, from nothing for an output's first row."));
    Name sum = new Name("sum_q", design.accumulatorBits());
    Name addend = new Name("addend", sum.width());
    Name total = new Name("total", sum.width());
    Name tooLarge = new Name("too_large", 1);
    items.add(new Item.Wire(total, null));
    items.add(new Item.Wire(tooLarge, null));
    items.add(new Item.Register(sum, total, valid, false));
    items.add(new Item.Wire(addend, and(sum, Expression.repeated(new Not(first), sum.width()))));
    items.add(new Item.Note("Products and adder tree."));
    items.add(
        Item.Instance.of(AdderTreeRtl.NAME, "tree")
            .with("weights", row)
            .with("inputs", inputs)
            .with("addend", addend)
            .with("sum", total)
            .with("overflow", tooLarge));
    finish(items, sum, and(valid, last), and(valid, tooLarge));
  }

  /// What an edge ends with: when a sum stands, and whether one did not fit.
  static void finish(List<Item> items, Name sum, Expression done, Expression tooLarge) {
    Name sumValid = new Name("sum_valid_q", 1);
    Name overflow = new Name("overflow_q", 1);
    items.add(new Item.Note("Results."));
    items.add(new Item.Register(sumValid, done, null, true));
    items.add(new Item.Register(overflow, or(overflow, tooLarge), null, true));
    items.add(new Item.Output(new Name("sum", sum.width()), sum));
    items.add(new Item.Output(new Name("sum_valid", 1), sumValid));
    items.add(new Item.Output(new Name("overflow", 1), overflow));
  }

  private Name delayed(Name name, boolean reset) {
    Name now = name;
    for (int clock = 1; clock <= design.pipeline(); clock++) {
      String suffix = clock == 1 ? "_q" : "_q" + clock;
      Name later = new Name(name.name() + suffix, name.width());
      items.add(new Item.Register(later, now, null, reset));
      now = later;
    }
    return now;
  }

  private Name gathered(Name held, Name gather, Name valid) {
    items.add(new Item.Note("Zero skipper: each mask brings the inputs it selects."));
    int groups = design.groupsPerRow();
    List<Name> parts = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      Name part = new Name("gathered_" + group, design.kept() * design.inputBits());
      items.add(new Item.Wire(part, null));
      Item.Instance skipper = Item.Instance.of(ZeroSkipperRtl.NAME, "skipper_" + group);
      skipper = design.pipeline() > 0 ? skipper.with("clock", new Name("clock", 1)) : skipper;
      items.add(
          skipper
              .with("mask", mask.element(group, design.group()))
              .with("x", held.element(group, design.group() * design.inputBits()))
              .with("y", part));
      parts.add(part);
    }
    if (design.rowsPerGroup() > 1) {
      return queued(parts.getFirst(), gather, valid);
    }
    Name inputs = new Name("inputs", design.columns() * design.inputBits());
    items.add(new Item.Wire(inputs, Expression.join(parts)));
    return inputs;
  }

  /// A group wider than a row is gathered with its first row; the next ones take what is left.
  private Name queued(Name gathered, Name gather, Name valid) {
    int rowBits = design.columns() * design.inputBits();
    Name left = new Name("left_q", gathered.width() - rowBits);
    Name queue = new Name("queue", gathered.width());
    Name inputs = new Name("inputs", rowBits);
    items.add(new Item.Note("A group's gathered inputs, of which a row takes the lowest."));
    Name rest = new Name("rest", left.width());
    items.add(new Item.Wire(rest, null));
    items.add(new Item.Register(left, rest, valid, false));
    Expression waiting = new Join(List.of(Constant.of(rowBits, 0), left));
    items.add(new Item.Wire(queue, new Select(gather, gathered, waiting)));
    items.add(new Item.Output(rest, queue.bits(queue.width() - 1, rowBits)));
    items.add(new Item.Wire(inputs, queue.bits(rowBits - 1, 0)));
    return inputs;
  }
}

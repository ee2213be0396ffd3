package org.cimlet.rtl.part;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Expression.Select;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// The inverse butterfly: stages whose switches join inputs 1, 2, 4, ... apart bring what a mask
/// selects to outputs 0, 1, 2, ... in order.
final class ButterflyRtl {
  static final String NAME = "butterfly";

  private ButterflyRtl() {}

  static VerilogModule module(ButterflyShape shape, int elementBits) {
    Name x = new Name("x", shape.inputs() * elementBits);
    Name y = new Name("y", shape.outputs() * elementBits);
    List<Port> ports = new ArrayList<>();
    ports.add(new Port(x, false, "elements of %s bits, the first lowest".formatted(elementBits)));
    for (int stage = 0; stage < shape.stages(); stage++) {
      String apart = "switches of stage %s, inputs %s apart".formatted(stage + 1, 1 << stage);
      ports.add(new Port(shape.controlWord(stage), false, apart));
    }
    ports.add(new Port(y, true, "the selected elements in order"));

    List<Item> items = new ArrayList<>();
    items.add(new Item.Note("The elements."));
    List<Name> now = new ArrayList<>();
    for (int i = 0; i < shape.inputs(); i++) {
      Name element = new Name("stage0_" + i, elementBits);
      items.add(new Item.Wire(element, x.element(i, elementBits)));
      now.add(element);
    }
    for (int stage = 0; stage < shape.stages(); stage++) {
      now = stage(shape, stage, now, elementBits, items);
    }
    items.add(new Item.Output(y, Expression.join(now.subList(0, shape.outputs()))));
    return new VerilogModule(
        NAME,
        List.of(
            "Inverse butterfly of %s inputs, of which the first %s outputs are kept: %s 2:1"
                .formatted(shape.inputs(), shape.outputs(), shape.muxes()),
            "multiplexers for each of the %s bits of an element. Where a control bit is set, its"
                .formatted(elementBits),
            "switch crosses."),
        ports,
        items);
  }

  /// @return names at every position; where no multiplexer is built, those of the stage before,
  ///   which nothing takes
  private static List<Name> stage(
      ButterflyShape shape, int stage, List<Name> before, int elementBits, List<Item> items) {
    int d = 1 << stage;
    Name cross = shape.controlWord(stage);
    items.add(new Item.Note("Stage %s: inputs %s apart.".formatted(stage + 1, d)));
    List<Name> after = new ArrayList<>(before);
    for (int block = 0; block < shape.blocks(stage); block++) {
      for (int at = 0; at < shape.built(stage); at++) {
        int position = 2 * d * block + at;
        Expression crosses = cross.bit(block * shape.switches(stage) + at % d);
        Name built = new Name("stage%s_%s".formatted(stage + 1, position), elementBits);
        items.add(
            new Item.Wire(
                built, new Select(crosses, before.get(position ^ d), before.get(position))));
        after.set(position, built);
      }
    }
    return after;
  }
}

package org.cimlet.rtl.part;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// Decoder, gates and butterfly: brings each kept weight its input.
///
/// One register keeps control words and mask, so that the butterfly does not follow the decoder's
/// glitches; a second keeps what was gathered.
final class ZeroSkipperRtl {
  static final String NAME = "zero_skipper";

  private ZeroSkipperRtl() {}

  static VerilogModule module(Design design) {
    ButterflyShape shape = new ButterflyShape(design.group(), design.kept());
    int bits = design.inputBits();
    Name mask = new Name("mask", shape.inputs());
    Name x = new Name("x", shape.inputs() * bits);
    Name y = new Name("y", shape.outputs() * bits);
    List<Port> ports = new ArrayList<>();
    if (design.pipeline() > 0) {
      ports.add(Port.in("clock", 1, "rising edge"));
    }
    ports.add(new Port(mask, false, "bit i: input i is selected"));
    String when = design.pipeline() > 0 ? ", a clock after their mask" : "";
    ports.add(new Port(x, false, "inputs of %s bits, the first lowest%s".formatted(bits, when)));
    ports.add(new Port(y, true, meaning(design)));

    List<Item> items = new ArrayList<>();
    items.add(new Item.Note("Decoder: the mask becomes control words."));
    Item.Instance decoder =
        Item.Instance.of(MaskDecoderRtl.NAME, "decoder")
            .with("mask", mask.bits(shape.inputs() - 2, 0));
    for (Name word : shape.controlWords()) {
      items.add(new Item.Wire(word, null));
      decoder = decoder.with(word.name(), word);
    }
    items.add(decoder);
    Name selected = mask;
    List<Name> words = shape.controlWords();
    if (design.pipeline() > 0) {
      items.add(new Item.Note("The mask and its control words, a clock later."));
      selected = registered(mask, items);
      words = words.stream().map(word -> registered(word, items)).toList();
    }
    items.add(new Item.Note("Gates: what is not selected is 0."));
    List<Name> gated = new ArrayList<>();
    for (int i = 0; i < shape.inputs(); i++) {
      Name element = new Name("gated_" + i, bits);
      Expression open = Expression.repeated(selected.bit(i), bits);
      items.add(new Item.Wire(element, Expression.and(x.element(i, bits), open)));
      gated.add(element);
    }
    Item.Instance network =
        Item.Instance.of(ButterflyRtl.NAME, "network").with("x", Expression.join(gated));
    for (int stage = 0; stage < shape.stages(); stage++) {
      network = network.with(shape.controlWord(stage).name(), words.get(stage));
    }
    Name gathered = new Name("gathered", y.width());
    items.add(new Item.Note("Inverse butterfly."));
    items.add(new Item.Wire(gathered, null));
    items.add(network.with("y", gathered));
    items.add(new Item.Output(y, design.pipeline() > 1 ? registered(gathered, items) : gathered));
    return new VerilogModule(
        NAME,
        List.of(
            "Zero skipper %s:%s: gathers the inputs that a mask selects, in order; where it selects"
                .formatted(design.kept(), design.group()),
            "fewer than %s, the rest is 0. A mask that selects more gathers the first %s."
                .formatted(design.kept(), design.kept())),
        ports,
        items);
  }

  private static String meaning(Design design) {
    return "the selected inputs in order"
        + switch (design.pipeline()) {
          case 0 -> "";
          case 1 -> ", a clock after their mask";
          default -> ", two clocks after their mask";
        };
  }

  private static Name registered(Name name, List<Item> items) {
    Name register = new Name(name.name() + "_q", name.width());
    items.add(new Item.Register(register, name, null, false));
    return register;
  }
}

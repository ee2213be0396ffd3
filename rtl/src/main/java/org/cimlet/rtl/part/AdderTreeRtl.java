package org.cimlet.rtl.part;

import static org.cimlet.rtl.verilog.Expression.and;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.All;
import org.cimlet.rtl.verilog.Expression.Any;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Expression.Not;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// Multipliers and adder tree of a row in one heap of bits, the accumulator's folded in.
final class AdderTreeRtl {
  static final String NAME = "adder_tree";

  private AdderTreeRtl() {}

  static VerilogModule module(Design design) {
    Name weights = new Name("weights", design.columns() * design.weightBits());
    Name inputs = new Name("inputs", design.columns() * design.inputBits());
    Name addend = new Name("addend", design.accumulatorBits());
    Name sum = new Name("sum", design.accumulatorBits());
    List<Item> items = new ArrayList<>();
    BitHeap heap = new BitHeap(design.sumBits(), "", /* byArrival= */ false, items);
    items.add(new Item.Note("Products, bit by bit; those with just one sign bit count negative."));
    for (int column = 0; column < design.columns(); column++) {
      product(design, column, weights, inputs, heap, items);
    }
    heap.addSigned(0, bits(addend));
    Name total = heap.sum("total");
    items.add(new Item.Output(sum, total.bits(sum.width() - 1, 0)));
    items.add(new Item.Output(new Name("overflow", 1), overflow(total, sum.width())));
    return new VerilogModule(
        NAME,
        List.of(
            "Adds %s products of %s x %s bits and an addend: Baugh and Wooley's products in a Dadda"
                .formatted(design.columns(), design.weightBits(), design.inputBits()),
            "tree of %s full and %s half adders, then one adder of %s bits. All numbers are two's"
                .formatted(heap.fullAdders(), heap.halfAdders(), design.sumBits()),
            "complement."),
        List.of(
            new Port(weights, false, "the first column's lowest"),
            new Port(inputs, false, "the first column's lowest"),
            new Port(addend, false, "the sum so far"),
            new Port(sum, true, "the sum, cut to its bits"),
            Port.out("overflow", 1, "the sum does not fit its bits")),
        items);
  }

  private static void product(
      Design design, int column, Name weights, Name inputs, BitHeap heap, List<Item> items) {
    for (int j = 0; j < design.inputBits(); j++) {
      Name row = new Name("product_%s_%s".formatted(column, j), design.weightBits());
      Expression input = inputs.bit(column * design.inputBits() + j);
      items.add(
          new Item.Wire(
              row,
              and(
                  weights.element(column, design.weightBits()),
                  Expression.repeated(input, design.weightBits()))));
      for (int i = 0; i < design.weightBits(); i++) {
        boolean negative = (i == design.weightBits() - 1) != (j == design.inputBits() - 1);
        if (negative) {
          heap.subtract(i + j, row.bit(i));
        } else {
          heap.add(i + j, row.bit(i));
        }
      }
    }
  }

  /// The bits of a word, the lowest first.
  static List<Expression> bits(Name word) {
    List<Expression> bits = new ArrayList<>();
    for (int bit = 0; bit < word.width(); bit++) {
      bits.add(word.bit(bit));
    }
    return bits;
  }

  /// Whether bits that are cut off differ from the sign bit that stays.
  static Expression overflow(Name total, int kept) {
    Expression above = total.bits(total.width() - 1, kept - 1);
    return and(new Any(above), new Not(new All(above)));
  }
}

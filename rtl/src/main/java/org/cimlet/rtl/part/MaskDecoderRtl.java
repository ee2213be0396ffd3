package org.cimlet.rtl.part;

import static org.cimlet.rtl.verilog.Expression.add;
import static org.cimlet.rtl.verilog.Expression.xor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Any;
import org.cimlet.rtl.verilog.Expression.Binary;
import org.cimlet.rtl.verilog.Expression.Constant;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Expression.Not;
import org.cimlet.rtl.verilog.Expression.Operator;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// The decoder: prefix popcounts, and left rotate and complement (LROTC) of each.
///
/// Position `i` heads the upper half of a block of `2d` inputs, `d` being its lowest set bit. The
/// ones below it, modulo `2d`, say how often `d` ones are rotated and complemented: bit `j` of the
/// block's control word is set where `j` is at least the count's lower bits, complemented where its
/// highest bit is set.
final class MaskDecoderRtl {
  static final String NAME = "mask_decoder";

  private final ButterflyShape shape;
  private final Name mask;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, Name> ones = new HashMap<>();
  private final Map<Integer, Name> below = new HashMap<>();

  private MaskDecoderRtl(ButterflyShape shape) {
    this.shape = shape;
    this.mask = new Name("mask", shape.inputs() - 1);
  }

  static VerilogModule module(ButterflyShape shape) {
    return new MaskDecoderRtl(shape).module();
  }

  private VerilogModule module() {
    List<Port> ports = new ArrayList<>();
    ports.add(
        new Port(mask, false, "bit i: input i is selected; the last input's bit decides nothing"));
    items.add(new Item.Note("Ones of blocks of the mask, the smallest first."));
    for (int d = 1; d < shape.inputs(); d *= 2) {
      for (int from = 0; from + d < shape.inputs(); from += 2 * d) {
        onesOf(from, d);
      }
    }
    items.add(new Item.Note("Prefix popcount: ones below a position, modulo twice its block."));
    for (int d = shape.inputs() / 2; d >= 1; d /= 2) {
      for (int position = d; position < shape.inputs(); position += 2 * d) {
        below.put(position, countBelow(position, d));
      }
    }
    items.add(
        new Item.Note("LROTC: one control word for each block of a stage, the first lowest."));
    for (int stage = 0; stage < shape.stages(); stage++) {
      Name word = shape.controlWord(stage);
      ports.add(
          new Port(
              word,
              true,
              "switches of stage %s, inputs %s apart".formatted(stage + 1, 1 << stage)));
      List<Expression> bits = new ArrayList<>();
      int d = 1 << stage;
      for (int block = 0; block < shape.blocks(stage); block++) {
        for (int j = 0; j < shape.switches(stage); j++) {
          bits.add(crosses(Objects.requireNonNull(below.get(2 * block * d + d)), j));
        }
      }
      items.add(new Item.Output(word, Expression.join(bits)));
    }
    return new VerilogModule(
        NAME,
        List.of(
            "Decodes a mask of %s inputs, of which %s are kept, into the control words of the"
                .formatted(shape.inputs(), shape.outputs()),
            "inverse butterfly: %s control bits by prefix popcount and LROTC (left rotate and"
                .formatted(shape.controlBits()),
            "complement)."),
        ports,
        items);
  }

  /// Ones of `size` bits of the mask from `from` on.
  private Expression onesOf(int from, int size) {
    if (size == 1) {
      return mask.bit(from);
    }
    String name = "ones_%s_to_%s".formatted(from, from + size - 1);
    Name known = ones.get(name);
    if (known != null) {
      return known;
    }
    Expression lower = onesOf(from, size / 2);
    Expression upper = onesOf(from + size / 2, size / 2);
    Name sum = new Name(name, lower.width() + 1);
    items.add(new Item.Wire(sum, add(wider(upper), wider(lower))));
    ones.put(name, sum);
    return sum;
  }

  private static Expression wider(Expression word) {
    return new Expression.Join(List.of(Constant.of(1, 0), word));
  }

  private Name countBelow(int position, int d) {
    Expression block = onesOf(position - d, d);
    Name count = new Name("below_" + position, block.width());
    Name before = below.get(position - d);
    items.add(
        new Item.Wire(
            count, before == null ? block : add(before.bits(block.width() - 1, 0), block)));
    return count;
  }

  private static Expression crosses(Name count, int j) {
    int top = count.width() - 1;
    if (j == (1 << top) - 1) {
      return new Not(count.bit(top));
    }
    Expression lower = count.bits(top - 1, 0);
    Expression isAtMost =
        j == 0
            ? new Not(top == 1 ? lower : new Any(lower))
            : new Binary(Operator.AT_MOST, lower, Constant.of(top, j));
    return xor(count.bit(top), isAtMost);
  }
}

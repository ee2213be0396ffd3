package org.cimlet.rtl.part;

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
///
/// A fast one waits for no sum before the last: eight bits are added at once from four pairs, and
/// what lies below a position from the halves of its largest block and the rest, in which synthesis
/// saves the carries. Counts of two bits and fewer, which are early, are those before them and one
/// block more.
final class MaskDecoderRtl {
  static final String NAME = "mask_decoder";

  /// Ones that a fast decoder adds at once.
  private static final int AT_ONCE = 8;

  private final ButterflyShape shape;
  private final boolean fast;
  private final Name mask;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, Name> ones = new HashMap<>();
  private final Map<Integer, Name> below = new HashMap<>();

  private MaskDecoderRtl(ButterflyShape shape, boolean fast) {
    this.shape = shape;
    this.fast = fast;
    this.mask = new Name("mask", shape.inputs() - 1);
  }

  static VerilogModule module(ButterflyShape shape, boolean fast) {
    return new MaskDecoderRtl(shape, fast).module();
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
            "complement)%s."
                .formatted(fast ? ", in sums that save their carries until the last" : "")),
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
    int addend = fast && size == AT_ONCE ? size / 4 : size / 2;
    List<Expression> addends = new ArrayList<>();
    for (int at = from + size - addend; at >= from; at -= addend) {
      addends.add(onesOf(at, addend));
    }
    return sum(name, Design.bitsOf(size), addends);
  }

  private Name sum(String name, int width, List<Expression> addends) {
    Name sum = new Name(name, width);
    Expression added =
        addends.stream().map(one -> resized(one, width)).reduce(Expression::add).orElseThrow();
    items.add(new Item.Wire(sum, added));
    ones.put(name, sum);
    return sum;
  }

  private static Expression resized(Expression word, int width) {
    if (word instanceof Name name) {
      return Expression.resized(name, width);
    }
    int more = width - word.width(); // a bit of the mask
    return more == 0 ? word : new Expression.Join(List.of(Constant.of(more, 0), word));
  }

  private Name countBelow(int position, int d) {
    int width = Design.bitsOf(d);
    String name = "below_" + position;
    Name before = below.get(position - d);
    if (before == null) {
      return sum(name, width, List.of(onesOf(0, d)));
    }
    return fast && width > 2
        ? sum(name, width, addends(0, position, width))
        : sum(name, width, List.of(before, onesOf(position - d, d)));
  }

  /// The largest block from `from` on, in halves where it is more than is added at once, and the
  /// ones from there to before `to`.
  private List<Expression> addends(int from, int to, int width) {
    int largest = Integer.highestOneBit(to - from);
    int rest = from + largest;
    List<Expression> addends = new ArrayList<>();
    if (largest > AT_ONCE) {
      addends.add(onesOf(from, largest / 2));
      addends.add(onesOf(from + largest / 2, largest / 2));
    } else {
      addends.add(onesOf(from, largest));
    }
    addends.add(counted(rest, to, width));
    return addends;
  }

  /// Ones from `from` to before `to`: their lower bits, `width` at least.
  private Expression counted(int from, int to, int width) {
    if (Integer.bitCount(to - from) == 1) {
      return onesOf(from, to - from);
    }
    String name = "ones_%s_to_%s".formatted(from, to - 1);
    Name known = ones.get(name);
    return known == null ? sum(name, width, addends(from, to, width)) : known;
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

package org.cimlet.rtl.part;

import static org.cimlet.rtl.verilog.Expression.add;
import static org.cimlet.rtl.verilog.Expression.and;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Any;
import org.cimlet.rtl.verilog.Expression.Binary;
import org.cimlet.rtl.verilog.Expression.Constant;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Expression.Not;
import org.cimlet.rtl.verilog.Expression.Operator;
import org.cimlet.rtl.verilog.Expression.Select;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.VerilogModule;

/// COMB-MCM's edge: a bit of every input meets a row's weights in a clock, the highest first. A
/// counter for each bit of a weight counts where both are 1; zeros on either side cost nothing.
///
/// The counts of the top bit of weights count negative, in the clock of the inputs' top bits those
/// of all others. A row's partial sum doubles from clock to clock and joins the output's sum with
/// the lowest bits.
final class BitSerialEdgeRtl {
  static final String NAME = "bit_serial_edge";

  private final Design design;
  private final List<Item> items = new ArrayList<>();

  private BitSerialEdgeRtl(Design design) {
    this.design = design;
  }

  static VerilogModule module(Design design) {
    BitSerialEdgeRtl edge = new BitSerialEdgeRtl(design);
    edge.build();
    return new VerilogModule(
        NAME,
        List.of(
            "A bit-serial edge: %s columns of %s x %s bits, a sum of %s bits."
                .formatted(
                    design.columns(),
                    design.weightBits(),
                    design.inputBits(),
                    design.accumulatorBits()),
            "Inputs are loaded in a clock of their own. A row stays for %s clocks, one for each bit of"
                .formatted(design.inputBits()),
            "an input, the highest first. The sum of an output's rows stands %s after"
                .formatted(design.pipeline() == 0 ? "a clock" : design.pipeline() + 1 + " clocks"),
            "the last clock of its last row; overflow stays set until reset."),
        MacroEdgeRtl.ports(design),
        edge.items);
  }

  private void build() {
    int bits = design.inputBits();
    Name x = new Name("x", design.columns() * bits);
    Name row = new Name("weights", design.columns() * design.weightBits());
    Name valid = new Name("valid", 1);
    Name first = new Name("first", 1);
    Name last = new Name("last", 1);
    Name load = new Name("load", 1);
    if (design.pipeline() > 0) {
      items.add(new Item.Note("The row on its way."));
      for (int clock = 1; clock <= design.pipeline(); clock++) {
        row = delayed(row, clock, false);
        valid = delayed(valid, clock, true);
        first = delayed(first, clock, false);
        last = delayed(last, clock, false);
      }
    }
    items.add(new Item.Note("Which bit of the inputs: 0 for the highest."));
    Name place = new Name("place_q", Math.max(1, Design.bitsOf(bits - 1)));
    Name atTop = new Name("at_top", 1);
    Name atEnd = new Name("at_end", 1);
    Name next = new Name("next_place", place.width());
    items.add(new Item.Wire(next, null));
    items.add(new Item.Register(place, next, valid, true));
    items.add(new Item.Wire(atTop, new Not(new Any(place))));
    Expression isBelow =
        bits == 1
            ? Constant.of(1, 0)
            : new Binary(Operator.AT_MOST, place, Constant.of(place.width(), bits - 2));
    items.add(new Item.Wire(atEnd, bits == 1 ? Constant.of(1, 1) : new Not(isBelow)));
    items.add(
        new Item.Output(
            next,
            and(
                add(place, Constant.of(place.width(), 1)),
                Expression.repeated(new Not(atEnd), place.width()))));
    Name held = held(x, load, valid);
    List<Name> counts = counts(row, held);

    Name sum = new Name("sum_q", design.accumulatorBits());
    Name partial = new Name("partial_q", design.productBits());
    Name total = new Name("total", design.sumBits());
    items.add(new Item.Note("The row's partial sum, and the output's where the row ends."));
    items.add(new Item.Wire(total, null));
    items.add(
        new Item.Register(
            partial, total.bits(partial.width() - 1, 0), and(valid, new Not(atEnd)), false));
    Name ends = new Name("ends", 1);
    items.add(new Item.Wire(ends, and(valid, atEnd)));
    items.add(new Item.Register(sum, total.bits(sum.width() - 1, 0), ends, false));
    weigh(counts, atTop, masked(partial, new Not(atTop), "twice"), joined(sum, atEnd, first));
    MacroEdgeRtl.finish(
        items, sum, and(ends, last), and(ends, AdderTreeRtl.overflow(total, sum.width())));
  }

  private Name delayed(Name name, int clock, boolean reset) {
    String stem = clock == 1 ? name.name() : name.name().replaceFirst("_q$", "");
    Name later = new Name(stem + (clock == 1 ? "_q" : "_q" + clock), name.width());
    items.add(new Item.Register(later, name, null, reset));
    return later;
  }

  /// Inputs, each turned by a bit with every clock of a row: after all of them it is as before.
  private Name held(Name x, Name load, Name valid) {
    items.add(new Item.Note("Inputs, held while rows pass; each turns by a bit with every clock."));
    int bits = design.inputBits();
    Name held = new Name("x_q", x.width());
    List<Expression> turned = new ArrayList<>();
    for (int column = 0; column < design.columns(); column++) {
      turned.add(held.bit((column + 1) * bits - 1));
      if (bits > 1) {
        turned.add(held.bits((column + 1) * bits - 2, column * bits));
      }
    }
    Name nextX = new Name("next_x", x.width());
    items.add(new Item.Wire(nextX, null));
    Expression changes = Expression.or(load, valid);
    items.add(new Item.Register(held, nextX, changes, false));
    items.add(new Item.Output(nextX, new Select(load, x, Expression.join(turned))));
    return held;
  }

  /// Where a weight's bit and its input's are both 1.
  private List<Name> counts(Name row, Name held) {
    List<Name> counts = new ArrayList<>();
    int bits = design.inputBits();
    for (int bit = 0; bit < design.weightBits(); bit++) {
      items.add(new Item.Note("Ones under bit %s of the weights.".formatted(bit)));
      BitHeap heap =
          new BitHeap(
              Design.bitsOf(design.columns()),
              "_of_%s_".formatted(bit),
              /* byArrival= */ true,
              items);
      Name met = new Name("met_" + bit, design.columns());
      List<Expression> both = new ArrayList<>();
      for (int column = 0; column < design.columns(); column++) {
        both.add(
            and(row.bit(column * design.weightBits() + bit), held.bit((column + 1) * bits - 1)));
      }
      items.add(new Item.Wire(met, Expression.join(both)));
      AdderTreeRtl.bits(met).forEach(one -> heap.add(0, one));
      counts.add(heap.sum("count_" + bit));
    }
    return counts;
  }

  private Name masked(Name word, Expression open, String name) {
    Name masked = new Name(name, word.width());
    items.add(new Item.Wire(masked, and(word, Expression.repeated(open, word.width()))));
    return masked;
  }

  private Name joined(Name sum, Name atEnd, Name first) {
    return masked(sum, and(atEnd, new Not(first)), "addend");
  }

  /// Counts at their weights and with their signs, twice the partial sum, and the sum so far.
  private void weigh(List<Name> counts, Name atTop, Name twice, Name addend) {
    items.add(new Item.Note("All together: a count that is subtracted comes inverted."));
    Name total = new Name("total", design.sumBits());
    BitHeap heap = new BitHeap(total.width(), "_", /* byArrival= */ true, items);
    int width = counts.getFirst().width();
    BigInteger ofTop = BigInteger.ZERO;
    BigInteger ofOthers = BigInteger.ZERO;
    // -c is ~c + 1 - 2^width for a count c of so many bits.
    BigInteger lacking = BigInteger.ONE.subtract(BigInteger.ONE.shiftLeft(width));
    for (int bit = 0; bit < counts.size(); bit++) {
      boolean highest = bit == counts.size() - 1;
      Expression inverted = highest ? new Not(atTop) : atTop;
      Name weighed = new Name("weighed_" + bit, width);
      items.add(
          new Item.Wire(
              weighed, Expression.xor(counts.get(bit), Expression.repeated(inverted, width))));
      for (int i = 0; i < width; i++) {
        heap.add(bit + i, weighed.bit(i));
      }
      if (highest) {
        ofOthers = ofOthers.add(lacking.shiftLeft(bit));
      } else {
        ofTop = ofTop.add(lacking.shiftLeft(bit));
      }
    }
    correct(heap, atTop, ofTop, ofOthers);
    heap.addSigned(1, AdderTreeRtl.bits(twice));
    heap.addSigned(0, AdderTreeRtl.bits(addend));
    Name sum = heap.sum("added");
    items.add(new Item.Output(total, sum));
  }

  private static void correct(BitHeap heap, Name atTop, BigInteger ofTop, BigInteger ofOthers) {
    int bits = Math.max(ofTop.bitLength(), ofOthers.bitLength());
    for (int bit = 0; bit <= bits; bit++) {
      boolean inTop = ofTop.testBit(bit);
      boolean inOthers = ofOthers.testBit(bit);
      boolean isSign = bit == bits;
      if (inTop == inOthers) {
        if (inTop) {
          BigInteger one = BigInteger.ONE.shiftLeft(bit);
          heap.addConstant(isSign ? one.negate() : one);
        }
      } else if (isSign) {
        heap.subtract(bit, inTop ? atTop : new Not(atTop));
      } else {
        heap.add(bit, inTop ? atTop : new Not(atTop));
      }
    }
  }
}

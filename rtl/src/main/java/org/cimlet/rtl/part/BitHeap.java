package org.cimlet.rtl.part;

import static org.cimlet.rtl.verilog.Expression.or;
import static org.cimlet.rtl.verilog.Expression.xor;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Constant;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Expression.Not;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// Bits to be added, each at its weight, modulo a power of two: Dadda's tree of full and half
/// adders makes two words of them, and one adder the sum.
///
/// Numbers of either sign are added without their sign: the highest bit enters inverted, and what
/// that adds too much is taken from a constant (Baugh and Wooley).
final class BitHeap {
  private final int width;
  private final String prefix;
  private final boolean byArrival;
  private final List<Item> items;
  private List<List<Expression>> columns = new ArrayList<>();

  /// When sums and carries arrive, in NAND gates; an exclusive or is two.
  private final Map<Expression, Integer> arrivals = new HashMap<>();

  private BigInteger constant = BigInteger.ZERO;
  private int fullAdders;
  private int halfAdders;

  /// @param width bits of the sum
  /// @param prefix of the names of what it builds
  /// @param byArrival whether adders take the bits first that arrive first, and the last of three
  ///   where an adder lets it through fastest: many bits of one weight are added in three quarters
  ///   of the time; products are as much as 8 % larger for a tenth of it
  /// @param items gets what it builds
  BitHeap(int width, String prefix, boolean byArrival, List<Item> items) {
    this.width = width;
    this.prefix = prefix;
    this.byArrival = byArrival;
    this.items = items;
    for (int bit = 0; bit < width; bit++) {
      columns.add(new ArrayList<>());
    }
  }

  /// Adds a bit at its weight; beyond the sum's width it counts no more.
  void add(int weight, Expression bit) {
    if (weight < width) {
      columns.get(weight).add(bit);
    }
  }

  void addConstant(BigInteger value) {
    constant = constant.add(value);
  }

  /// Adds bits of which the highest counts negative.
  ///
  /// @param lowFirst each one bit
  void addSigned(int weight, List<Expression> lowFirst) {
    int top = lowFirst.size() - 1;
    for (int bit = 0; bit < top; bit++) {
      add(weight + bit, lowFirst.get(bit));
    }
    subtract(weight + top, lowFirst.get(top));
  }

  /// Takes a bit away: adds its inverse, and takes a whole one from the constant.
  void subtract(int weight, Expression bit) {
    add(weight, bit instanceof Not(Expression of) ? of : new Not(bit));
    addConstant(BigInteger.ONE.shiftLeft(weight).negate());
  }

  /// The sum of everything.
  Name sum(String name) {
    BigInteger left = constant.mod(BigInteger.ONE.shiftLeft(width));
    for (int bit = 0; bit < width; bit++) {
      if (left.testBit(bit)) {
        columns.get(bit).add(Constant.of(1, 1)); // last, so that adders seldom take it
      }
    }
    int stage = 0;
    for (int target : targets()) {
      stage++;
      items.add(new Item.Note("Stage %s: at most %s bits of a weight.".formatted(stage, target)));
      reduce(stage, target);
    }
    items.add(new Item.Note("Two words are left."));
    Name first = word(name + "_first", 0);
    Name second = word(name + "_second", 1);
    Name sum = new Name(name, width);
    items.add(new Item.Wire(sum, Expression.add(first, second)));
    return sum;
  }

  int fullAdders() {
    return fullAdders;
  }

  int halfAdders() {
    return halfAdders;
  }

  /// Heights that Dadda's stages come down to: 2, 3, 4, 6, 9, ..., the largest first.
  private List<Integer> targets() {
    int highest = columns.stream().mapToInt(List::size).max().orElse(0);
    List<Integer> targets = new ArrayList<>();
    for (int target = 2; target < highest; target = target * 3 / 2) {
      targets.addFirst(target);
    }
    return targets;
  }

  private void reduce(int stage, int target) {
    List<List<Expression>> reduced = new ArrayList<>();
    for (int bit = 0; bit <= width; bit++) {
      reduced.add(new ArrayList<>());
    }
    for (int bit = 0; bit < width; bit++) {
      List<Expression> column = new ArrayList<>(columns.get(bit));
      if (byArrival) {
        column.sort(Comparator.comparingInt(this::arrival));
      }
      int taken = 0;
      int height = column.size() + reduced.get(bit).size();
      int adder = 0;
      while (height > target) {
        int takes = height == target + 1 ? 2 : 3;
        String name = "%s%s_%s_%s".formatted(prefix, stage, bit, adder++);
        List<Expression> added = column.subList(taken, taken + takes);
        adder(name, bit, added, reduced);
        taken += takes;
        height -= takes - 1;
      }
      reduced.get(bit).addAll(column.subList(taken, column.size()));
    }
    columns = new ArrayList<>(reduced.subList(0, width));
  }

  private void adder(String name, int bit, List<Expression> added, List<List<Expression>> reduced) {
    Expression a = added.get(0);
    Expression b = added.get(1);
    Name sum = new Name("sum" + name, 1);
    Name carry = new Name("carry" + name, 1);
    boolean highest = bit == width - 1;
    boolean withOne = added.getLast() instanceof Constant;
    boolean three = added.size() == 3;
    if (withOne || highest) {
      Expression odd = three ? xor(a, b) : a;
      items.add(new Item.Wire(sum, withOne ? new Not(odd) : xor(odd, added.getLast())));
      if (!highest) {
        items.add(new Item.Wire(carry, three ? or(a, b) : a));
      }
    } else {
      items.add(new Item.Wire(sum, null));
      items.add(new Item.Wire(carry, null));
      String module = three ? AdderCells.FULL : AdderCells.HALF;
      Item.Instance cell = Item.Instance.of(module, "add" + name).with("a", a).with("b", b);
      cell = three ? cell.with("c", added.get(2)) : cell;
      items.add(cell.with("sum", sum).with("carry", carry));
      fullAdders += three ? 1 : 0;
      halfAdders += three ? 0 : 1;
    }
    int pair = Math.max(arrival(a), arrival(b));
    int last = three && !withOne ? Math.max(pair + 2, arrival(added.getLast())) : pair;
    arrivals.put(sum, last + 2);
    arrivals.put(carry, last + (three ? 2 : 1));
    reduced.get(bit).add(sum);
    if (!highest) {
      reduced.get(bit + 1).add(carry);
    }
  }

  private int arrival(Expression bit) {
    return bit instanceof Constant ? Integer.MAX_VALUE : arrivals.getOrDefault(bit, 0);
  }

  private Name word(String name, int index) {
    List<Expression> bits = new ArrayList<>();
    for (List<Expression> column : columns) {
      bits.add(index < column.size() ? column.get(index) : Constant.of(1, 0));
    }
    Name word = new Name(name, width);
    items.add(new Item.Wire(word, Expression.join(bits)));
    return word;
  }

  /// The adders that the tree is made of, as modules of their own, so that synthesis may take a
  /// library's cells for them.
  static final class AdderCells {
    static final String FULL = "full_adder";
    static final String HALF = "half_adder";

    private static final Name A = new Name("a", 1);
    private static final Name B = new Name("b", 1);
    private static final Name C = new Name("c", 1);
    private static final Port SUM = Port.out("sum", 1, "lower bit");
    private static final Port CARRY = Port.out("carry", 1, "upper bit");

    private AdderCells() {}

    static VerilogModule full() {
      Expression carry = or(Expression.and(A, B), Expression.and(C, xor(A, B)));
      return new VerilogModule(
          FULL,
          List.of("Full adder: the sum of three bits."),
          List.of(in(A), in(B), in(C), SUM, CARRY),
          List.of(
              new Item.Output(SUM.name(), xor(xor(A, B), C)),
              new Item.Output(CARRY.name(), carry)));
    }

    static VerilogModule half() {
      return new VerilogModule(
          HALF,
          List.of("Half adder: the sum of two bits."),
          List.of(in(A), in(B), SUM, CARRY),
          List.of(
              new Item.Output(SUM.name(), xor(A, B)),
              new Item.Output(CARRY.name(), Expression.and(A, B))));
    }

    private static Port in(Name name) {
      return new Port(name, false, "added");
    }
  }
}

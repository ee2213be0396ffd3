package org.cimlet.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Binary;
import org.cimlet.rtl.verilog.Expression.Constant;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Expression.Operator;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.VerilogModule;

/// Modules with one fault each, as a slip of the pen would make it: a wrong operator, swapped arms
/// of a multiplexer, a neighbour's bit, a constant off by one, an inverter too many or too few.
final class Mutants {
  private Mutants() {}

  /// @return modules of which one has one fault
  static List<VerilogModule> of(List<VerilogModule> modules, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    while (true) {
      int which = random.nextInt(modules.size());
      VerilogModule module = modules.get(which);
      int at = random.nextInt(module.items().size());
      Item mutated = mutated(module.items().get(at), random);
      if (!mutated.equals(module.items().get(at))) {
        List<Item> items = new ArrayList<>(module.items());
        items.set(at, mutated);
        List<VerilogModule> all = new ArrayList<>(modules);
        all.set(which, new VerilogModule(module.name(), module.summary(), module.ports(), items));
        return all;
      }
    }
  }

  private static Item mutated(Item item, SplittableRandom random) {
    return switch (item) {
      case Item.Wire(Name name, Expression value) ->
          value == null ? item : new Item.Wire(name, mutated(value, random));
      case Item.Output(Name port, Expression value) ->
          new Item.Output(port, mutated(value, random));
      case Item.Note _, Item.Register _, Item.Instance _ -> item;
    };
  }

  private static Expression mutated(Expression value, SplittableRandom random) {
    return switch (value) {
      case Expression.Select(Expression c, Expression set, Expression clear) ->
          new Expression.Select(c, clear, set);
      case Binary(Operator operator, Expression left, Expression right) ->
          switch (operator) {
            case AND -> new Binary(Operator.OR, left, right);
            case OR -> new Binary(Operator.AND, left, right);
            case XOR -> new Expression.Not(value);
            case ADD ->
                value.width() == 1
                    ? new Expression.Not(value)
                    : new Binary(Operator.XOR, left, right);
            case AT_MOST -> new Binary(Operator.AT_MOST, left, moved(right));
          };
      case Expression.Not(Expression of) -> of;
      case Expression.Join(List<Expression> parts) -> {
        List<Expression> some = new ArrayList<>(parts);
        int at = random.nextInt(parts.size());
        some.set(at, mutated(parts.get(at), random));
        yield new Expression.Join(some);
      }
      case Expression.Bits(Name of, int high, int low) ->
          low > 0 && high > low ? new Expression.Bits(of, high - 1, low - 1) : value;
      case Name _, Constant _, Expression.Any _, Expression.All _, Expression.Repeat _ -> value;
    };
  }

  private static Expression moved(Expression constant) {
    return constant instanceof Constant(int width, var number)
        ? Constant.of(width, number.longValueExact() - 1)
        : constant;
  }
}

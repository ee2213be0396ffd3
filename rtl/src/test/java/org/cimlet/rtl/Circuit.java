package org.cimlet.rtl;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Binary;
import org.cimlet.rtl.verilog.Expression.Constant;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// Modules as they compute, without any tool: every wire is worked out once for a clock, in an
/// order in which what it takes is known.
final class Circuit {
  private final VerilogModule top;
  private final Map<String, VerilogModule> modules;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<BigInteger> values = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Flop> flops = new ArrayList<>();

  /// An expression over the values of all wires, whose places are known.
  private interface Value {
    BigInteger of(List<BigInteger> values);
  }

  /// A wire that is worked out.
  private record Step(int place, Set<Integer> takes, Value value) {}

  private record Flop(int place, Value reset, Value enable, Value next) {}

  Circuit(List<VerilogModule> modules) {
    this.top = modules.getFirst();
    this.modules = new HashMap<>();
    modules.forEach(module -> this.modules.putIfAbsent(module.name(), module));
    List<Step> unordered = new ArrayList<>();
    build(top, "", unordered);
    order(unordered);
  }

  static Circuit of(Part part, Design design, boolean bitSerial) {
    return new Circuit(part.modules(design, bitSerial));
  }

  private int place(String name) {
    return places.computeIfAbsent(
        name,
        _ -> {
          values.add(BigInteger.ZERO);
          return values.size() - 1;
        });
  }

  private void build(VerilogModule module, String scope, List<Step> unordered) {
    module.ports().forEach(port -> place(scope + port.name().name()));
    for (Item item : module.items()) {
      switch (item) {
        case Item.Note _ -> {}
        case Item.Wire(Name name, Expression value) -> {
          place(scope + name.name());
          if (value != null) {
            unordered.add(step(scope, name, value));
          }
        }
        case Item.Output(Name port, Expression value) -> unordered.add(step(scope, port, value));
        case Item.Register register -> flops.add(flop(scope, register));
        case Item.Instance instance -> {
          VerilogModule within = Objects.requireNonNull(modules.get(instance.module()));
          String inner = scope + instance.name() + ".";
          build(within, inner, unordered);
          for (Item.Connection connection : instance.connections()) {
            Port port = within.port(connection.port());
            if (port.isOutput()) {
              int from = place(inner + port.name().name());
              int to = place(scope + ((Name) connection.to()).name());
              unordered.add(new Step(to, Set.of(from), values -> values.get(from)));
            } else {
              int to = place(inner + port.name().name());
              Expression value = connection.to();
              unordered.add(new Step(to, takes(scope, value), value(scope, value)));
            }
          }
        }
      }
    }
  }

  private Step step(String scope, Name name, Expression value) {
    return new Step(place(scope + name.name()), takes(scope, value), value(scope, value));
  }

  private Flop flop(String scope, Item.Register register) {
    Expression enable = register.enable();
    return new Flop(
        place(scope + register.name().name()),
        register.reset() ? value(scope, new Name("reset", 1)) : _ -> BigInteger.ZERO,
        enable == null ? _ -> BigInteger.ONE : value(scope, enable),
        value(scope, register.next()));
  }

  private Set<Integer> takes(String scope, Expression expression) {
    Set<Integer> takes = new HashSet<>();
    names(expression, name -> takes.add(place(scope + name.name())));
    return takes;
  }

  private static void names(Expression expression, Consumer<Name> found) {
    switch (expression) {
      case Name name -> found.accept(name);
      case Expression.Bits bits -> found.accept(bits.of());
      case Constant _ -> {}
      case Expression.Not(Expression of) -> names(of, found);
      case Expression.Any(Expression of) -> names(of, found);
      case Expression.All(Expression of) -> names(of, found);
      case Binary(var _, Expression left, Expression right) -> {
        names(left, found);
        names(right, found);
      }
      case Expression.Select(Expression c, Expression set, Expression clear) -> {
        names(c, found);
        names(set, found);
        names(clear, found);
      }
      case Expression.Join(List<Expression> parts) -> parts.forEach(part -> names(part, found));
      case Expression.Repeat(int _, Expression bit) -> names(bit, found);
    }
  }

  /// Depth first over what drives what.
  private void order(List<Step> unordered) {
    Map<Integer, Step> drivers = new HashMap<>();
    unordered.forEach(step -> drivers.put(step.place(), step));
    Set<Integer> done = new HashSet<>();
    unordered.forEach(step -> visit(step, drivers, done));
  }

  private void visit(Step step, Map<Integer, Step> drivers, Set<Integer> done) {
    if (done.add(step.place())) {
      step.takes().stream()
          .filter(drivers::containsKey)
          .forEach(place -> visit(Objects.requireNonNull(drivers.get(place)), drivers, done));
      steps.add(step);
    }
  }

  void drive(String port, BigInteger value) {
    values.set(place(port), value);
  }

  BigInteger get(String port) {
    return values.get(place(port));
  }

  void settle() {
    steps.forEach(step -> values.set(step.place(), step.value().of(values)));
  }

  void clock() {
    Map<Integer, BigInteger> next = new HashMap<>();
    for (Flop flop : flops) {
      if (flop.reset().of(values).signum() > 0) {
        next.put(flop.place(), BigInteger.ZERO);
      } else if (flop.enable().of(values).signum() > 0) {
        next.put(flop.place(), flop.next().of(values));
      }
    }
    next.forEach(values::set);
  }

  private Value value(String scope, Expression expression) {
    return switch (expression) {
      case Name name -> {
        int place = place(scope + name.name());
        yield values -> values.get(place);
      }
      case Expression.Bits bits -> {
        int place = place(scope + bits.of().name());
        BigInteger ones = ones(bits.width());
        yield values -> values.get(place).shiftRight(bits.low()).and(ones);
      }
      case Constant constant -> _ -> constant.value();
      case Expression.Not(Expression of) -> {
        Value inner = value(scope, of);
        BigInteger ones = ones(of.width());
        yield values -> inner.of(values).xor(ones);
      }
      case Expression.Any(Expression of) -> {
        Value inner = value(scope, of);
        yield values -> bit(inner.of(values).signum() > 0);
      }
      case Expression.All(Expression of) -> {
        Value inner = value(scope, of);
        BigInteger ones = ones(of.width());
        yield values -> bit(inner.of(values).equals(ones));
      }
      case Binary(var operator, Expression l, Expression r) -> {
        Value left = value(scope, l);
        Value right = value(scope, r);
        BigInteger ones = ones(l.width());
        yield switch (operator) {
          case AND -> values -> left.of(values).and(right.of(values));
          case OR -> values -> left.of(values).or(right.of(values));
          case XOR -> values -> left.of(values).xor(right.of(values));
          case ADD -> values -> left.of(values).add(right.of(values)).and(ones);
          case AT_MOST -> values -> bit(left.of(values).compareTo(right.of(values)) <= 0);
        };
      }
      case Expression.Select(Expression condition, Expression set, Expression clear) -> {
        Value when = value(scope, condition);
        Value then = value(scope, set);
        Value otherwise = value(scope, clear);
        yield values -> (when.of(values).signum() > 0 ? then : otherwise).of(values);
      }
      case Expression.Join(List<Expression> parts) -> joined(scope, parts);
      case Expression.Repeat(int width, Expression b) -> {
        Value bit = value(scope, b);
        BigInteger ones = ones(width);
        yield values -> bit.of(values).signum() > 0 ? ones : BigInteger.ZERO;
      }
    };
  }

  private Value joined(String scope, List<Expression> parts) {
    List<Value> inner = parts.stream().map(part -> value(scope, part)).toList();
    int[] widths = parts.stream().mapToInt(Expression::width).toArray();
    return values -> {
      BigInteger word = BigInteger.ZERO;
      for (int i = 0; i < widths.length; i++) {
        word = word.shiftLeft(widths[i]).or(inner.get(i).of(values));
      }
      return word;
    };
  }

  private static BigInteger ones(int width) {
    return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
  }

  private static BigInteger bit(boolean set) {
    return set ? BigInteger.ONE : BigInteger.ZERO;
  }
}

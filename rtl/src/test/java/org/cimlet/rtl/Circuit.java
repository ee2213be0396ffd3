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

  /// A wire that is worked out.
  private record Step(int place, Set<Integer> takes, Consumer<List<BigInteger>> work) {}

  private record Flop(int place, String scope, Item.Register register) {}

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
        case Item.Register register ->
            flops.add(new Flop(place(scope + register.name().name()), scope, register));
        case Item.Instance instance -> {
          VerilogModule within = Objects.requireNonNull(modules.get(instance.module()));
          String inner = scope + instance.name() + ".";
          build(within, inner, unordered);
          for (Item.Connection connection : instance.connections()) {
            Port port = within.port(connection.port());
            if (port.isOutput()) {
              int from = place(inner + port.name().name());
              int to = place(scope + ((Name) connection.to()).name());
              unordered.add(new Step(to, Set.of(from), v -> v.set(to, v.get(from))));
            } else {
              int to = place(inner + port.name().name());
              Expression value = connection.to();
              Set<Integer> takes = takes(scope, value);
              unordered.add(new Step(to, takes, v -> v.set(to, evaluated(scope, value))));
            }
          }
        }
      }
    }
  }

  private Step step(String scope, Name name, Expression value) {
    int to = place(scope + name.name());
    return new Step(to, takes(scope, value), v -> v.set(to, evaluated(scope, value)));
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
    steps.forEach(step -> step.work().accept(values));
  }

  void clock() {
    Map<Integer, BigInteger> next = new HashMap<>();
    for (Flop flop : flops) {
      Item.Register register = flop.register();
      Expression enable = register.enable();
      if (register.reset() && evaluated(flop.scope(), new Name("reset", 1)).signum() > 0) {
        next.put(flop.place(), BigInteger.ZERO);
      } else if (enable == null || evaluated(flop.scope(), enable).signum() > 0) {
        next.put(flop.place(), evaluated(flop.scope(), register.next()));
      }
    }
    next.forEach(values::set);
  }

  private BigInteger evaluated(String scope, Expression expression) {
    return switch (expression) {
      case Name name -> values.get(place(scope + name.name()));
      case Expression.Bits bits -> cut(evaluated(scope, bits.of()).shiftRight(bits.low()), bits);
      case Constant constant -> constant.value();
      case Expression.Not(Expression of) -> evaluated(scope, of).xor(ones(of.width()));
      case Expression.Any(Expression of) -> bit(evaluated(scope, of).signum() > 0);
      case Expression.All(Expression of) -> bit(evaluated(scope, of).equals(ones(of.width())));
      case Binary(var operator, Expression l, Expression r) -> {
        BigInteger left = evaluated(scope, l);
        BigInteger right = evaluated(scope, r);
        yield switch (operator) {
          case AND -> left.and(right);
          case OR -> left.or(right);
          case XOR -> left.xor(right);
          case ADD -> cut(left.add(right), l);
          case AT_MOST -> bit(left.compareTo(right) <= 0);
        };
      }
      case Expression.Select(Expression condition, Expression set, Expression clear) ->
          evaluated(scope, evaluated(scope, condition).signum() > 0 ? set : clear);
      case Expression.Join(List<Expression> parts) -> {
        BigInteger word = BigInteger.ZERO;
        for (Expression part : parts) {
          word = word.shiftLeft(part.width()).or(evaluated(scope, part));
        }
        yield word;
      }
      case Expression.Repeat(int width, Expression b) ->
          evaluated(scope, b).signum() > 0 ? ones(width) : BigInteger.ZERO;
    };
  }

  private static BigInteger ones(int width) {
    return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
  }

  private static BigInteger cut(BigInteger value, Expression like) {
    return value.and(ones(like.width()));
  }

  private static BigInteger bit(boolean set) {
    return set ? BigInteger.ONE : BigInteger.ZERO;
  }
}

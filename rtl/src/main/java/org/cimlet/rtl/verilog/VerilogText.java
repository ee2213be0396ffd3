package org.cimlet.rtl.verilog;

import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.rtl.verilog.Expression.Binary;
import org.cimlet.rtl.verilog.Expression.Name;

/// Prints modules as SystemVerilog that is plain Verilog-2005.
public final class VerilogText {
  private VerilogText() {}

  /// The text of a file with one module.
  public static String of(VerilogModule module) {
    StringBuilder text = new StringBuilder();
    module.summary().forEach(line -> text.append("// ").append(line).append('\n'));
    text.append("module ").append(module.name()).append(" (\n");
    ports(text, module.ports());
    text.append(");\n");
    Item before = null;
    for (Item item : module.items()) {
      if (item instanceof Item.Note && before != null) {
        text.append('\n');
      }
      append(text, item);
      before = item;
    }
    return text.append("endmodule\n").toString();
  }

  private static void ports(StringBuilder text, List<Port> ports) {
    List<String> declared = ports.stream().map(VerilogText::declared).toList();
    int longest = declared.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < ports.size(); i++) {
      String comma = i + 1 < ports.size() ? "," : " ";
      String gap = " ".repeat(longest - declared.get(i).length());
      text.append("  ")
          .append(declared.get(i))
          .append(comma)
          .append(gap)
          .append("  // ")
          .append(ports.get(i).meaning())
          .append('\n');
    }
  }

  private static String declared(Port port) {
    String direction = port.isOutput() ? "output wire" : "input  wire";
    return "%s %s%s".formatted(direction, range(port.name()), port.name().name());
  }

  private static String range(Name name) {
    return name.width() == 1 ? "" : "[%s:0] ".formatted(name.width() - 1);
  }

  private static void append(StringBuilder text, Item item) {
    switch (item) {
      case Item.Note note -> text.append("  // ").append(note.text()).append('\n');
      case Item.Wire(Name name, Expression value) -> {
        text.append("  wire ").append(range(name)).append(name.name());
        if (value != null) {
          text.append(" = ").append(of(value));
        }
        text.append(";\n");
      }
      case Item.Output(Name port, Expression value) ->
          text.append("  assign %s = %s;\n".formatted(port.name(), of(value)));
      case Item.Register register -> register(text, register);
      case Item.Instance instance ->
          text.append(
              "  %s %s (%s);\n"
                  .formatted(
                      instance.module(),
                      instance.name(),
                      instance.connections().stream()
                          .map(c -> ".%s(%s)".formatted(c.port(), of(c.to())))
                          .collect(Collectors.joining(", "))));
    }
  }

  private static void register(StringBuilder text, Item.Register register) {
    Name name = register.name();
    text.append("  reg %s%s;\n  always @(posedge clock)\n".formatted(range(name), name.name()));
    String indent = "    ";
    if (register.reset()) {
      text.append("    if (reset) %s <= %s'd0;\n    else\n".formatted(name.name(), name.width()));
      indent = "      ";
    }
    Expression enable = register.enable();
    String condition = enable == null ? "" : "if (%s) ".formatted(of(enable));
    text.append("%s%s%s <= %s;\n".formatted(indent, condition, name.name(), of(register.next())));
  }

  /// The text of an expression.
  public static String of(Expression expression) {
    return switch (expression) {
      case Name name -> name.name();
      case Expression.Bits(Name name, int high, int low) ->
          high == low
              ? "%s[%s]".formatted(name.name(), low)
              : "%s[%s:%s]".formatted(name.name(), high, low);
      case Expression.Constant(int width, var value) ->
          width > 32
              ? "%s'h%s".formatted(width, value.toString(16))
              : "%s'd%s".formatted(width, value);
      case Expression.Not(Expression of) -> "~" + operand(of);
      case Expression.Any(Expression of) -> "|" + operand(of);
      case Expression.All(Expression of) -> "&" + operand(of);
      case Binary(var operator, Expression left, Expression right) ->
          "%s %s %s"
              .formatted(
                  operator == Expression.Operator.ADD && isSum(left) ? of(left) : operand(left),
                  operator.sign,
                  operand(right));
      case Expression.Select(Expression condition, Expression whenSet, Expression whenClear) ->
          "%s ? %s : %s".formatted(operand(condition), operand(whenSet), operand(whenClear));
      case Expression.Join(List<Expression> highFirst) ->
          highFirst.stream().map(VerilogText::of).collect(Collectors.joining(", ", "{", "}"));
      case Expression.Repeat(int width, Expression bit) -> "{%s{%s}}".formatted(width, of(bit));
    };
  }

  private static boolean isSum(Expression expression) {
    return expression instanceof Binary(var operator, _, _) && operator == Expression.Operator.ADD;
  }

  private static String operand(Expression expression) {
    return switch (expression) {
      case Binary _, Expression.Select _, Expression.Any _, Expression.All _ ->
          "(%s)".formatted(of(expression));
      case Name _,
          Expression.Bits _,
          Expression.Constant _,
          Expression.Not _,
          Expression.Join _,
          Expression.Repeat _ ->
          of(expression);
    };
  }
}

package org.cimlet.rtl.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cimlet.rtl.verilog.Expression;
import org.cimlet.rtl.verilog.Expression.Name;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// The mask decoder as prefix networks are drawn: each sum beside the last input that it counts, as
/// far to the right as sums lie between it and the mask, and which control word takes it.
final class DecoderPicture {
  private static final int PITCH = 22;
  private static final int GAP = 105;
  private static final int LEFT = 90;
  private static final int TOP = 64;

  /// A sum.
  ///
  /// @param input the last that it counts
  /// @param level sums on the longest way to it
  private record Node(int input, int level) {
    int x() {
      return LEFT + level * GAP;
    }

    int y() {
      return TOP + input * PITCH;
    }
  }

  private DecoderPicture() {}

  static String of(VerilogModule decoder) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    List<String> marks = new ArrayList<>();
    int inputs = decoder.ports().getFirst().name().width();
    for (int i = 0; i < inputs; i++) {
      Node input = new Node(i, 0);
      nodes.put(key(i), input);
      marks.add(Schematic.text(input.x() - 8, input.y() + 4, "end", "#111111", key(i)));
    }
    for (Item.Wire wire : decoder.items(Item.Wire.class)) {
      add(wire, nodes, lines, marks);
    }
    int right = nodes.values().stream().mapToInt(Node::x).max().orElse(LEFT) + GAP / 2;
    for (Port port : decoder.ports()) {
      if (port.isOutput()) {
        word(port.name(), inputs + 1, right, nodes, lines, marks);
      }
    }
    String title =
        "mask_decoder: ones of the mask, added (named by the inputs that they count); each word is"
            + " LROTC of a sum";
    return Schematic.head(Math.max(right + 150, 680), TOP + inputs * PITCH)
        + Schematic.text(20, 28, "start", "#111111", title)
        + String.join("", lines)
        + String.join("", marks)
        + "</svg>\n";
  }

  private static String key(int input) {
    return "mask[%s]".formatted(input);
  }

  private static void add(
      Item.Wire wire, Map<String, Node> nodes, List<String> lines, List<String> marks) {
    List<Node> addends = new ArrayList<>();
    Expression value = wire.value();
    if (value == null) {
      return;
    }
    addends(value, name -> addends.add(nodes.getOrDefault(name, new Node(0, 0))));
    String name = wire.name().name();
    if (addends.size() == 1) { // another name of a sum that is there
      nodes.put(name, addends.getFirst());
      return;
    }
    int last = addends.stream().mapToInt(Node::input).max().orElse(0);
    Node sum = new Node(last, 1 + addends.stream().mapToInt(Node::level).max().orElse(0));
    for (Node addend : addends) {
      boolean same = addend.input() == last;
      lines.add(
          Schematic.line(addend.x(), addend.y(), sum.x(), sum.y(), same ? "#1f5fa8" : "#c2571a"));
    }
    String counts =
        name.startsWith("below_")
            ? "&lt; " + name.substring("below_".length())
            : name.substring("ones_".length()).replace("_to_", "–");
    marks.add(
        "<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"#ffffff\" stroke=\"#111111\"/>\n"
            .formatted(sum.x(), sum.y()));
    marks.add(Schematic.text(sum.x() + 7, sum.y() - 4, "start", "#444444", counts));
    nodes.put(name, sum);
  }

  private static void addends(Expression value, Consumer<String> found) {
    switch (value) {
      case Name name -> found.accept(name.name().equals("mask") ? key(0) : name.name());
      case Expression.Bits bits ->
          found.accept(bits.of().name().equals("mask") ? key(bits.low()) : bits.of().name());
      case Expression.Join(List<Expression> parts) -> parts.forEach(part -> addends(part, found));
      case Expression.Binary(var _, Expression left, Expression right) -> {
        addends(left, found);
        addends(right, found);
      }
      case Expression.Constant _,
          Expression.Not _,
          Expression.Any _,
          Expression.All _,
          Expression.Select _,
          Expression.Repeat _ -> {}
    }
  }

  /// Each block's bits of a control word, beside the sum that they come from.
  private static void word(
      Name word,
      int group,
      int right,
      Map<String, Node> nodes,
      List<String> lines,
      List<String> marks) {
    int half = Integer.parseInt(word.name().substring("cross_".length()));
    int blocks = group / (2 * half);
    int bits = word.width() / blocks;
    for (int block = 0; block < blocks; block++) {
      int middle = 2 * half * block + half;
      Node sum =
          nodes.getOrDefault("below_" + middle, new Node(middle - 1, 0)); // one input is no sum
      lines.add(Schematic.line(sum.x(), sum.y(), right, sum.y(), "#b9b9b9"));
      int low = block * bits;
      marks.add(
          Schematic.text(
              right + 6,
              sum.y() + 4,
              "start",
              "#111111",
              bits == 1
                  ? "%s[%s]".formatted(word.name(), low)
                  : "%s[%s:%s]".formatted(word.name(), low + bits - 1, low)));
    }
  }
}

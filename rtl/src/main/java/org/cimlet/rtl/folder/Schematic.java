package org.cimlet.rtl.folder;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// A picture of a part: the decoder's sums, the butterfly with every multiplexer that is built, or
/// the modules and registers of a part in the order in which data pass them.
final class Schematic {
  private Schematic() {}

  static String of(Part part, Design design, VerilogModule top) {
    return switch (part) {
      case MASK_DECODER -> DecoderPicture.of(top);
      case BUTTERFLY, ZERO_SKIPPER -> butterfly(design);
      case ADDER_TREE, MACRO_EDGE, BIT_SERIAL_EDGE, MACRO -> blocks(top);
    };
  }

  static String head(int width, int height) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s"
      font-family="system-ui, sans-serif" font-size="12">
    <rect width="100%%" height="100%%" fill="#ffffff"/>
    """
        .formatted(width, height, width, height);
  }

  private static String butterfly(Design design) {
    int inputs = design.group();
    int outputs = design.kept();
    int stages = Integer.numberOfTrailingZeros(inputs);
    int pitch = 18;
    int gap = 120;
    int left = 70;
    int top = 60;
    StringBuilder svg =
        new StringBuilder(head(left + stages * gap + 110, top + inputs * pitch + 20));
    svg.append(
        text(
            left,
            24,
            "start",
            "#111111",
            "Inverse butterfly %s:%s: multiplexers that are built, and their control words"
                .formatted(outputs, inputs)));
    for (int i = 0; i < inputs; i++) {
      svg.append(text(left - 10, top + i * pitch + 4, "end", "#111111", "x[%s]".formatted(i)));
    }
    for (int stage = 0; stage < stages; stage++) {
      int d = 1 << stage;
      int from = left + stage * gap;
      int to = from + gap;
      svg.append(text(from + gap / 2, top - 16, "middle", "#444444", "cross_%s".formatted(d)));
      for (int position = 0; position < inputs; position++) {
        if (position % (2 * d) < Math.min(2 * d, outputs)) {
          int at = top + position * pitch;
          svg.append(line(from + 8, at, to - 8, at, "#1f5fa8"));
          svg.append(line(from + 8, top + (position ^ d) * pitch, to - 8, at, "#c2571a"));
          svg.append(
              "<rect x=\"%s\" y=\"%s\" width=\"10\" height=\"10\" rx=\"2\" fill=\"#ffffff\" stroke=\"#111111\"/>\n"
                  .formatted(to - 8, at - 5));
        }
      }
    }
    for (int k = 0; k < outputs; k++) {
      svg.append(
          text(
              left + stages * gap + 12,
              top + k * pitch + 4,
              "start",
              "#111111",
              "y[%s]".formatted(k)));
    }
    int legend = top + Math.min(inputs - 1, outputs + 1) * pitch;
    if (outputs + 3 < inputs) {
      svg.append(text(left + stages * gap + 12, legend + 10, "start", "#1f5fa8", "bit clear"));
      svg.append(text(left + stages * gap + 12, legend + 28, "start", "#c2571a", "bit set"));
    }
    return svg.append("</svg>\n").toString();
  }

  /// A box and what is written in it.
  private record Box(String title, String detail, boolean register) {}

  /// Modules and registers one after the other, inputs above, outputs below.
  private static String blocks(VerilogModule top) {
    List<Box> boxes = new ArrayList<>();
    for (Item item : top.items()) {
      switch (item) {
        case Item.Register register ->
            boxes.add(
                new Box(
                    register.name().name(),
                    register.name().width() == 1
                        ? "register, 1 bit"
                        : "register, %s bits".formatted(register.name().width()),
                    true));
        case Item.Instance instance -> {
          if (!instance.module().endsWith("_adder")) {
            boxes.add(new Box(instance.name(), "module " + instance.module(), false));
          }
        }
        case Item.Note _, Item.Wire _, Item.Output _ -> {}
      }
    }
    long full =
        top.items(Item.Instance.class).stream()
            .filter(i -> i.module().equals("full_adder"))
            .count();
    long half =
        top.items(Item.Instance.class).stream()
            .filter(i -> i.module().equals("half_adder"))
            .count();
    if (full > 0) {
      boxes.add(new Box("Dadda tree", "%s full, %s half adders".formatted(full, half), false));
    }
    int across = 3;
    int width = 230;
    int height = 74;
    int left = 190;
    int ports = top.ports().size();
    int rows = Math.max(Math.ceilDiv(boxes.size(), across), Math.ceilDiv(ports * 22, height));
    int right = left + across * width;
    StringBuilder svg = new StringBuilder(head(right + 170, rows * height + 90));
    svg.append(
        text(
            left,
            28,
            "start",
            "#111111",
            "%s: its registers (blue) and modules, in order".formatted(top.name())));
    svg.append(
        "<rect x=\"%s\" y=\"44\" width=\"%s\" height=\"%s\" fill=\"#f7f7f4\" stroke=\"#111111\"/>\n"
            .formatted(left - 10, across * width + 10, rows * height + 20));
    int inAt = 70;
    int outAt = 70;
    for (Port port : top.ports()) {
      String label =
          port.name().width() == 1
              ? port.name().name()
              : "%s[%s:0]".formatted(port.name().name(), port.name().width() - 1);
      if (port.isOutput()) {
        svg.append(line(right, outAt, right + 16, outAt, "#111111"));
        svg.append(text(right + 20, outAt + 4, "start", "#111111", label));
        outAt += 22;
      } else {
        svg.append(line(left - 26, inAt, left - 10, inAt, "#111111"));
        svg.append(text(left - 30, inAt + 4, "end", "#111111", label));
        inAt += 22;
      }
    }
    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      int x = left + i % across * width + 10;
      int y = 60 + i / across * height;
      svg.append(
          "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"4\" fill=\"%s\" stroke=\"#111111\"/>\n"
              .formatted(x, y, width - 40, height - 20, box.register() ? "#dbe8f6" : "#ffffff"));
      svg.append(text(x + 10, y + 22, "start", "#111111", box.title()));
      svg.append(text(x + 10, y + 40, "start", "#555555", box.detail()));
    }
    return svg.append("</svg>\n").toString();
  }

  static String line(int x1, int y1, int x2, int y2, String colour) {
    return "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>\n"
        .formatted(x1, y1, x2, y2, colour);
  }

  static String text(int x, int y, String anchor, String colour, String words) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n"
        .formatted(x, y, anchor, colour, words);
  }
}

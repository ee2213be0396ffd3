package org.cimlet.conformance.rtl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.technology.liberty.StandardCell;
import org.cimlet.technology.liberty.StandardCells;

/// A netlist of a library's cells as yosys writes it, bit by bit.
///
/// @param nets how many, of which the first two are the constants 0 and 1
/// @param ports nets of each port, the lowest bit first
/// @param instances its cells
record MappedNetlist(int nets, Map<String, int[]> ports, List<Instance> instances) {
  /// @param pins net of each pin
  record Instance(StandardCell cell, Map<String, Integer> pins) {}

  static MappedNetlist read(String verilog, StandardCells library) {
    return new Reader(verilog, library).read();
  }

  private static final class Reader {
    private final String text;
    private final StandardCells library;
    private int at;
    private final Map<String, int[]> declared = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final List<String> ports = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private int[] parents = {0, 1};
    private int nets = 2;

    Reader(String text, StandardCells library) {
      this.text = text.replaceAll("/\\*.*?\\*/", " ").replaceAll("\\(\\*.*?\\*\\)", " ");
      this.library = library;
    }

    MappedNetlist read() {
      while (at < text.length()) {
        String word = word();
        switch (word) {
          case "" -> at = text.length();
          case "module" -> skipTo(";");
          case "input", "output" -> declare(true);
          case "wire" -> declare(false);
          case "assign" -> {
            List<Integer> to = bits("=");
            List<Integer> from = bits(";");
            for (int i = 0; i < to.size(); i++) {
              unite(to.get(i), from.get(i));
            }
          }
          case "endmodule" -> {}
          default -> instance(word);
        }
      }
      Map<String, int[]> of = new HashMap<>();
      for (String port : ports) {
        int[] bits = declared.get(port).clone();
        for (int i = 0; i < bits.length; i++) {
          bits[i] = root(bits[i]);
        }
        of.put(port, bits);
      }
      List<Instance> all = new ArrayList<>();
      for (Instance instance : instances) {
        Map<String, Integer> pins = new HashMap<>();
        instance.pins().forEach((pin, net) -> pins.put(pin, root(net)));
        all.add(new Instance(instance.cell(), pins));
      }
      return new MappedNetlist(nets, of, all);
    }

    private void skipTo(String end) {
      at = text.indexOf(end, at) + end.length();
    }

    private void skip() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    /// A name, an escaped one up to the blank behind it, or one sign.
    private String word() {
      skip();
      if (at == text.length()) {
        return "";
      }
      int from = at;
      if (text.charAt(at) == '\\') {
        while (!Character.isWhitespace(text.charAt(at))) {
          at++;
        }
        return text.substring(from + 1, at);
      }
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || "_$'".indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      at = Math.max(at, from + 1);
      return text.substring(from, at);
    }

    private boolean next(char c) {
      skip();
      if (text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void declare(boolean port) {
      int high = 0;
      int low = 0;
      if (next('[')) {
        high = Integer.parseInt(word());
        next(':');
        low = Integer.parseInt(word());
        next(']');
      }
      String name = word();
      next(';');
      if (port) {
        ports.add(name);
      }
      if (!declared.containsKey(name)) {
        int[] bits = new int[high - low + 1];
        for (int i = 0; i < bits.length; i++) {
          bits[i] = net();
        }
        declared.put(name, bits);
        lowest.put(name, low);
      }
    }

    private int net() {
      if (nets == parents.length) {
        parents = java.util.Arrays.copyOf(parents, 2 * nets);
      }
      parents[nets] = nets;
      return nets++;
    }

    private int root(int net) {
      int now = net;
      while (parents[now] != now) {
        now = parents[now];
      }
      return now;
    }

    private void unite(int a, int b) {
      int first = root(a);
      int second = root(b);
      parents[Math.max(first, second)] = Math.min(first, second);
    }

    /// Bits of an expression, the highest first, up to a sign.
    private List<Integer> bits(String end) {
      List<Integer> bits = new ArrayList<>();
      while (true) {
        String word = word();
        if (word.equals(end)) {
          return bits;
        }
        if (word.equals("{") || word.equals("}") || word.equals(",")) {
          continue;
        }
        int quote = word.indexOf('\'');
        if (quote >= 0) {
          String digits = word.substring(quote + 2);
          int radix = word.charAt(quote + 1) == 'h' ? 16 : 2;
          int width = Integer.parseInt(word.substring(0, quote));
          java.math.BigInteger value = new java.math.BigInteger(digits.replace('x', '0'), radix);
          for (int i = width - 1; i >= 0; i--) {
            bits.add(value.testBit(i) ? 1 : 0);
          }
          continue;
        }
        int[] all = declared.get(word);
        if (all == null) {
          throw new IllegalStateException("no net " + word);
        }
        int low = lowest.get(word);
        int from = all.length - 1 + low;
        int to = low;
        if (next('[')) {
          from = Integer.parseInt(word());
          to = next(':') ? Integer.parseInt(word()) : from;
          next(']');
        }
        for (int bit = from; bit >= to; bit--) {
          bits.add(all[bit - low]);
        }
      }
    }

    private void instance(String cell) {
      String name = word();
      next('(');
      Map<String, Integer> pins = new HashMap<>();
      while (!next(')')) {
        next('.');
        String pin = word();
        next('(');
        List<Integer> bits = bits(")");
        pins.put(pin, bits.isEmpty() ? net() : bits.getFirst());
        next(',');
      }
      next(';');
      StandardCell of =
          library
              .cell(cell)
              .orElseThrow(
                  () -> new IllegalStateException("no cell %s of %s".formatted(cell, name)));
      instances.add(new Instance(of, Collections.unmodifiableMap(pins)));
    }
  }
}

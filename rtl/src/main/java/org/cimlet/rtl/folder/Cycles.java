package org.cimlet.rtl.folder;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cimlet.rtl.verilog.Port;

/// What a bench drives and expects, clock by clock: inputs are set after the rising edge, outputs
/// looked at before the next one. What is not set is 0; what is not expected is not looked at.
public final class Cycles {
  private final List<Port> inputs;
  private final List<Port> outputs;
  private final List<Map<String, BigInteger>> driven = new ArrayList<>();
  private final Map<Integer, Map<String, BigInteger>> expected = new HashMap<>();

  /// @param ports of the part; its clock is the bench's
  public Cycles(List<Port> ports) {
    this.inputs = ports.stream().filter(port -> !port.isOutput() && !isClock(port)).toList();
    this.outputs = ports.stream().filter(Port::isOutput).toList();
  }

  /// Cycles of the same ports one after the other.
  ///
  /// @param parts at least one
  public static Cycles together(List<Cycles> parts) {
    Cycles all = new Cycles(parts.getFirst());
    for (Cycles part : parts) {
      int before = all.driven.size();
      all.driven.addAll(part.driven);
      part.expected.forEach((cycle, values) -> all.expected.put(before + cycle, values));
    }
    return all;
  }

  private Cycles(Cycles like) {
    this.inputs = like.inputs;
    this.outputs = like.outputs;
  }

  static boolean isClock(Port port) {
    return port.name().name().equals("clock");
  }

  /// Ports that are driven.
  public List<Port> inputs() {
    return inputs;
  }

  /// Ports that are looked at.
  public List<Port> outputs() {
    return outputs;
  }

  /// Begins a cycle.
  ///
  /// @return its number
  int next() {
    driven.add(new HashMap<>());
    return driven.size() - 1;
  }

  int size() {
    return driven.size();
  }

  /// Drives an input of the last cycle.
  void drive(String port, BigInteger value) {
    driven.getLast().put(port, value);
  }

  void drive(String port, long value) {
    drive(port, BigInteger.valueOf(value));
  }

  /// Expects an output in a cycle, which may be yet to come.
  void expect(int cycle, String port, BigInteger value) {
    expected.computeIfAbsent(cycle, _ -> new HashMap<>()).put(port, value);
  }

  /// What is driven in a cycle.
  public BigInteger driven(int cycle, String port) {
    return driven.get(cycle).getOrDefault(port, BigInteger.ZERO);
  }

  /// Cycles driven.
  public int count() {
    return driven.size();
  }

  /// What is expected in a cycle, by port.
  public Map<String, BigInteger> expected(int cycle) {
    return Map.copyOf(expected.getOrDefault(cycle, Map.of()));
  }

  /// Cycles in which something is looked at.
  int checked() {
    return (int) expected.keySet().stream().filter(cycle -> cycle < driven.size()).count();
  }

  /// Hexadecimal digits of a port.
  static int digits(Port port) {
    return Math.ceilDiv(port.name().width(), 4);
  }

  /// Digits of a line: inputs, then for each output whether it is looked at, and its value.
  int lineDigits() {
    return inputs.stream().mapToInt(Cycles::digits).sum()
        + outputs.stream().mapToInt(port -> 1 + digits(port)).sum();
  }

  /// A line for each cycle, as `$readmemh` takes it.
  String text() {
    StringBuilder text = new StringBuilder();
    for (int cycle = 0; cycle < driven.size(); cycle++) {
      Map<String, BigInteger> values = driven.get(cycle);
      Map<String, BigInteger> wanted = expected.getOrDefault(cycle, Map.of());
      List<String> fields =
          inputs.stream()
              .map(port -> hex(port, values.getOrDefault(name(port), BigInteger.ZERO)))
              .collect(Collectors.toCollection(ArrayList::new));
      for (Port port : outputs) {
        BigInteger value = wanted.get(name(port));
        fields.add(
            (value == null ? "0" : "1") + "_" + hex(port, value == null ? BigInteger.ZERO : value));
      }
      text.append(String.join("_", fields)).append('\n');
    }
    return text.toString();
  }

  private static String name(Port port) {
    return port.name().name();
  }

  private static String hex(Port port, BigInteger value) {
    String hex = value.toString(16);
    return "0".repeat(digits(port) - hex.length()) + hex;
  }
}

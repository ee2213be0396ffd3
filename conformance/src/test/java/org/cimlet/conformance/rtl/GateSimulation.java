package org.cimlet.conformance.rtl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.cimlet.conformance.rtl.MappedNetlist.Instance;
import org.cimlet.technology.liberty.StandardCell;
import org.cimlet.technology.liberty.StandardCell.Input;
import org.cimlet.technology.liberty.StandardCell.Output;
import org.cimlet.technology.liberty.StandardCells;

/// Switches a netlist of a library's cells, each as slow as its tables say for what it drives. A
/// pulse shorter than a cell's delay does not pass it. 64 cycles run at once, a bit each.
final class GateSimulation {
  private final MappedNetlist netlist;
  private final List<Gate> gates = new ArrayList<>();
  private final List<int[]> registers = new ArrayList<>();
  private final Map<Integer, List<Gate>> readers = new HashMap<>();
  private final long[] values;
  private final long[] settledValues;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(event -> event.ps));
  private double glitchingFj;
  private double settledFj;
  private long glitchingToggles;
  private long settledToggles;

  /// One output of a cell.
  private static final class Gate {
    private final int out;
    private final int[] from;
    private final long truth;
    private final double ps;
    private final double fj;
    private final List<Event> pending = new ArrayList<>();

    /// Of a change of an input that leaves the output as it is.
    private final double[] inputFj;

    /// What its inputs say now, which its output is yet to become.
    private long value;

    private long settled;

    Gate(int out, int[] from, long truth, double ps, double fj, double[] inputFj) {
      this.out = out;
      this.from = from;
      this.truth = truth;
      this.ps = ps;
      this.fj = fj;
      this.inputFj = inputFj;
    }
  }

  /// Lanes in which an output is to change.
  private static final class Event {
    private final double ps;
    private final Gate gate;
    private long lanes;

    Event(double ps, Gate gate, long lanes) {
      this.ps = ps;
      this.gate = gate;
      this.lanes = lanes;
    }
  }

  GateSimulation(MappedNetlist netlist, StandardCells library) {
    this.netlist = netlist;
    values = new long[netlist.nets()];
    values[1] = -1;
    settledValues = new long[netlist.nets()];
    double[] loads = new double[netlist.nets()];
    for (Instance instance : netlist.instances()) {
      for (Input input : instance.cell().inputs()) {
        Integer net = instance.pins().get(input.name());
        if (net != null) {
          loads[net] += input.capacitanceFf();
        }
      }
    }
    double square = library.volts() * library.volts();
    for (Instance instance : netlist.instances()) {
      StandardCell cell = instance.cell();
      if (cell.isRegister()) {
        register(instance);
        continue;
      }
      for (Output output : cell.outputs()) {
        Integer out = instance.pins().get(output.name());
        if (out == null) {
          continue;
        }
        int[] from =
            cell.inputs().stream().mapToInt(input -> instance.pins().get(input.name())).toArray();
        double fj = loads[out] * square / 2 + output.energyFj(library.edgePs(), loads[out]);
        double ps = Math.max(0.1, output.delayPs(library.edgePs(), loads[out]));
        double[] inputFj =
            cell.inputs().stream()
                .mapToDouble(input -> input.energyFj(library.edgePs()) / cell.outputs().size())
                .toArray();
        Gate gate = new Gate(out, from, output.truth(), ps, fj, inputFj);
        gates.add(gate);
        for (int net : from) {
          readers.computeIfAbsent(net, _ -> new ArrayList<>()).add(gate);
        }
      }
    }
    for (Gate gate : gates) {
      evaluate(gate, 0);
    }
    settle();
    forget();
  }

  /// Counts from here on.
  void forget() {
    glitchingFj = 0;
    settledFj = 0;
    glitchingToggles = 0;
    settledToggles = 0;
  }

  private void register(Instance instance) {
    boolean turned = instance.pins().containsKey("QN") && !instance.pins().containsKey("Q");
    int out = instance.pins().get(turned ? "QN" : "Q");
    registers.add(new int[] {instance.pins().get("D"), out, turned ? 1 : 0});
  }

  int gates() {
    return gates.size();
  }

  /// Drives a bit of a port.
  void set(String port, int bit, long lanes) {
    change(netlist.ports().get(port)[bit], lanes, 0);
  }

  long get(String port, int bit) {
    return values[netlist.ports().get(port)[bit]];
  }

  /// Bits of a port; 0 where there is none.
  int width(String port) {
    int[] bits = netlist.ports().get(port);
    return bits == null ? 0 : bits.length;
  }

  /// Registers take what stands at them.
  void clock() {
    long[] next = new long[registers.size()];
    for (int i = 0; i < next.length; i++) {
      next[i] =
          registers.get(i)[2] == 1 ? ~values[registers.get(i)[0]] : values[registers.get(i)[0]];
    }
    for (int i = 0; i < next.length; i++) {
      change(registers.get(i)[1], next[i], 0);
    }
  }

  /// Lets everything settle.
  void settle() {
    while (!events.isEmpty()) {
      Event event = events.poll();
      Gate gate = event.gate;
      gate.pending.remove(event);
      if (event.lanes != 0) {
        int lanes = Long.bitCount(event.lanes);
        glitchingFj += lanes * gate.fj;
        glitchingToggles += lanes;
        change(gate.out, values[gate.out] ^ event.lanes, event.ps);
      }
    }
    for (Gate gate : gates) {
      int lanes = Long.bitCount(values[gate.out] ^ gate.settled);
      settledFj += lanes * gate.fj;
      settledToggles += lanes;
      long changed = values[gate.out] ^ gate.settled;
      for (int net : gate.from) {
        settledFj += staying(gate, net, (values[net] ^ settledValues[net]) & ~changed);
      }
      gate.settled = values[gate.out];
    }
    System.arraycopy(values, 0, settledValues, 0, values.length);
  }

  private void change(int net, long lanes, double ps) {
    if (values[net] != lanes) {
      long changing = values[net] ^ lanes;
      values[net] = lanes;
      for (Gate gate : readers.getOrDefault(net, List.of())) {
        long before = gate.value;
        evaluate(gate, ps);
        glitchingFj += staying(gate, net, changing & ~(before ^ gate.value));
      }
    }
  }

  /// Of inputs that change while the output stays.
  private static double staying(Gate gate, int net, long lanes) {
    double fj = 0;
    for (int input = 0; input < gate.from.length; input++) {
      fj += gate.from[input] == net ? gate.inputFj[input] : 0;
    }
    return fj * Long.bitCount(lanes);
  }

  private void evaluate(Gate gate, double ps) {
    long value = 0;
    for (int row = 0; row < 1 << gate.from.length; row++) {
      if ((gate.truth >>> row & 1) == 1) {
        long lanes = -1;
        for (int input = 0; input < gate.from.length; input++) {
          long bits = values[gate.from[input]];
          lanes &= (row >> input & 1) == 1 ? bits : ~bits;
        }
        value |= lanes;
      }
    }
    gate.value = value;
    long differing = value ^ values[gate.out];
    long waiting = 0;
    for (Event event : gate.pending) {
      event.lanes &= differing;
      waiting |= event.lanes;
    }
    long fresh = differing & ~waiting;
    if (fresh != 0) {
      Event event = new Event(ps + gate.ps, gate, fresh);
      gate.pending.add(event);
      events.add(event);
    }
  }

  /// Energy since counting began, of a state, glitches included, in femtojoules.
  double fj() {
    return glitchingFj / Long.SIZE;
  }

  /// The same without glitches: what differs once all has settled.
  double settledFj() {
    return settledFj / Long.SIZE;
  }

  /// Changes of all gates' outputs.
  double toggles() {
    return (double) glitchingToggles / Long.SIZE;
  }

  double settledToggles() {
    return (double) settledToggles / Long.SIZE;
  }
}

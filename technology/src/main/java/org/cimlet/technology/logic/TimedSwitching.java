package org.cimlet.technology.logic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.cimlet.technology.logic.CellLibrary.Figures;

/// Switches a netlist of a library's gates, each as slow as what it drives makes it, and adds up
/// what changes take. A pulse shorter than a gate's delay does not pass it.
///
/// Adders are taken apart into their gates.
final class TimedSwitching implements Simulated {
  private static final int LANES = Long.SIZE;

  private final CellLibrary library;
  private final List<Gate> gates = new ArrayList<>();
  private final List<List<Gate>> listeners = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingDouble((Event event) -> event.at)
              .thenComparingInt(event -> event.number));
  private final long[] values;
  private int nets;
  private int numbered;
  private double changed;

  /// What a gate computes.
  private enum Kind {
    AND,
    NAND,
    OR,
    XOR,
    NOT,
    MUX
  }

  private static final class Gate {
    private final Kind kind;
    private final int out;
    private final int[] from;
    private final List<Event> pending = new ArrayList<>();
    private double delay;
    private double energy;

    Gate(Kind kind, int out, int... from) {
      this.kind = kind;
      this.out = out;
      this.from = from;
    }
  }

  /// States in which an output is to change.
  private static final class Event {
    private final double at;
    private final int number;
    private final Gate gate;
    private long lanes;

    Event(double at, int number, Gate gate, long lanes) {
      this.at = at;
      this.number = number;
      this.gate = gate;
      this.lanes = lanes;
    }
  }

  TimedSwitching(Netlist netlist, CellLibrary library) {
    this.library = library;
    nets = netlist.nets();
    boolean[] live = netlist.live();
    for (int cell = 0; cell < netlist.cells(); cell++) {
      int carry = netlist.carry(cell);
      if (live[netlist.sum(cell)] || (carry >= 0 && live[carry])) {
        take(netlist, cell);
      }
    }
    values = new long[nets];
    double[] loads = new double[nets];
    for (int net = 0; net < nets; net++) {
      listeners.add(new ArrayList<>());
    }
    for (Gate gate : gates) {
      for (int net : gate.from) {
        loads[net] += figures(gate).small().input();
        listeners.get(net).add(gate);
      }
    }
    for (Gate gate : gates) {
      gate.delay = figures(gate).small().delay(loads[gate.out]);
      gate.energy = figures(gate).energy() + loads[gate.out] * library.energyOfLoad();
      evaluate(gate, 0);
    }
    settle();
    changed = 0;
  }

  private void take(Netlist netlist, int cell) {
    int a = netlist.from(cell, 0);
    int b = netlist.from(cell, 1);
    int c = netlist.from(cell, 2);
    int out = netlist.sum(cell);
    switch (netlist.kind(cell)) {
      case AND -> gates.add(new Gate(Kind.AND, out, a, b));
      case OR -> gates.add(new Gate(Kind.OR, out, a, b));
      case XOR -> gates.add(new Gate(Kind.XOR, out, a, b));
      case NOT -> gates.add(new Gate(Kind.NOT, out, a));
      case MUX -> gates.add(new Gate(Kind.MUX, out, a, b, c));
      case HALF_ADDER -> {
        gates.add(new Gate(Kind.XOR, out, a, b));
        gates.add(new Gate(Kind.AND, netlist.carry(cell), a, b));
      }
      case FULL_ADDER -> {
        int propagate = nets++;
        int first = nets++;
        int second = nets++;
        gates.add(new Gate(Kind.XOR, propagate, a, b));
        gates.add(new Gate(Kind.NAND, first, a, b));
        gates.add(new Gate(Kind.NAND, second, propagate, c));
        gates.add(new Gate(Kind.XOR, out, propagate, c));
        gates.add(new Gate(Kind.NAND, netlist.carry(cell), first, second));
      }
    }
  }

  private Figures figures(Gate gate) {
    return switch (gate.kind) {
      case AND, NAND, OR -> library.nand();
      case XOR -> library.xor();
      case NOT -> library.not();
      case MUX -> library.mux();
    };
  }

  @Override
  public void set(int net, long lanes) {
    change(net, lanes, 0);
  }

  @Override
  public long get(int net) {
    return values[net];
  }

  @Override
  public void settle() {
    while (!events.isEmpty()) {
      Event event = events.poll();
      Gate gate = event.gate;
      gate.pending.remove(event);
      if (event.lanes != 0) {
        changed += Long.bitCount(event.lanes) * gate.energy;
        change(gate.out, values[gate.out] ^ event.lanes, event.at);
      }
    }
  }

  @Override
  public double takeChanged() {
    double loads = changed / LANES;
    changed = 0;
    return loads;
  }

  private void change(int net, long lanes, double at) {
    if (values[net] != lanes) {
      int changes = Long.bitCount(values[net] ^ lanes);
      values[net] = lanes;
      for (Gate gate : listeners.get(net)) {
        if (gate.kind == Kind.MUX && gate.from[0] == net) {
          changed += changes * library.selectEnergy();
        }
        evaluate(gate, at);
      }
    }
  }

  private void evaluate(Gate gate, double at) {
    long differing = value(gate) ^ values[gate.out];
    long waiting = 0;
    for (Event event : gate.pending) {
      event.lanes &= differing;
      waiting |= event.lanes;
    }
    long fresh = differing & ~waiting;
    if (fresh != 0) {
      Event event = new Event(at + gate.delay, numbered++, gate, fresh);
      gate.pending.add(event);
      events.add(event);
    }
  }

  private long value(Gate gate) {
    long a = values[gate.from[0]];
    long b = gate.from.length > 1 ? values[gate.from[1]] : 0;
    return switch (gate.kind) {
      case AND -> a & b;
      case NAND -> ~(a & b);
      case OR -> a | b;
      case XOR -> a ^ b;
      case NOT -> ~a;
      case MUX -> (b & ~a) | (values[gate.from[2]] & a);
    };
  }
}

package org.cimlet.technology.logic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Integer, Integer> inverses = new HashMap<>();
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
    MUX,
    /// The second where the first is not set, or the inverse of the third.
    OR_AND,
    /// The inverse of a select, which drives gates of several bits.
    SELECT
  }

  private static final class Gate {
    private final Kind kind;
    private final int out;
    private final int[] from;
    private final List<Event> pending = new ArrayList<>();
    private double delay;
    private double energy;
    private double inputEnergy;

    /// What its inputs say now, which its output is yet to become.
    private long value;

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
      double sharing = gate.kind == Kind.SELECT ? CellLibrary.BITS_OF_A_SELECT : 1;
      gate.energy = figures(gate).energy() / sharing + loads[gate.out] * library.energyOfLoad();
      gate.inputEnergy = figures(gate).inputEnergy();
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
      case MUX -> {
        boolean gated = netlist.isDriven(b) && netlist.kindOf(b) == Cell.AND;
        switch (gated ? library.gatedMux() : library.innerMux()) {
          case CELL -> gates.add(new Gate(Kind.MUX, out, a, b, c));
          case PAIR -> {
            int chosen = nets++;
            gates.add(new Gate(Kind.NAND, chosen, a, c));
            gates.add(new Gate(Kind.OR_AND, out, a, b, chosen));
          }
          case GATES -> multiplexer(out, a, b, c);
        }
      }
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

  private void multiplexer(int out, int select, int a, int b) {
    Integer inverse = inverses.get(select);
    if (inverse == null) {
      inverse = nets++;
      inverses.put(select, inverse);
      gates.add(new Gate(Kind.SELECT, inverse, select));
    }
    int first = nets++;
    int second = nets++;
    gates.add(new Gate(Kind.NAND, first, inverse, a));
    gates.add(new Gate(Kind.NAND, second, select, b));
    gates.add(new Gate(Kind.NAND, out, first, second));
  }

  private Figures figures(Gate gate) {
    return switch (gate.kind) {
      case AND, NAND, OR -> library.nand();
      case XOR -> library.xor();
      case NOT, SELECT -> library.not();
      case MUX -> library.mux();
      case OR_AND -> library.orAnd();
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
      long lanesThatChange = values[net] ^ lanes;
      values[net] = lanes;
      for (Gate gate : listeners.get(net)) {
        long before = gate.value;
        evaluate(gate, at);
        changed += Long.bitCount(lanesThatChange & ~(before ^ gate.value)) * gate.inputEnergy;
      }
    }
  }

  private void evaluate(Gate gate, double at) {
    gate.value = value(gate);
    long differing = gate.value ^ values[gate.out];
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
      case NOT, SELECT -> ~a;
      case OR_AND -> (b & ~a) | ~values[gate.from[2]];
      case MUX -> (b & ~a) | (values[gate.from[2]] & a);
    };
  }
}

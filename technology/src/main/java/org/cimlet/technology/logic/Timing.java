package org.cimlet.technology.logic;

/// When a netlist's nets arrive, in NAND gates, from inputs that arrive together.
///
/// A cell is as slow as what it drives is heavy; a full adder is two exclusive ors and three NAND
/// gates, of which the first listen to its first two inputs.
final class Timing {
  private final Netlist netlist;
  private final CellLibrary library;
  private final double[] loads;
  private final int[] listeners;
  private final double[] arrivals;

  Timing(Netlist netlist, CellLibrary library) {
    this.netlist = netlist;
    this.library = library;
    loads = new double[netlist.nets()];
    arrivals = new double[netlist.nets()];
    listeners = new int[netlist.nets()];
    for (int cell = 0; cell < netlist.cells(); cell++) {
      for (int input = 0; input < 3 && netlist.from(cell, input) >= 0; input++) {
        listeners[netlist.from(cell, input)]++;
      }
    }
    for (int cell = 0; cell < netlist.cells(); cell++) {
      load(cell);
    }
    for (int cell = 0; cell < netlist.cells(); cell++) {
      arrive(cell);
    }
  }

  /// The longest way to any net that an output depends on.
  double latest() {
    boolean[] live = netlist.live();
    double latest = 0;
    for (int net = 0; net < arrivals.length; net++) {
      latest = live[net] ? Math.max(latest, arrivals[net]) : latest;
    }
    return latest;
  }

  /// Nets of cells that have arrived at a time and of which a cell makes what arrives later.
  int crossing(double time) {
    double[] used = new double[arrivals.length];
    for (int cell = 0; cell < netlist.cells(); cell++) {
      double out = arrivals[netlist.sum(cell)];
      out = netlist.carry(cell) < 0 ? out : Math.max(out, arrivals[netlist.carry(cell)]);
      for (int input = 0; input < 3 && netlist.from(cell, input) >= 0; input++) {
        int net = netlist.from(cell, input);
        used[net] = Math.max(used[net], out);
      }
    }
    int crossing = 0;
    for (int net = 0; net < arrivals.length; net++) {
      boolean arrived = arrivals[net] > 0 && arrivals[net] <= time;
      crossing += arrived && used[net] > time ? 1 : 0;
    }
    return crossing;
  }

  private void load(int cell) {
    double nand = 1;
    double xor = library.xor().fast().input();
    switch (netlist.kind(cell)) {
      case AND -> add(cell, nand, nand, 0);
      case OR ->
          add(
              cell,
              isWithin(netlist.from(cell, 0)) ? 0 : nand,
              isWithin(netlist.from(cell, 1)) ? 0 : nand,
              0);
      case XOR -> add(cell, xor, xor, 0);
      case NOT -> add(cell, library.not().fast().input(), 0, 0);
      case MUX -> {
        double mux = library.mux().fast().input();
        add(cell, mux, mux, mux);
      }
      case HALF_ADDER -> add(cell, xor + nand, xor + nand, 0);
      case FULL_ADDER -> add(cell, xor + nand, xor + nand, xor + nand);
    }
  }

  /// Whether a net lies within a gate that is and and or at once: an and's, whose only listener is
  /// the or.
  private boolean isWithin(int net) {
    return listeners[net] == 1 && netlist.isDriven(net) && netlist.kindOf(net) == Cell.AND;
  }

  private void add(int cell, double a, double b, double c) {
    double[] inputs = {a, b, c};
    for (int input = 0; input < inputs.length && netlist.from(cell, input) >= 0; input++) {
      loads[netlist.from(cell, input)] += inputs[input];
    }
  }

  private double delay(CellLibrary.Figures figures, int net) {
    return figures.fast().delay(loads[net]);
  }

  private void arrive(int cell) {
    double a = arrivals[netlist.from(cell, 0)];
    double b = netlist.from(cell, 1) < 0 ? 0 : arrivals[netlist.from(cell, 1)];
    double c = netlist.from(cell, 2) < 0 ? 0 : arrivals[netlist.from(cell, 2)];
    int out = netlist.sum(cell);
    double pair = Math.max(a, b);
    switch (netlist.kind(cell)) {
      case AND, OR -> arrivals[out] = pair + delay(library.nand(), out);
      case XOR -> arrivals[out] = pair + delay(library.xor(), out);
      case NOT -> arrivals[out] = a + delay(library.not(), out);
      case MUX -> arrivals[out] = Math.max(pair, c) + delay(library.mux(), out);
      case HALF_ADDER -> {
        arrivals[out] =
            pair + (library.hasAdders() ? Cell.HALF_ADDER.delay : delay(library.xor(), out));
        arrivals[netlist.carry(cell)] = pair + delay(library.nand(), netlist.carry(cell));
      }
      case FULL_ADDER -> {
        double first = pair + library.xor().fast().delay(library.xor().fast().input() + 1);
        double last = Math.max(first, c);
        arrivals[out] = last + delay(library.xor(), out);
        arrivals[netlist.carry(cell)] =
            last + library.nand().fast().delay(1) + delay(library.nand(), netlist.carry(cell));
      }
    }
  }
}

package org.cimlet.technology.logic;

/// Maps a netlist to a library's cells and adds up their area.
///
/// Gates that invert are smaller than those that do not, so every net may be built inverted: and
/// and or become NAND and NOR wherever those that listen take either, as exclusive ors and adders
/// of gates do. Only where both are needed, or an input of the netlist inverted, there is an
/// inverter. What no output depends on is not built.
final class Mapping {
  private final Netlist netlist;
  private final CellLibrary library;
  private final boolean small;
  private final boolean[] live;
  private final boolean[] straight;
  private final boolean[] inverted;
  private double area;

  private Mapping(Netlist netlist, CellLibrary library, boolean small) {
    this.netlist = netlist;
    this.library = library;
    this.small = small;
    live = netlist.live();
    straight = new boolean[netlist.nets()];
    inverted = new boolean[netlist.nets()];
  }

  /// Area in NAND gates.
  ///
  /// @param small whether adders of gates are the smallest, as where few of them are on the longest
  ///   way, or the fastest
  static double area(Netlist netlist, CellLibrary library, boolean small) {
    return new Mapping(netlist, library, small).mapped();
  }

  private double mapped() {
    boolean[] driven = new boolean[netlist.nets()];
    for (int cell = netlist.cells() - 1; cell >= 0; cell--) {
      driven[netlist.sum(cell)] = true;
      if (netlist.carry(cell) >= 0) {
        driven[netlist.carry(cell)] = true;
      }
      if (isLive(cell)) {
        map(cell);
      }
    }
    for (int net = 1; net < driven.length; net++) {
      area += !driven[net] && inverted[net] ? library.not().area() : 0;
    }
    return area;
  }

  private boolean isLive(int cell) {
    int carry = netlist.carry(cell);
    return live[netlist.sum(cell)] || (carry >= 0 && live[carry]);
  }

  private void map(int cell) {
    int a = netlist.from(cell, 0);
    int b = netlist.from(cell, 1);
    int c = netlist.from(cell, 2);
    int out = netlist.sum(cell);
    switch (netlist.kind(cell)) {
      case AND, OR -> gate(out, a, b);
      case XOR -> {
        area += library.xor().area();
        both(out);
      }
      case NOT -> {
        straight[a] |= inverted[out];
        inverted[a] |= straight[out];
      }
      case MUX -> {
        area += library.mux().area();
        boolean turned = inverted[out] && !straight[out];
        both(out);
        demand(b, turned);
        demand(c, turned);
      }
      case HALF_ADDER -> halfAdder(cell, a, b);
      case FULL_ADDER -> fullAdder(cell, a, b, c);
    }
  }

  private void halfAdder(int cell, int a, int b) {
    int sum = netlist.sum(cell);
    int carry = netlist.carry(cell);
    if (library.hasAdders()) {
      area += library.halfAdderArea();
      straightCell(sum, carry);
      demand(a, false);
      demand(b, false);
      return;
    }
    if (small && live[sum] && live[carry]) {
      area += library.halfAdderArea();
      both(sum);
      both(carry);
      return;
    }
    if (live[sum]) {
      area += library.xor().area();
      both(sum);
    }
    if (live[carry]) {
      gate(carry, a, b);
    }
  }

  private void fullAdder(int cell, int a, int b, int c) {
    int sum = netlist.sum(cell);
    int carry = netlist.carry(cell);
    if (library.hasAdders()) {
      area += library.fullAdderArea();
      straightCell(sum, carry);
      demand(a, false);
      demand(b, false);
      demand(c, false);
      return;
    }
    // inverted inputs give inverted outputs
    double whole = small ? library.smallFullAdderArea() : library.fullAdderArea();
    area += live[carry] ? whole : 2 * library.xor().area();
    both(sum);
    both(carry);
  }

  /// Outputs of a cell that has no inverted ones.
  private void straightCell(int sum, int carry) {
    area += inverted[sum] ? library.not().area() : 0;
    area += inverted[carry] ? library.not().area() : 0;
  }

  /// An and or an or: NAND or NOR of inputs as they are gives its inverse, of inverted inputs
  /// itself.
  private void gate(int out, int a, int b) {
    boolean asItIs = straight[out] && !inverted[out];
    boolean either = !straight[out] && !inverted[out];
    boolean fromInverted = canBeInverted(a) && canBeInverted(b);
    if (asItIs) {
      area += fromInverted ? library.nand().area() : library.andArea();
      demand(a, fromInverted);
      demand(b, fromInverted);
    } else {
      boolean turned = either && fromInverted && inverted[a] && inverted[b];
      area += library.nand().area();
      demand(a, turned);
      demand(b, turned);
      both(out);
    }
  }

  /// Whether a net is driven by a gate and nothing wants it as it is.
  private boolean canBeInverted(int net) {
    return netlist.isDriven(net) && !straight[net];
  }

  private void demand(int net, boolean turned) {
    if (turned) {
      inverted[net] = true;
    } else {
      straight[net] = true;
    }
  }

  private void both(int net) {
    area += straight[net] && inverted[net] ? library.not().area() : 0;
  }
}

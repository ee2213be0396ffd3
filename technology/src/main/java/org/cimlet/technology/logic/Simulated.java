package org.cimlet.technology.logic;

/// A netlist that is switched. Every net has 64 independent states, one a bit, so that one pass
/// stands for 64 cycles.
interface Simulated {
  /// Drives an input of the netlist.
  void set(int net, long lanes);

  /// The states of a net.
  long get(int net);

  /// Lets everything settle.
  void settle();

  /// Loads that changed since this was last asked, in NAND gates a state.
  double takeChanged();

  /// By the steps of cells that are all as slow, or, where a library's delays are known, by them.
  static Simulated of(Netlist netlist, CellLibrary library) {
    return library.hasLoads() ? new TimedSwitching(netlist, library) : new Switching(netlist);
  }
}

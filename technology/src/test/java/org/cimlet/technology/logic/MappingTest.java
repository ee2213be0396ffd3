package org.cimlet.technology.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Areas of usual cells: NAND 1, inverter 0.67, and 1.33, exclusive or 2, or-and 1.33.
class MappingTest {
  private final Netlist netlist = new Netlist();
  private final int a = netlist.input();
  private final int b = netlist.input();
  private final int c = netlist.input();

  private double area() {
    return netlist.area(CellLibrary.USUAL.withoutAdders());
  }

  /// A multiplexer wants it as it is, an exclusive or takes it inverted.
  @Test
  void anAndIsANandWhereWhatListensTakesEither() {
    netlist.xor(netlist.and(a, b), c);
    assertThat(area()).isCloseTo(1 + 2, within(1e-9));
    netlist.mux(c, netlist.and(a, c), b);
    assertThat(area()).isCloseTo(3 + 1.33 + 2.33, within(1e-9));
  }

  /// (a and b) or (b and c) are three NAND gates.
  @Test
  void anOrOfAndsIsOfNands() {
    int or = netlist.or(netlist.and(a, b), netlist.and(b, c));
    netlist.mux(a, or, b);
    assertThat(area()).isCloseTo(3 + 2.33, within(1e-9));
  }

  @Test
  void anInverterIsBuiltOnce() {
    int inverted = netlist.not(a);
    netlist.mux(b, inverted, c);
    netlist.mux(c, inverted, b);
    assertThat(area()).isCloseTo(2 * 2.33 + 0.67, within(1e-9));
  }

  @Test
  void whatNoOutputNeedsIsNotBuilt() {
    int kept = netlist.xor(a, b);
    netlist.add(kept, c, a);
    netlist.keep(new int[] {kept});
    assertThat(area()).isCloseTo(2, within(1e-9));
    assertThat(netlist.depth(CellLibrary.USUAL)).isCloseTo(2.4, within(1e-9));
  }

  /// Fastest: two exclusive ors and three NANDs. Smallest: twice a NAND and an or-and gate, and a
  /// NAND.
  @Test
  void adderOfGatesAreFastOrSmall() {
    netlist.add(a, b, c);
    CellLibrary gates = CellLibrary.USUAL.withoutAdders();
    assertThat(netlist.area(gates)).isCloseTo(7, within(1e-9));
    assertThat(netlist.smallArea(gates)).isCloseTo(2 * 2.33 + 1, within(1e-9));
    assertThat(netlist.area(CellLibrary.USUAL)).isCloseTo(5.33, within(1e-9));
  }
}

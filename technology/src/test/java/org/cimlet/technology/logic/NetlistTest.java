package org.cimlet.technology.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Netlists compute what they are for.
class NetlistTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(7);

  @ParameterizedTest
  @FieldSource("org.cimlet.technology.logic.Adders#EXACT")
  void aTreeAddsItsWords(Adders adders) {
    for (int words : new int[] {2, 3, 5, 8, 13}) {
      Netlist netlist = new Netlist();
      List<int[]> inputs = new ArrayList<>();
      for (int i = 0; i < words; i++) {
        inputs.add(netlist.inputs(1 + i % 6));
      }
      int[] one = {netlist.input()};
      int[] sum = adders.sum(netlist, inputs, List.of(one[0]));
      Switching switching = new Switching(netlist);
      inputs.forEach(word -> drive(switching, word));
      drive(switching, one);
      switching.settle();
      for (int lane = 0; lane < Long.SIZE; lane++) {
        long expected = value(switching, one, lane);
        for (int[] word : inputs) {
          expected += value(switching, word, lane);
        }
        assertThat(value(switching, sum, lane)).as("%s words", words).isEqualTo(expected);
      }
    }
  }

  private static void drive(Switching switching, int[] word) {
    for (int net : word) {
      switching.set(net, RANDOM.nextLong());
    }
  }

  private static long value(Switching switching, int[] word, int lane) {
    long value = 0;
    for (int bit = 0; bit < word.length; bit++) {
      value |= (switching.get(word[bit]) >>> lane & 1) << bit;
    }
    return value;
  }

  /// An exclusive or that changes in all lanes; its inputs do not count.
  @Test
  void changesAreCountedByTheirLoads() {
    Netlist netlist = new Netlist();
    int a = netlist.input();
    int b = netlist.input();
    netlist.xor(a, b);
    netlist.and(a, b);
    Switching switching = new Switching(netlist);
    switching.set(a, -1L);
    switching.settle();
    assertThat(switching.takeChanged()).isCloseTo(1.5, within(1e-12));
    switching.set(b, -1L);
    switching.settle();
    assertThat(switching.takeChanged()).isCloseTo(1.5 + 1, within(1e-12));
    switching.settle();
    assertThat(switching.takeChanged()).isZero();
  }

  /// The carry of the lowest bits reaches the highest sum later than the others: 1 + 1 of 1 and 3
  /// makes the highest sum bit change twice.
  @Test
  void whatArrivesLaterMakesAGlitch() {
    Netlist netlist = new Netlist();
    int[] a = netlist.inputs(2);
    int[] b = netlist.inputs(2);
    int[] sum = Adders.RIPPLE.sum(netlist, a, b);
    Switching switching = new Switching(netlist);
    switching.set(a[0], -1L);
    switching.set(b[0], -1L);
    switching.set(b[1], -1L);
    switching.settle();
    // half adder: carry; full adder: propagate and sum, then sum back, second NAND and carry
    assertThat(switching.takeChanged()).isCloseTo(1 + 1.5 + 1.5 + 1.5 + 1 + 1, within(1e-12));
    assertThat(switching.get(sum[1])).isZero();
    assertThat(switching.get(sum[2])).isEqualTo(-1L);
  }

  @Test
  void theLongestWayIsThatOfTheCarry() {
    Netlist netlist = new Netlist();
    Adders.RIPPLE.sum(netlist, netlist.inputs(4), netlist.inputs(4));
    // inputs to the second carry, an exclusive or and two NANDs; two NANDs to the third; an
    // exclusive
    // or to the last sum
    assertThat(netlist.depth(CellLibrary.USUAL)).isCloseTo(2.4 + 2 + 2 + 2.4, within(1e-9));
  }
}

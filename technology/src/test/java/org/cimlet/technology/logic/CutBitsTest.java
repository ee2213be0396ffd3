package org.cimlet.technology.logic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutBitsTest {
  /// By hand: four ands, an or of two each, an or of both, each a gate later: four bits pass the
  /// first cut of three stages, two the second. A bit that a later gate takes too passes both.
  @Test
  void whatPassesACutIsHeld() {
    Netlist netlist = new Netlist();
    int[] in = netlist.inputs(8);
    int[] ands = new int[4];
    for (int i = 0; i < 4; i++) {
      ands[i] = netlist.and(in[2 * i], in[2 * i + 1]);
    }
    int all = netlist.or(netlist.or(ands[0], ands[1]), netlist.or(ands[2], ands[3]));
    assertThat(netlist.cutBits(CellLibrary.USUAL, 1)).isZero();
    assertThat(netlist.cutBits(CellLibrary.USUAL, 3)).isEqualTo(4 + 2);
    netlist.or(netlist.not(all), ands[0]); // half a gate and one gate more: cuts at 2.25 of 4.5
    assertThat(netlist.cutBits(CellLibrary.USUAL, 2)).isEqualTo(2 + 1);
  }

  @Test
  void ofVeryManyChannelsAPartStandsForAll() {
    Datapath many = Datapath.serial(32_768, 8, 8, 31);
    assertThat(many.cutBits(2) / Datapath.serial(8192, 8, 8, 31).cutBits(2)).isBetween(3.99, 4.01);
  }
}

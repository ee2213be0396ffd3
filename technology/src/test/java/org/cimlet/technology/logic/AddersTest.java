package org.cimlet.technology.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddersTest {
  private static final int WORDS = 17;
  private static final int BITS = 3;

  /// 64 times 17 numbers of three bits: sums by additions of the processor.
  @Test
  void exactAddersAdd() {
    long[][] words = random();
    for (Adders adders : Adders.EXACT) {
      assertThat(sums(adders, words)).isEqualTo(plain(words));
    }
  }

  /// The same with pairs joined as plain numbers first.
  @Test
  void approximateAddersJoinPairs() {
    long[][] words = random();
    assertThat(sums(Adders.APPROXIMATE, words)).isEqualTo(plain(joined(words)));
    assertThat(sums(Adders.DOUBLE_APPROXIMATE, words)).isEqualTo(plain(joined(joined(words))));
  }

  /// Too much and too little cancel over many random bits.
  @Test
  void errorsCancelInTheMean() {
    long[][] words = random();
    long exact = 0;
    long approximate = 0;
    for (int lane = 0; lane < Long.SIZE; lane++) {
      exact += plain(words)[lane];
      approximate += sums(Adders.APPROXIMATE, words)[lane];
    }
    assertThat((double) approximate / exact).isCloseTo(1, within(0.05));
  }

  private static long[][] random() {
    SplittableRandom random = new SplittableRandom(7);
    long[][] words = new long[WORDS][Long.SIZE];
    for (long[] word : words) {
      for (int lane = 0; lane < Long.SIZE; lane++) {
        word[lane] = random.nextInt(1 << BITS);
      }
    }
    return words;
  }

  private static long[][] joined(long[][] words) {
    long[][] joined = new long[(words.length + 1) / 2][Long.SIZE];
    for (int i = 0; i < joined.length; i++) {
      for (int lane = 0; lane < Long.SIZE; lane++) {
        long a = words[2 * i][lane];
        long b = 2 * i + 1 < words.length ? words[2 * i + 1][lane] : 0;
        joined[i][lane] = 2 * i + 1 == words.length ? a : 2 * (i % 2 == 0 ? a & b : a | b);
      }
    }
    return joined;
  }

  private static long[] plain(long[][] words) {
    long[] sums = new long[Long.SIZE];
    for (long[] word : words) {
      for (int lane = 0; lane < Long.SIZE; lane++) {
        sums[lane] += word[lane];
      }
    }
    return sums;
  }

  private static long[] sums(Adders adders, long[][] words) {
    Netlist netlist = new Netlist();
    List<int[]> nets = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      nets.add(netlist.inputs(BITS));
    }
    int[] sum = adders.sum(netlist, nets, List.of());
    Simulated switching = Simulated.of(netlist, CellLibrary.USUAL);
    for (int i = 0; i < words.length; i++) {
      for (int bit = 0; bit < BITS; bit++) {
        long lanes = 0;
        for (int lane = 0; lane < Long.SIZE; lane++) {
          lanes |= (words[i][lane] >> bit & 1) << lane;
        }
        switching.set(nets.get(i)[bit], lanes);
      }
    }
    switching.settle();
    long[] sums = new long[Long.SIZE];
    for (int bit = 0; bit < sum.length; bit++) {
      long lanes = sum[bit] == Netlist.ZERO ? 0 : switching.get(sum[bit]);
      for (int lane = 0; lane < Long.SIZE; lane++) {
        sums[lane] |= (lanes >>> lane & 1) << bit;
      }
    }
    return sums;
  }
}

package org.cimlet.technology.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// How a tree adds.
public enum Adders {
  /// Two words at a time, the carry rippling through each sum.
  RIPPLE {
    @Override
    int[] sum(Netlist netlist, List<int[]> words, List<Integer> ones) {
      List<int[]> level = words;
      int used = 0;
      while (level.size() > 1) {
        List<int[]> sums = new ArrayList<>();
        for (int i = 0; i + 1 < level.size(); i += 2) {
          int carry = used < ones.size() ? ones.get(used++) : Netlist.ZERO;
          sums.add(ripple(netlist, level.get(i), level.get(i + 1), carry));
        }
        if (level.size() % 2 == 1) {
          sums.add(level.getLast());
        }
        level = sums;
      }
      return level.getFirst();
    }

    @Override
    int[] sum(Netlist netlist, int[] a, int[] b) {
      return ripple(netlist, a, b, Netlist.ZERO);
    }
  },
  /// Three bits of a weight into two, level by level, without a carry that ripples; a parallel
  /// prefix adder at the end.
  COMPRESSOR {
    @Override
    int[] sum(Netlist netlist, List<int[]> words, List<Integer> ones) {
      List<List<Integer>> columns = new ArrayList<>();
      for (int[] word : words) {
        for (int bit = 0; bit < word.length; bit++) {
          put(columns, bit, word[bit]);
        }
      }
      ones.forEach(one -> put(columns, 0, one));
      List<List<Integer>> rest = columns;
      while (rest.stream().anyMatch(column -> column.size() > 2)) {
        rest = compressed(netlist, rest);
      }
      int[] a = new int[rest.size()];
      int[] b = new int[rest.size()];
      for (int bit = 0; bit < a.length; bit++) {
        List<Integer> column = rest.get(bit);
        a[bit] = column.isEmpty() ? Netlist.ZERO : column.getFirst();
        b[bit] = column.size() < 2 ? Netlist.ZERO : column.getLast();
      }
      return sum(netlist, a, b);
    }

    @Override
    int[] sum(Netlist netlist, int[] a, int[] b) {
      return prefix(netlist, a, b);
    }
  },
  /// Words in pairs, joined by an and and by an or gate in turn, of which the one counts too little
  /// what the other counts too much; each stands for twice itself, and what is left is compressed.
  APPROXIMATE {
    @Override
    int[] sum(Netlist netlist, List<int[]> words, List<Integer> ones) {
      return COMPRESSOR.sum(netlist, joined(netlist, words), ones);
    }

    @Override
    int[] sum(Netlist netlist, int[] a, int[] b) {
      return prefix(netlist, a, b);
    }
  },
  /// The same twice.
  DOUBLE_APPROXIMATE {
    @Override
    int[] sum(Netlist netlist, List<int[]> words, List<Integer> ones) {
      return COMPRESSOR.sum(netlist, joined(netlist, joined(netlist, words)), ones);
    }

    @Override
    int[] sum(Netlist netlist, int[] a, int[] b) {
      return prefix(netlist, a, b);
    }
  };

  /// Adders that do not err.
  public static final List<Adders> EXACT = List.of(RIPPLE, COMPRESSOR);

  /// What adds where nothing may be lost: partial sums, and onto an accumulator.
  Adders exact() {
    return EXACT.contains(this) ? this : COMPRESSOR;
  }

  private static List<int[]> joined(Netlist netlist, List<int[]> words) {
    List<int[]> joined = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      int[] a = words.get(i);
      int[] b = words.get(i + 1);
      int[] twice = new int[Math.max(a.length, b.length) + 1];
      for (int bit = 0; bit + 1 < twice.length; bit++) {
        boolean or = i % 4 != 0;
        twice[bit + 1] =
            or ? netlist.or(at(a, bit), at(b, bit)) : netlist.and(at(a, bit), at(b, bit));
      }
      joined.add(twice);
    }
    if (words.size() % 2 == 1) {
      joined.add(words.getLast());
    }
    return joined;
  }

  /// The sum of words, lowest bit first.
  ///
  /// @param ones single bits to be added to the lowest, fewer than words
  abstract int[] sum(Netlist netlist, List<int[]> words, List<Integer> ones);

  /// The sum of two words, a bit longer than the longer one.
  abstract int[] sum(Netlist netlist, int[] a, int[] b);

  private static int[] ripple(Netlist netlist, int[] a, int[] b, int carryIn) {
    int bits = Math.max(a.length, b.length);
    int[] sum = new int[bits + 1];
    int carry = carryIn;
    for (int bit = 0; bit < bits; bit++) {
      Netlist.Sum added = netlist.add(at(a, bit), at(b, bit), carry);
      sum[bit] = added.sum();
      carry = added.carry();
    }
    sum[bits] = carry;
    return trimmed(sum);
  }

  private static int at(int[] word, int bit) {
    return bit < word.length ? word[bit] : Netlist.ZERO;
  }

  private static int[] trimmed(int[] word) {
    return word[word.length - 1] == Netlist.ZERO ? Arrays.copyOf(word, word.length - 1) : word;
  }

  private static void put(List<List<Integer>> columns, int bit, int net) {
    while (columns.size() <= bit) {
      columns.add(new ArrayList<>());
    }
    if (net != Netlist.ZERO) {
      columns.get(bit).add(net);
    }
  }

  /// A level of full adders; what is left over of a column waits.
  private static List<List<Integer>> compressed(Netlist netlist, List<List<Integer>> columns) {
    List<List<Integer>> less = new ArrayList<>();
    for (int bit = 0; bit < columns.size(); bit++) {
      List<Integer> column = columns.get(bit);
      int taken = 0;
      for (; taken + 2 < column.size(); taken += 3) {
        Netlist.Sum added =
            netlist.add(column.get(taken), column.get(taken + 1), column.get(taken + 2));
        put(less, bit, added.sum());
        put(less, bit + 1, added.carry());
      }
      for (; taken < column.size(); taken++) {
        put(less, bit, column.get(taken));
      }
    }
    return less.isEmpty() ? Collections.emptyList() : less;
  }

  /// A prefix adder as Sklansky's: as many levels as the logarithm of the bits.
  private static int[] prefix(Netlist netlist, int[] a, int[] b) {
    int bits = Math.max(a.length, b.length);
    int[] propagate = new int[bits];
    int[] generates = new int[bits];
    int[] propagates = new int[bits];
    for (int bit = 0; bit < bits; bit++) {
      propagate[bit] = netlist.xor(at(a, bit), at(b, bit));
      propagates[bit] = propagate[bit];
      generates[bit] = netlist.and(at(a, bit), at(b, bit));
    }
    for (int half = 1; half < bits; half *= 2) {
      for (int bit = 0; bit < bits; bit++) {
        if ((bit & half) != 0) {
          int below = (bit & -half) - 1;
          generates[bit] =
              netlist.or(generates[bit], netlist.and(propagates[bit], generates[below]));
          propagates[bit] = netlist.and(propagates[bit], propagates[below]);
        }
      }
    }
    int[] sum = new int[bits + 1];
    for (int bit = 0; bit <= bits; bit++) {
      int carry = bit == 0 ? Netlist.ZERO : generates[bit - 1];
      sum[bit] = bit == bits ? carry : netlist.xor(propagate[bit], carry);
    }
    return trimmed(sum);
  }
}

package org.cimlet.compile.tile;

import java.util.Arrays;

/// What the chiplets of a stage have left, and how fused linears are dealt out to them.
///
/// Units are dealt out in whole quanta: what fills the macros once, or what makes one row of the
/// next step's inputs. Each chiplet gets the same number or one more; those with one more are the
/// least busy ones so far, so that over a few layers all are equally busy.
public final class StageRoom {
  private final long capacityBits;
  private final double mostRows;
  private final long[] freeBits;
  private final double[] busyRows;

  /// @param mostRows rows that a token may keep a chiplet busy with
  StageRoom(int group, long capacityBits, double mostRows) {
    this.capacityBits = capacityBits;
    this.mostRows = mostRows;
    freeBits = new long[group];
    busyRows = new double[group];
    empty();
  }

  void empty() {
    Arrays.fill(freeBits, capacityBits);
    Arrays.fill(busyRows, 0);
  }

  boolean isEmpty() {
    return Arrays.stream(freeBits).allMatch(free -> free == capacityBits);
  }

  /// As many of `units` as there is room for; all zero where there is none.
  int[] deal(TiledLinears what, int units) {
    int quantum = what.quantum();
    int quanta = Math.ceilDiv(units, quantum);
    int[] room = new int[freeBits.length];
    long all = 0;
    for (int i = 0; i < room.length; i++) {
      room[i] = quantaThatFit(what, i, quanta);
      all += room[i];
    }
    int[] dealt = all <= quanta ? room : level(room, quanta);
    toUnits(dealt, quantum, units, all >= quanta);
    take(what, dealt);
    return dealt;
  }

  /// Quanta to units; where all are dealt out, the last quantum may be a short one.
  private static void toUnits(int[] dealt, int quantum, int units, boolean complete) {
    long sum = 0;
    int last = 0;
    for (int i = 0; i < dealt.length; i++) {
      dealt[i] *= quantum;
      sum += dealt[i];
      last = dealt[i] > 0 ? i : last;
    }
    if (complete) {
      dealt[last] -= Math.toIntExact(sum - units);
    }
  }

  /// Equal numbers, as far as there is room, and one more for the least busy.
  private int[] level(int[] room, int quanta) {
    int level = quanta / room.length;
    while (sum(room, level) < quanta) {
      level++;
    }
    int[] dealt = new int[room.length];
    int left = quanta;
    for (int i = 0; i < room.length; i++) {
      dealt[i] = Math.min(room[i], Math.max(0, level - 1));
      left -= dealt[i];
    }
    if (left > 0) {
      dealOneMore(room, level, dealt, left);
    }
    return dealt;
  }

  /// One more for each of the least busy that have room for it, of equally busy ones the first.
  private void dealOneMore(int[] room, int level, int[] dealt, int left) {
    double[] busy = new double[room.length];
    int may = 0;
    for (int i = 0; i < room.length; i++) {
      if (dealt[i] < Math.min(room[i], level)) {
        busy[may++] = busyRows[i];
      }
    }
    Arrays.sort(busy, 0, may);
    double last = busy[left - 1];
    int asBusy = 0; // as the last of them, and among them
    for (int i = left - 1; i >= 0 && busy[i] == last; i--) {
      asBusy++;
    }
    for (int i = 0; i < room.length; i++) {
      if (dealt[i] < Math.min(room[i], level)
          && (busyRows[i] < last || (busyRows[i] == last && asBusy-- > 0))) {
        dealt[i]++;
      }
    }
  }

  private static long sum(int[] room, int level) {
    long sum = 0;
    for (int r : room) {
      sum += Math.min(r, level);
    }
    return sum;
  }

  /// An empty chiplet takes at least one quantum, whatever its time.
  private int quantaThatFit(TiledLinears what, int chiplet, int most) {
    long byBits = freeBits[chiplet] / what.tiling().rowBits();
    double byTime = (mostRows - busyRows[chiplet]) / what.fused().activity();
    int units = what.unitsThatFit((int) Math.max(0, Math.min((double) byBits, byTime)));
    int fit = units == what.units() ? most : units / what.quantum();
    if (fit == 0 && freeBits[chiplet] == capacityBits && what.smallestBits() <= capacityBits) {
      fit = 1;
    }
    return Math.min(fit, most);
  }

  private void take(TiledLinears what, int[] dealt) {
    for (int i = 0; i < dealt.length; i++) {
      if (dealt[i] > 0) {
        take(what, i, what.rowsOf(dealt[i]));
      }
    }
  }

  private void take(TiledLinears what, int chiplet, long rows) {
    freeBits[chiplet] -= rows * what.tiling().rowBits();
    busyRows[chiplet] += rows * what.fused().activity();
  }

  /// Slices of the inputs of fused linears, or none where some chiplet has no room for its own.
  ///
  /// @param made outputs of the step before that each chiplet made, which become the slices; or
  ///   none, then they are equal
  int[] inputSlices(TiledLinears what, int[] made, int madeQuantum) {
    int quantum = what.inputQuantum();
    int inputs = what.fused().inputs();
    int[] slices = new int[freeBits.length];
    for (int i = 0; i < slices.length; i++) {
      if (made.length > 0) {
        slices[i] = made[i] / madeQuantum * quantum;
      } else {
        int quanta = Math.ceilDiv(inputs, quantum);
        int from = (int) ((long) quanta * i / slices.length) * quantum;
        int to = (int) ((long) quanta * (i + 1) / slices.length) * quantum;
        slices[i] = Math.min(inputs, to) - Math.min(inputs, from);
      }
    }
    if (Arrays.stream(slices).sum() != inputs || !haveRoom(what, slices)) {
      return new int[0];
    }
    for (int i = 0; i < slices.length; i++) {
      take(what, i, what.inputCutRows(slices[i]));
    }
    return slices;
  }

  private boolean haveRoom(TiledLinears what, int[] slices) {
    for (int i = 0; i < slices.length; i++) {
      if (slices[i] == 0) {
        return false;
      }
      long rows = what.inputCutRows(slices[i]);
      if (rows * what.tiling().rowBits() > freeBits[i] || busyRows[i] + rows > mostRows) {
        return false;
      }
    }
    return true;
  }
}

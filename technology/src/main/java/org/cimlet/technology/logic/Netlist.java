package org.cimlet.technology.logic;

import java.util.Arrays;

/// Cells and the nets between them, each cell after those whose outputs it takes.
///
/// A net is a number; [#ZERO] is the one that is always 0, and cells that it makes superfluous are
/// not built.
@SuppressWarnings("EnumOrdinal") // a byte for each cell, read back by this class
final class Netlist {
  /// The net that is always 0.
  static final int ZERO = 0;

  private static final int NONE = -1;
  private static final int INPUTS = 3;
  private static final Cell[] CELLS = Cell.values();

  private int nets = 1;
  private int cells;
  private byte[] kinds = new byte[256];
  private int[] from = new int[3 * 256];
  private int[] sums = new int[256];
  private int[] carries = new int[256];
  private boolean[] wanted = new boolean[0];

  /// Outputs of an adder.
  record Sum(int sum, int carry) {}

  /// A net that is driven from outside.
  int input() {
    return nets++;
  }

  /// As many of them, the lowest bit first.
  int[] inputs(int bits) {
    int[] word = new int[bits];
    Arrays.setAll(word, _ -> input());
    return word;
  }

  int and(int a, int b) {
    return a == ZERO || b == ZERO ? ZERO : single(Cell.AND, a, b, NONE);
  }

  int or(int a, int b) {
    return a == ZERO ? b : b == ZERO ? a : single(Cell.OR, a, b, NONE);
  }

  int xor(int a, int b) {
    return a == ZERO ? b : b == ZERO ? a : single(Cell.XOR, a, b, NONE);
  }

  int not(int a) {
    return single(Cell.NOT, a, NONE, NONE);
  }

  /// `b` where `select` is set, else `a`.
  int mux(int select, int a, int b) {
    return single(Cell.MUX, select, a, b);
  }

  /// The sum of three bits, of which any may be [#ZERO].
  Sum add(int a, int b, int c) {
    if (a == ZERO) {
      return add(b, c);
    }
    if (b == ZERO) {
      return add(a, c);
    }
    if (c == ZERO) {
      return add(a, b);
    }
    return pair(Cell.FULL_ADDER, a, b, c);
  }

  private Sum add(int a, int b) {
    if (a == ZERO || b == ZERO) {
      return new Sum(a == ZERO ? b : a, ZERO);
    }
    return pair(Cell.HALF_ADDER, a, b, NONE);
  }

  private int single(Cell kind, int a, int b, int c) {
    int cell = cell(kind, a, b, c);
    return sums[cell];
  }

  private Sum pair(Cell kind, int a, int b, int c) {
    int cell = cell(kind, a, b, c);
    carries[cell] = nets++;
    return new Sum(sums[cell], carries[cell]);
  }

  private int cell(Cell kind, int a, int b, int c) {
    if (cells == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * cells);
      from = Arrays.copyOf(from, INPUTS * 2 * cells);
      sums = Arrays.copyOf(sums, 2 * cells);
      carries = Arrays.copyOf(carries, 2 * cells);
    }
    kinds[cells] = (byte) kind.ordinal();
    from[INPUTS * cells] = a;
    from[INPUTS * cells + 1] = b;
    from[INPUTS * cells + 2] = c;
    sums[cells] = nets++;
    carries[cells] = NONE;
    return cells++;
  }

  int nets() {
    return nets;
  }

  int cells() {
    return cells;
  }

  Cell kind(int cell) {
    return CELLS[kinds[cell]];
  }

  /// A cell's input net, from 0 on; negative where it has fewer.
  int from(int cell, int input) {
    return from[INPUTS * cell + input];
  }

  /// The net of its sum, or only output.
  int sum(int cell) {
    return sums[cell];
  }

  /// The net of its carry; negative where it has none.
  int carry(int cell) {
    return carries[cell];
  }

  /// Says which nets the netlist is for; without, all are.
  void keep(int[] outputs) {
    wanted = Arrays.copyOf(wanted, nets);
    for (int net : outputs) {
      wanted[net] = true;
    }
  }

  /// Whether a cell drives a net.
  boolean isDriven(int net) {
    return driver(net) != NONE;
  }

  /// The kind of the cell that drives a net.
  Cell kindOf(int net) {
    return kind(driver(net));
  }

  private int driver(int net) {
    int at = Arrays.binarySearch(sums, 0, cells, net);
    if (at >= 0) {
      return at;
    }
    int before = -at - 2; // a carry is numbered right after its sum
    return before >= 0 && carries[before] == net ? before : NONE;
  }

  /// Nets that an output depends on.
  boolean[] live() {
    boolean[] live = Arrays.copyOf(wanted, nets);
    if (wanted.length == 0) {
      Arrays.fill(live, true);
    }
    for (int cell = cells - 1; cell >= 0; cell--) {
      if (live[sums[cell]] || (carries[cell] != NONE && live[carries[cell]])) {
        for (int input = 0; input < INPUTS && from(cell, input) != NONE; input++) {
          live[from(cell, input)] = true;
        }
      }
    }
    return live;
  }

  /// Cells of a kind.
  int count(Cell kind) {
    int count = 0;
    for (int cell = 0; cell < cells; cell++) {
      count += kinds[cell] == kind.ordinal() ? 1 : 0;
    }
    return count;
  }

  /// Area of the cells that its outputs need, in NAND gates.
  double area(CellLibrary library) {
    return Mapping.area(this, library, /* small= */ false);
  }

  /// The same with the smallest adders of gates, as synthesis takes them off the longest way.
  double smallArea(CellLibrary library) {
    return Mapping.area(this, library, /* small= */ true);
  }

  /// NAND gates on the longest way to any net, from inputs that arrive together.
  double depth(CellLibrary library) {
    return new Timing(this, library).latest();
  }

  /// Bits that flip-flops hold where the longest way is cut into so many stages as long.
  int cutBits(CellLibrary library, int stages) {
    Timing timing = new Timing(this, library);
    int bits = 0;
    for (int cut = 1; cut < stages; cut++) {
      bits += timing.crossing(timing.latest() * cut / stages);
    }
    return bits;
  }
}

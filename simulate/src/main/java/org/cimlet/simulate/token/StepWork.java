package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.machine.RelayTree;
import org.cimlet.simulate.hardware.ActionTally;
import org.jspecify.annotations.Nullable;

/// What one step asks of the package: the chiplets that take part, in the order they were filled,
/// with the work of each, and the vectors that bring them their inputs.
///
/// Of a step without routing there is one, for one token, shared by all streams. Of a step with
/// routed copies every stream keeps its own and fills it anew, for all its tokens together.
final class StepWork {
  private static final int LONGS = 11;
  private static final int MACRO_PS = 0;
  private static final int ROW_READS = 1;
  private static final int BITS_READ = 2;
  private static final int MASKS = 3;
  private static final int OUTPUTS = 4;
  private static final int INPUT_BITS = 5;
  private static final int TO_HOST = 6;
  private static final int TO_HOME = 7;
  private static final int ACTIVATIONS = 8;
  private static final int CONVERSIONS = 9;
  private static final int DRIVES = 10;

  private final int[] slotOf;
  private int[] chiplet = new int[4];
  private long[] figures = new long[4 * LONGS];
  private int size;
  private int[] flowFrom = new int[4];
  private int[] flowTo = new int[4];
  private long[] flowBits = new long[4];
  private int flows;
  private final List<Relay> relays = new ArrayList<>();
  private int nodes;
  private int[] relayOfNode = new int[0];
  private @Nullable Relay sums;
  private int gathered;
  private int bitsPerResult;

  /// @param chiplets of the package
  StepWork(int chiplets) {
    slotOf = new int[chiplets];
    Arrays.fill(slotOf, -1);
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      slotOf[chiplet[i]] = -1;
    }
    size = 0;
    flows = 0;
  }

  /// Chiplets that take part.
  int size() {
    return size;
  }

  int chiplet(int i) {
    return chiplet[i];
  }

  /// Time its macros work.
  long macroPs(int i) {
    return figures[i * LONGS + MACRO_PS];
  }

  /// Rows read in all its macros, those that only pad left out.
  long rowReads(int i) {
    return figures[i * LONGS + ROW_READS];
  }

  /// Stored bits read, masks included.
  long bitsRead(int i) {
    return figures[i * LONGS + BITS_READ];
  }

  long maskDecodes(int i) {
    return figures[i * LONGS + MASKS];
  }

  /// Pages or word lines opened, in all its macros.
  long activations(int i) {
    return figures[i * LONGS + ACTIVATIONS];
  }

  /// Analog sums converted.
  long conversions(int i) {
    return figures[i * LONGS + CONVERSIONS];
  }

  /// Pulses that drove all word lines of a macro.
  long drives(int i) {
    return figures[i * LONGS + DRIVES];
  }

  /// Output elements made.
  long outputs(int i) {
    return figures[i * LONGS + OUTPUTS];
  }

  /// Bits of input the chiplet distributes.
  long inputBits(int i) {
    return figures[i * LONGS + INPUT_BITS];
  }

  long toHostBits(int i) {
    return figures[i * LONGS + TO_HOST];
  }

  long toHomeBits(int i) {
    return figures[i * LONGS + TO_HOME];
  }

  /// The chiplet's place in the list; it is put there where it is not yet.
  int slot(int chipletIndex) {
    if (slotOf[chipletIndex] < 0) {
      if (size == chiplet.length) {
        chiplet = Arrays.copyOf(chiplet, 2 * size);
        figures = Arrays.copyOf(figures, 2 * size * LONGS);
      }
      slotOf[chipletIndex] = size;
      chiplet[size] = chipletIndex;
      Arrays.fill(figures, size * LONGS, (size + 1) * LONGS, 0);
      size++;
    }
    return slotOf[chipletIndex];
  }

  /// Counts what chiplet `i` does in the step, `times` over.
  ///
  /// @param resultBits bits of its outputs
  void countInto(ActionTally tally, int i, long times, long resultBits) {
    int die = chiplet(i);
    long bufferBits = times * inputBits(i) + resultBits;
    tally.addArrays(
        die, times * rowReads(i), times * bitsRead(i), times * activations(i), bufferBits);
    tally.addPasses(die, times * maskDecodes(i), times * conversions(i), times * drives(i));
  }

  /// Adds a piece's work for all its tokens.
  void addWork(int i, long macroPs, long rowReads, long bitsRead, long maskDecodes, long outputs) {
    int at = i * LONGS;
    figures[at + MACRO_PS] += macroPs;
    figures[at + ROW_READS] += rowReads;
    figures[at + BITS_READ] += bitsRead;
    figures[at + MASKS] += maskDecodes;
    figures[at + OUTPUTS] += outputs;
  }

  /// Adds what a piece's work opens, converts and drives.
  void addOpenings(int i, long activations, long conversions, long drives) {
    int at = i * LONGS;
    figures[at + ACTIVATIONS] += activations;
    figures[at + CONVERSIONS] += conversions;
    figures[at + DRIVES] += drives;
  }

  void addInput(int i, long bits) {
    figures[i * LONGS + INPUT_BITS] += bits;
  }

  long totalOutputs() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += outputs(i);
    }
    return total;
  }

  /// Shares results by who made them. Fractions of a bit go to the next chiplet, so that the shares
  /// add up to the whole.
  ///
  /// @param before outputs of the step that were made before these
  /// @param total outputs of the whole step
  void shareResults(long toHostBits, long toHomeBits, long before, long total) {
    long made = before;
    for (int i = 0; i < size; i++) {
      long from = made;
      made += outputs(i);
      figures[i * LONGS + TO_HOST] = share(toHostBits, from, made, total);
      figures[i * LONGS + TO_HOME] = share(toHomeBits, from, made, total);
    }
  }

  /// The part from `from` to `to` of `total`, of `bits`.
  static long share(long bits, long from, long to, long total) {
    return Math.multiplyExact(bits, to) / total - bits * from / total;
  }

  /// Part of the step that a chiplet is, or [Relay#NO_MEMBER].
  int memberAt(int node) {
    return node < slotOf.length && slotOf[node] >= 0 ? slotOf[node] : Relay.NO_MEMBER;
  }

  /// Bits of each output element made.
  int bitsPerResult() {
    return bitsPerResult;
  }

  void bitsPerResult(int bits) {
    bitsPerResult = bits;
  }

  /// The chiplets, in the order they were filled.
  int[] chiplets() {
    return Arrays.copyOf(chiplet, size);
  }

  /// Adds a tree down which a vector of `bits` is passed on.
  void addRelay(RelayTree tree, long bits) {
    add(Relay.of(tree, bits, nodes, this));
  }

  /// Says by which tree partial sums of `bits` are added.
  void sumBy(RelayTree tree, long bits) {
    Relay relay = Relay.of(tree, bits, nodes, this);
    add(relay);
    sums = relay;
  }

  private void add(Relay relay) {
    int end = nodes + relay.tree().size();
    relayOfNode = Arrays.copyOf(relayOfNode, end);
    Arrays.fill(relayOfNode, nodes, end, relays.size());
    nodes = end;
    relays.add(relay);
  }

  /// Trees, in the order they were added; that of sums is among them.
  List<Relay> relays() {
    return relays;
  }

  /// Places of all trees.
  int nodes() {
    return nodes;
  }

  /// The tree of a place.
  Relay relayAt(int number) {
    return relays.get(relayOfNode[number]);
  }

  boolean hasSums() {
    return sums != null;
  }

  /// The tree by which partial sums are added.
  ///
  /// @throws IllegalStateException where the step makes none
  Relay sums() {
    if (sums == null) {
      throw new IllegalStateException("a step without partial sums");
    }
    return sums;
  }

  /// Vectors before this one in the list go to the home first, and on from there once all have
  /// come.
  void gatherFirst() {
    gathered = flows;
  }

  /// Flows that the home gathers before it passes the vector on.
  int gathered() {
    return gathered;
  }

  /// A vector of input from a place to the chiplet in slot `to`.
  void addFlow(int from, int to, long bits) {
    if (flows == flowFrom.length) {
      flowFrom = Arrays.copyOf(flowFrom, 2 * flows);
      flowTo = Arrays.copyOf(flowTo, 2 * flows);
      flowBits = Arrays.copyOf(flowBits, 2 * flows);
    }
    flowFrom[flows] = from;
    flowTo[flows] = to;
    flowBits[flows++] = bits;
  }

  int flows() {
    return flows;
  }

  int flowFrom(int flow) {
    return flowFrom[flow];
  }

  int flowTo(int flow) {
    return flowTo[flow];
  }

  long flowBits(int flow) {
    return flowBits[flow];
  }
}

package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionTally;
import org.cimlet.plan.machine.RelayTree;
import org.jspecify.annotations.Nullable;

/// What one step asks of the package: the chiplets that take part, its members, in the order they
/// were filled, with the work of each, and the vectors that bring them their inputs.
///
/// Of a step without routing there is one, for one token, shared by all passes. Of a step with
/// routed copies every pass keeps its own and fills it anew, for all its tokens together.
@SuppressWarnings("EnumOrdinal") // counts lie side by side, and stay in here
final class StepWork {
  private static final int ACTIONS = Action.values().length;

  /// What a pass through weights does, however many tokens share it.
  private static final Action[] OF_READING = {Action.ROW_READ, Action.MACRO_READ, Action.ACTIVATE};

  /// What it does for each token; buffers apart, which depend on results too.
  private static final Action[] OF_MULTIPLYING = {
    Action.MULTIPLY, Action.SKIPPED_WEIGHT, Action.DRIVE, Action.CONVERT, Action.ZERO_SKIPPER
  };

  private final int[] memberOf;
  private int[] chiplet = new int[4];
  private long[] counts = new long[4 * ACTIONS];
  private long[] macroPs = new long[4];
  private long[] controlPs = new long[4];
  private long[] outputs = new long[4];
  private long[] inputBits = new long[4];
  private long[] toHostBits = new long[4];
  private long[] toHomeBits = new long[4];
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
    memberOf = new int[chiplets];
    Arrays.fill(memberOf, Relay.NO_MEMBER);
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      memberOf[chiplet[i]] = Relay.NO_MEMBER;
    }
    size = 0;
    flows = 0;
  }

  /// Members.
  int size() {
    return size;
  }

  int chiplet(int member) {
    return chiplet[member];
  }

  /// Time its macros work.
  long macroPs(int member) {
    return macroPs[member];
  }

  /// Time its macros wait, however often the work is done.
  long controlPs(int member) {
    return controlPs[member];
  }

  /// Output elements made.
  long outputs(int member) {
    return outputs[member];
  }

  /// Bits of input the chiplet distributes.
  long inputBits(int member) {
    return inputBits[member];
  }

  long toHostBits(int member) {
    return toHostBits[member];
  }

  long toHomeBits(int member) {
    return toHomeBits[member];
  }

  /// Number of a chiplet among the members; it becomes one where it is not yet.
  int member(int ofChiplet) {
    if (memberOf[ofChiplet] == Relay.NO_MEMBER) {
      if (size == chiplet.length) {
        grow();
      }
      memberOf[ofChiplet] = size;
      chiplet[size] = ofChiplet;
      Arrays.fill(counts, size * ACTIONS, (size + 1) * ACTIONS, 0);
      macroPs[size] = 0;
      controlPs[size] = 0;
      outputs[size] = 0;
      inputBits[size] = 0;
      toHostBits[size] = 0;
      toHomeBits[size] = 0;
      size++;
    }
    return memberOf[ofChiplet];
  }

  private void grow() {
    int more = 2 * size;
    chiplet = Arrays.copyOf(chiplet, more);
    counts = Arrays.copyOf(counts, more * ACTIONS);
    macroPs = Arrays.copyOf(macroPs, more);
    controlPs = Arrays.copyOf(controlPs, more);
    outputs = Arrays.copyOf(outputs, more);
    inputBits = Arrays.copyOf(inputBits, more);
    toHostBits = Arrays.copyOf(toHostBits, more);
    toHomeBits = Arrays.copyOf(toHomeBits, more);
  }

  /// Counts what a member does in the step, `times` over.
  ///
  /// @param kind of the die
  /// @param passes in which it does so: rows are read once for all tokens that share a pass
  /// @param resultBits bits of its outputs
  void countInto(
      ActionTally tally, int member, int kind, long times, long passes, long resultBits) {
    for (Action action : OF_READING) {
      tally.add(action, kind, passes * counts[member * ACTIONS + action.ordinal()]);
    }
    for (Action action : OF_MULTIPLYING) {
      tally.add(action, kind, times * counts[member * ACTIONS + action.ordinal()]);
    }
    tally.add(Action.BUFFER, kind, times * inputBits[member] + resultBits);
  }

  /// Adds time of macros and the outputs they make.
  void addWork(int member, long ps, long made) {
    macroPs[member] += ps;
    outputs[member] += made;
  }

  /// Adds time that macros wait.
  void addControl(int member, long ps) {
    controlPs[member] += ps;
  }

  /// Adds what is done meanwhile.
  void add(Action action, int member, long count) {
    counts[member * ACTIONS + action.ordinal()] += count;
  }

  void addInput(int member, long bits) {
    inputBits[member] += bits;
  }

  long totalOutputs() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += outputs[i];
    }
    return total;
  }

  /// Shares results by who made them. Fractions of a bit go to the next chiplet, so that the shares
  /// add up to the whole.
  ///
  /// @param before outputs of the step that were made before these
  /// @param total outputs of the whole step
  void shareResults(long toHost, long toHome, long before, long total) {
    long made = before;
    for (int i = 0; i < size; i++) {
      long from = made;
      made += outputs[i];
      toHostBits[i] = share(toHost, from, made, total);
      toHomeBits[i] = share(toHome, from, made, total);
    }
  }

  /// The part from `from` to `to` of `total`, of `bits`.
  static long share(long bits, long from, long to, long total) {
    return Math.multiplyExact(bits, to) / total - bits * from / total;
  }

  /// The member at a node, or [Relay#NO_MEMBER].
  int memberAt(int node) {
    return node < memberOf.length ? memberOf[node] : Relay.NO_MEMBER;
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

  /// A vector of input from a place to the chiplet that is member `to`.
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

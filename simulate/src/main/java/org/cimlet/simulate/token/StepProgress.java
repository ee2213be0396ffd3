package org.cimlet.simulate.token;

import java.util.Arrays;
import org.cimlet.simulate.engine.StateSnapshot;

/// How far a pass is within its step: each chiplet that takes part, a member, goes its own pace
/// through inputs, work and results; the step ends when the last result has arrived and the rest of
/// its work is done.
final class StepProgress {
  private static final int NOT_BEGUN = 9;

  private int open;
  private int members;
  private int[] inputsLeft = new int[4];
  private int[] workLeft = new int[4];
  private int slicesLeft;
  private int nodes;
  private int[] received = new int[0];
  private int[] risen = new int[0];
  private boolean sumComplete;
  private int dies;
  private int[] dieWorkLeft = new int[0];

  /// A step begins: its members are to get their inputs.
  ///
  /// @param gatherer member that gathers the input for the others where one does, or
  ///   [Relay#NO_MEMBER]
  @SuppressWarnings("ReferenceEquality") // a relay is itself, however alike another is
  void begin(StepWork work, int gatherer) {
    members = work.size();
    open = members;
    if (members > inputsLeft.length) {
      inputsLeft = new int[members];
      workLeft = new int[members];
    }
    Arrays.fill(inputsLeft, 0, members, 0);
    Arrays.fill(workLeft, 0, members, NOT_BEGUN);
    for (int flow = work.gathered(); flow < work.flows(); flow++) {
      inputsLeft[work.flowTo(flow)]++;
    }
    slicesLeft = work.gathered();
    if (slicesLeft > 0 && gatherer != Relay.NO_MEMBER) {
      inputsLeft[gatherer]++;
    }
    nodes = work.nodes();
    if (received.length < nodes) {
      received = new int[nodes];
      risen = new int[nodes];
    }
    Arrays.fill(received, 0, nodes, 0);
    Arrays.fill(risen, 0, nodes, 0);
    sumComplete = false;
    for (Relay relay : work.relays()) {
      if (!work.hasSums() || relay != work.sums()) {
        countMembers(relay);
      }
    }
    if (work.hasSums()) {
      open++;
    }
  }

  /// A member waits for what a tree brings it, unless it is the root.
  private void countMembers(Relay relay) {
    for (int at = 1; at < relay.memberAt().length; at++) {
      if (relay.memberAt()[at] != Relay.NO_MEMBER) {
        inputsLeft[relay.memberAt()[at]]++;
      }
    }
  }

  /// One of the slices the home gathers has come; true where it was the last.
  boolean sliceGathered() {
    return --slicesLeft == 0;
  }

  /// Counts a segment over the link to or from a node; returns how many were before.
  int received(int node) {
    return received[node]++;
  }

  /// Segments over the link to or from a node so far.
  int receivedSoFar(int node) {
    return received[node];
  }

  /// Segments of sums a node has sent up.
  int risen(int node) {
    return risen[node];
  }

  /// Counts one more; returns how many were before.
  int rise(int node) {
    return risen[node]++;
  }

  /// The sum is complete; true the first time.
  boolean completeSum() {
    boolean first = !sumComplete;
    sumComplete = true;
    return first;
  }

  /// Whether a member has ended its work.
  boolean isMemberDone(int member) {
    return inputsLeft[member] == 0 && workLeft[member] == 0;
  }

  boolean hasInputs(int member) {
    return inputsLeft[member] == 0;
  }

  /// An input is there; true where it was the last the member waited for.
  boolean inputArrived(int member) {
    return --inputsLeft[member] == 0;
  }

  /// Macros and wires of a member now work.
  void workBegins(int member) {
    workLeft[member] = 2;
  }

  /// One of them is done; true where both are.
  boolean workDone(int member) {
    return --workLeft[member] == 0;
  }

  /// Some dies, which are no members, are to do so many things each and to report back.
  void openDies(int count, int things) {
    dies = count;
    if (count > dieWorkLeft.length) {
      dieWorkLeft = new int[count];
    }
    Arrays.fill(dieWorkLeft, 0, count, things);
    open += count;
  }

  /// One of its things is done on a die; true where all are.
  boolean dieWorkDone(int die) {
    return --dieWorkLeft[die] == 0;
  }

  /// So many more things must end before the pass goes on.
  void await(int more) {
    open += more;
  }

  /// One thing has ended; true where it was the last.
  boolean ended() {
    return --open == 0;
  }

  void describe(StateSnapshot snapshot) {
    snapshot.add(open);
    snapshot.add(members);
    for (int member = 0; member < members; member++) {
      snapshot.add((long) inputsLeft[member] << 32 | workLeft[member]);
    }
    snapshot.add(slicesLeft);
    for (int die = 0; die < dies; die++) {
      snapshot.add(dieWorkLeft[die]);
    }
    for (int node = 0; node < nodes; node++) {
      snapshot.add((long) received[node] << 32 | risen[node]);
    }
  }
}

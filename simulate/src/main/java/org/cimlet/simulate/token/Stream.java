package org.cimlet.simulate.token;

import java.util.Arrays;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.simulate.engine.StateSnapshot;
import org.cimlet.simulate.hardware.ActionTally;
import org.jspecify.annotations.Nullable;

/// One conversation being answered, or one chunk of a prompt: where its token is on its way.
///
/// A stream is at one step at a time. Within a step each chiplet goes its own pace: inputs, work,
/// results; the step ends when the last result has arrived and the rest of its work is done.
public final class Stream {
  private static final int NOT_BEGUN = 9;

  private final int id;
  private final int rank;
  private final int priority;
  private final int chunk;
  private final int tokens;
  private final int headTokens;
  private final long firstPosition;
  private final ActionTally tally;
  private int leg;
  private int open;
  private int parts;
  private int[] inputsLeft = new int[4];
  private int[] workLeft = new int[4];
  private int gathering;
  private int[] relayed = new int[0];
  private int[] risen = new int[0];
  private boolean sumComplete;
  private int visiting;
  private int[] visitLeft = new int[0];
  private boolean waitsForKeys;
  private long startPs;
  private long tokensDone;
  private final StepWork own;
  private final StepWork otherOwn;
  private StepWork work;
  private StepWork workBefore;
  private @Nullable ExpertChoice choice;

  /// @param rank the replica and host it goes through
  /// @param priority order in which parts serve it: 0 for streams that decode, a chunk's number in
  ///   its prompt; its number where streams set out together
  /// @param chunk number in its prompt; 0 for streams that decode
  /// @param tokens that pass together
  /// @param headTokens how many of them the head scores; with none the way ends before it
  /// @param firstPosition positions the first of them looks back on, itself included
  /// @param dies of the package
  public Stream(
      int id,
      int rank,
      int priority,
      int chunk,
      int tokens,
      int headTokens,
      long firstPosition,
      Dies dies) {
    this.chunk = chunk;
    this.id = id;
    this.rank = rank;
    this.priority = priority;
    this.tokens = tokens;
    this.headTokens = headTokens;
    this.firstPosition = firstPosition;
    tally = new ActionTally(dies);
    own = new StepWork(dies.count());
    otherOwn = new StepWork(dies.count());
    work = own;
    workBefore = otherOwn;
  }

  public int id() {
    return id;
  }

  int rank() {
    return rank;
  }

  public int priority() {
    return priority;
  }

  int chunk() {
    return chunk;
  }

  public int tokens() {
    return tokens;
  }

  int headTokens() {
    return headTokens;
  }

  long firstPosition() {
    return firstPosition;
  }

  public ActionTally tally() {
    return tally;
  }

  /// Number of the step on the way.
  int leg() {
    return leg;
  }

  void nextLeg() {
    leg++;
  }

  void beginToken(long nowPs) {
    leg = 0;
    startPs = nowPs;
  }

  void endToken() {
    tokensDone++;
  }

  /// When its token began.
  public long startPs() {
    return startPs;
  }

  /// Tokens finished so far.
  public long tokensDone() {
    return tokensDone;
  }

  /// The step at hand.
  StepWork work() {
    return work;
  }

  /// The step before it.
  StepWork workBefore() {
    return workBefore;
  }

  /// Goes on to a step whose work all streams share.
  void take(StepWork shared) {
    workBefore = work;
    work = shared;
  }

  /// Goes on to a step whose work is this stream's alone, and must now be filled.
  StepWork takeOwn() {
    workBefore = work;
    work = work == own ? otherOwn : own;
    return work;
  }

  /// Room for a choice among a routed stack's copies.
  ExpertChoice choiceFor(FusedLinears stack) {
    ExpertChoice made = choice;
    if (made == null || !made.fits(stack.copies(), stack.activeCopies())) {
      made = new ExpertChoice(stack.copies(), stack.activeCopies());
      choice = made;
    }
    return made;
  }

  /// The chiplets of the step at hand are to get their inputs.
  ///
  /// @param gatherer part that gathers the input for the others where one does, or [Relay#NO_PART]
  void openParts(int gatherer) {
    parts = work.size();
    open = parts;
    if (parts > inputsLeft.length) {
      inputsLeft = new int[parts];
      workLeft = new int[parts];
    }
    Arrays.fill(inputsLeft, 0, parts, 0);
    Arrays.fill(workLeft, 0, parts, NOT_BEGUN);
    for (int flow = work.gathered(); flow < work.flows(); flow++) {
      inputsLeft[work.flowTo(flow)]++;
    }
    gathering = work.gathered();
    if (gathering > 0 && gatherer != Relay.NO_PART) {
      inputsLeft[gatherer]++;
    }
    if (relayed.length < work.places()) {
      relayed = new int[work.places()];
      risen = new int[work.places()];
    }
    Arrays.fill(relayed, 0, work.places(), 0);
    Arrays.fill(risen, 0, work.places(), 0);
    sumComplete = false;
    for (Relay relay : work.relays()) {
      countParts(relay);
    }
    if (work.hasSums()) {
      open++;
    }
  }

  /// A chiplet waits for what a tree brings it, unless it is the root.
  private void countParts(Relay relay) {
    if (work.hasSums() && relay == work.sums()) {
      return;
    }
    for (int at = 1; at < relay.partAt().length; at++) {
      if (relay.partAt()[at] != Relay.NO_PART) {
        inputsLeft[relay.partAt()[at]]++;
      }
    }
  }

  /// One of the vectors the home gathers has come; true where it was the last.
  boolean gathered() {
    return --gathering == 0;
  }

  /// Counts a segment over the way to or from a place; says how many were before.
  int relayed(int place) {
    return relayed[place]++;
  }

  /// Segments over the way to or from a place so far.
  int relayedSoFar(int place) {
    return relayed[place];
  }

  /// Segments of sums a place has sent up.
  int risen(int place) {
    return risen[place];
  }

  /// Counts one more; says how many were before.
  int rise(int place) {
    return risen[place]++;
  }

  /// The sum is complete; true the first time.
  boolean completeSum() {
    boolean first = !sumComplete;
    sumComplete = true;
    return first;
  }

  /// Whether a chiplet has ended its work in the step at hand.
  boolean isPartDone(int part) {
    return inputsLeft[part] == 0 && workLeft[part] == 0;
  }

  boolean hasInputs(int part) {
    return inputsLeft[part] == 0;
  }

  /// An input is there; true where it was the last the chiplet waited for.
  boolean inputArrived(int part) {
    return --inputsLeft[part] == 0;
  }

  /// Two things are now under way on a chiplet.
  void workBegins(int part) {
    workLeft[part] = 2;
  }

  /// One of them is done; true where both are.
  boolean workDone(int part) {
    return --workLeft[part] == 0;
  }

  /// Some dies, which are no part of the step at hand, are to do two things each.
  void visit(int dies) {
    visiting = dies;
    if (dies > visitLeft.length) {
      visitLeft = new int[dies];
    }
    Arrays.fill(visitLeft, 0, dies, 2);
  }

  /// One of two things is done on a die; true where both are.
  boolean visited(int die) {
    return --visitLeft[die] == 0;
  }

  /// One more thing must end before the stream goes on.
  void await() {
    open++;
  }

  /// One thing has ended; true where it was the last.
  boolean ended() {
    return --open == 0;
  }

  boolean waitsForKeys() {
    return waitsForKeys;
  }

  /// Whether its attention must wait for the keys and values of the chunk before.
  void waitForKeys(boolean wait) {
    waitsForKeys = wait;
  }

  void describe(StateSnapshot snapshot) {
    snapshot.add(leg);
    snapshot.add(open);
    snapshot.add(parts);
    for (int part = 0; part < parts; part++) {
      snapshot.add((long) inputsLeft[part] << 32 | workLeft[part]);
    }
    snapshot.add(gathering);
    for (int die = 0; die < visiting; die++) {
      snapshot.add(visitLeft[die]);
    }
    for (int place = 0; place < work.places(); place++) {
      snapshot.add((long) relayed[place] << 32 | risen[place]);
    }
    snapshot.addTime(startPs);
    tally.describe(snapshot);
  }
}

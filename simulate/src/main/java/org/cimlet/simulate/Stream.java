package org.cimlet.simulate;

import java.util.Arrays;
import org.cimlet.plan.Stack;
import org.jspecify.annotations.Nullable;

/// One conversation being answered, or one chunk of a prompt: where its token is on its way.
///
/// A stream is at one step at a time. Within a step each chiplet goes its own pace: inputs, work,
/// results; the step ends when the last result has arrived and the rest of its work is done.
final class Stream {
  private final int id;
  private final int rank;
  private final int tokens;
  private final int headTokens;
  private final long firstPosition;
  private final ActionTally tally = new ActionTally();
  private int leg;
  private int open;
  private int parts;
  private int[] inputsLeft = new int[4];
  private int[] workLeft = new int[4];
  private boolean waitsForKeys;
  private long startPs;
  private long tokensDone;
  private final StepWork own;
  private final StepWork otherOwn;
  private StepWork work;
  private StepWork workBefore;
  private @Nullable ExpertChoice choice;

  /// @param rank 0 for streams that decode; a chunk's number in its prompt
  /// @param tokens that pass together
  /// @param headTokens how many of them the head scores; with none the way ends before it
  /// @param firstPosition positions the first of them looks back on, itself included
  /// @param chiplets of the package
  Stream(int id, int rank, int tokens, int headTokens, long firstPosition, int chiplets) {
    this.id = id;
    this.rank = rank;
    this.tokens = tokens;
    this.headTokens = headTokens;
    this.firstPosition = firstPosition;
    own = new StepWork(chiplets);
    otherOwn = new StepWork(chiplets);
    work = own;
    workBefore = otherOwn;
  }

  int id() {
    return id;
  }

  int rank() {
    return rank;
  }

  int tokens() {
    return tokens;
  }

  int headTokens() {
    return headTokens;
  }

  long firstPosition() {
    return firstPosition;
  }

  ActionTally tally() {
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
  long startPs() {
    return startPs;
  }

  /// Tokens finished so far.
  long tokensDone() {
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
  ExpertChoice choiceFor(Stack stack) {
    ExpertChoice made = choice;
    if (made == null || !made.fits(stack.copies(), stack.activeCopies())) {
      made = new ExpertChoice(stack.copies(), stack.activeCopies());
      choice = made;
    }
    return made;
  }

  /// The chiplets of the step at hand are to get their inputs.
  void openParts() {
    parts = work.size();
    open = parts;
    if (parts > inputsLeft.length) {
      inputsLeft = new int[parts];
      workLeft = new int[parts];
    }
    Arrays.fill(inputsLeft, 0, parts, 0);
    for (int flow = 0; flow < work.flows(); flow++) {
      inputsLeft[work.flowTo(flow)]++;
    }
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

  void describe(StateImage image) {
    image.add(leg);
    image.add(open);
    image.add(parts);
    for (int part = 0; part < parts; part++) {
      image.add((long) inputsLeft[part] << 32 | workLeft[part]);
    }
    image.addTime(startPs);
    tally.describe(image);
  }
}

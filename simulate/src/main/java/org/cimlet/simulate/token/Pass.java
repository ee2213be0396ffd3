package org.cimlet.simulate.token;

import org.cimlet.plan.ActionTally;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.simulate.engine.Continuation;
import org.cimlet.simulate.engine.StateSnapshot;
import org.jspecify.annotations.Nullable;

/// What of a sequence goes through the package now: one token, or a chunk of a prompt. It is at one
/// step at a time; [StepProgress] says how far within it.
public final class Pass {
  private final int number;
  private final ActionTally tally;
  private final StepProgress progress = new StepProgress();
  private final StepWork own;
  private final StepWork otherOwn;
  private final Sequence sequence;
  private final RankSchedule schedule;
  private boolean token;
  private int chunk;
  private int tokens;
  private int headTokens;
  private long firstToken;
  private int priority;
  private boolean farthestFirst;
  private long startPs;
  private int stepNumber;
  private int followUp;
  private boolean waitsForKv;
  private boolean goesOn;
  private StepWork work;
  private StepWork workBefore;
  private @Nullable ExpertChoice choice;

  /// @param number by which events know it
  /// @param dies of the package
  Pass(int number, Dies dies, Sequence sequence, RankSchedule schedule) {
    this.number = number;
    this.sequence = sequence;
    this.schedule = schedule;
    tally = new ActionTally(dies.tallied().size());
    own = new StepWork(dies.count());
    otherOwn = new StepWork(dies.count());
    work = own;
    workBefore = otherOwn;
  }

  /// Takes a chunk of the sequence's prompt.
  void takeChunk(int ofPrompt, int withPriority) {
    token = false;
    farthestFirst = false;
    chunk = ofPrompt;
    tokens = sequence.tokensOf(ofPrompt);
    headTokens = sequence.headTokensOf(ofPrompt);
    firstToken = sequence.firstTokenOf(ofPrompt);
    priority = withPriority;
    sequence.sets(this);
  }

  /// Takes the sequence's next token, or that of each sequence of a micro-batch.
  ///
  /// @param first whether dies that hold layers serve the token that has come farthest
  void takeToken(int withPriority, boolean first) {
    farthestFirst = first;
    token = true;
    chunk = 0;
    tokens = sequence.together();
    headTokens = tokens;
    firstToken = sequence.nextToken();
    priority = withPriority;
  }

  /// Sets out at the first step.
  void begin(long nowPs) {
    stepNumber = 0;
    followUp = 0;
    startPs = nowPs;
  }

  /// Goes to the next step; false where there is none.
  boolean nextStep() {
    followUp = 0;
    return ++stepNumber < schedule.size();
  }

  /// Number of the next of what follows on its step; each is given out once.
  int nextFollowUp() {
    return followUp++;
  }

  int number() {
    return number;
  }

  /// Whose it is.
  public Sequence sequence() {
    return sequence;
  }

  /// What it goes through.
  RankSchedule schedule() {
    return schedule;
  }

  /// Whether it is a token that is generated, and not a chunk of a prompt.
  boolean isToken() {
    return token;
  }

  /// Number in its prompt; 0 for a token that is generated.
  int chunk() {
    return chunk;
  }

  /// Tokens that pass together.
  public int tokens() {
    return tokens;
  }

  /// Sequences that its tokens are of: each has a KV cache and a state of its own.
  int sequences() {
    return sequence.together();
  }

  /// Tokens of each of them that pass.
  int tokensOfEach() {
    return tokens / sequence.together();
  }

  /// Number of the first of them in the sequence.
  long firstToken() {
    return firstToken;
  }

  /// Positions that the first of them looks back on, itself included.
  long firstPositions() {
    return sequence.positions(firstToken);
  }

  /// Order in which what all layers share serves it, the smallest first; equals in order of
  /// arrival.
  int priority() {
    return priority;
  }

  /// Order in which dies of a kind serve it. Of tokens the one that has come farthest goes first at
  /// the dies that hold the layers: it is through all that a die does for it and on its way to the
  /// next die before another begins. First come, first served, all would stay at a die until the
  /// last had come as far, leave it together, and dies would work one after the other.
  int priorityAt(int kindOfDie) {
    return farthestFirst && kindOfDie == 0 ? -(2 * stepNumber + Math.min(followUp, 1)) : priority;
  }

  /// When it began.
  public long startPs() {
    return startPs;
  }

  ActionTally tally() {
    return tally;
  }

  StepProgress progress() {
    return progress;
  }

  /// Number of its step in the schedule.
  int stepNumber() {
    return stepNumber;
  }

  /// The step it is at.
  ResolvedStep step() {
    return schedule.step(stepNumber);
  }

  /// Its tokens that go through the step: of a prompt some are not scored.
  int tokensHere() {
    return step().isHead() ? headTokens : tokens;
  }

  /// How often [#work] is done.
  int times() {
    return step().isRouted() ? 1 : tokensHere();
  }

  /// What the step asks of the package.
  StepWork work() {
    return work;
  }

  /// The same of the step before.
  StepWork workBefore() {
    return workBefore;
  }

  /// Goes on to work that all passes share.
  void take(StepWork shared) {
    workBefore = work;
    work = shared;
  }

  /// Goes on to work that is this pass's alone, and must now be filled.
  StepWork takeOwn() {
    workBefore = work;
    work = work == own ? otherOwn : own;
    return work;
  }

  /// Room for a choice among copies.
  ExpertChoice choiceFor(FusedLinears routed) {
    ExpertChoice made = choice;
    if (made == null || !made.fits(routed.copies(), routed.activeCopies())) {
      made = new ExpertChoice(routed.copies(), routed.activeCopies());
      choice = made;
    }
    return made;
  }

  /// Goes on at a stage.
  long at(Continuation.Stage stage) {
    return Continuation.of(number, stage);
  }

  /// Goes on at one of several of a stage.
  long at(Continuation.Stage stage, int index) {
    return Continuation.of(number, stage, index);
  }

  /// Whether it takes the sequence's next token once it has ended.
  boolean goesOn() {
    return goesOn;
  }

  void goesOn(boolean on) {
    goesOn = on;
  }

  boolean waitsForKv() {
    return waitsForKv;
  }

  /// Whether its attention must wait for the keys and values of the chunk before.
  void waitForKv(boolean wait) {
    waitsForKv = wait;
  }

  void describe(StateSnapshot snapshot) {
    snapshot.add(stepNumber);
    snapshot.add(followUp);
    progress.describe(snapshot);
    snapshot.addTime(startPs);
    snapshot.add(priority);
    for (int cell = 0; cell < tally.cells(); cell++) {
      snapshot.add(tally.cell(cell));
    }
  }
}

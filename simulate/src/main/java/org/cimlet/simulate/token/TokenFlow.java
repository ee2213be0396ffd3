package org.cimlet.simulate.token;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.FollowUp;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.simulate.engine.Continuation;
import org.cimlet.simulate.engine.Continuation.Stage;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.hardware.PackageHardware;
import org.jspecify.annotations.Nullable;

/// A token's life, from top to bottom.
///
/// The embedding's rows are read; then, step by step: where the package holds a part of the network
/// at a time, the wait for the step's weights; the residual stream to the layer's home; inputs,
/// work of macros and wires at each member, results; element-wise work at the home; the host, where
/// results went there; then what follows on them: attention, or a state's update. After the head
/// the host chooses a token.
final class TokenFlow {
  /// Kind of the dies at which residual streams are.
  static final int HOME = 0;

  private final Plan plan;
  private final PackageHardware hardware;
  private final EventQueue events;
  private final @Nullable Recorder recorder;
  private final Passes passes;
  private final Consumer<Pass> ended;
  private final EmbeddingStage embedding;
  private final StepStage steps;
  private final AttentionStage attention;
  private final LocalStage local;
  private final @Nullable WeightReload weights;

  /// @param ended takes a pass that has gone all its way
  TokenFlow(
      Plan plan,
      long seed,
      PackageHardware hardware,
      EventQueue events,
      Passes passes,
      @Nullable WeightReload weights,
      @Nullable Recorder recorder,
      Consumer<Pass> ended) {
    this.plan = plan;
    this.hardware = hardware;
    this.events = events;
    this.recorder = recorder;
    this.passes = passes;
    this.ended = ended;
    this.weights = weights;
    embedding = new EmbeddingStage(plan, hardware);
    steps = new StepStage(plan.machine().dies(), hardware, seed);
    attention = new AttentionStage(plan, hardware);
    local = new LocalStage(hardware);
  }

  /// A pass sets out.
  void begin(Pass p) {
    p.begin(events.nowPs());
    if (recorder != null) {
      int chunk = p.isToken() ? Recorder.TOKEN : p.chunk();
      recorder.passBegins(p.number(), p.sequence().id(), chunk, events.nowPs());
    }
    embedding.begin(p);
  }

  /// Goes on where hardware is done or a message has arrived.
  ///
  /// @param c a [Continuation]
  void resume(long c) {
    if (c == Continuation.NONE) {
      return;
    }
    int i = Continuation.index(c);
    switch (Continuation.stage(c)) {
      case EMBEDDING_READ -> enterStep(pass(c));
      case LOOKUP_ARRIVED -> embedding.read(pass(c), i);
      case LOOKUP_READ -> embedding.send(pass(c), i);
      case LOOKUP_DELIVERED -> rowsThere(pass(c));

      case RESIDUAL_ARRIVED -> sendInputs(pass(c));
      case SLICE_GATHERED -> steps.gathered(pass(c));
      case SEGMENT_DOWN -> steps.segmentDown(pass(c), i);
      case INPUT_ARRIVED -> steps.inputArrived(pass(c), i);
      case MEMBER_WORKED -> resultsThere(pass(c), steps.worked(pass(c), i));
      case SEGMENT_UP -> resultsThere(pass(c), steps.segmentUp(pass(c), i) ? 1 : 0);
      case RESULT_ARRIVED -> resultsThere(pass(c), 1);
      case ELEMENTWISE_DONE -> goToHost(pass(c));

      case HOST_STEP_DONE -> followUp(pass(c));
      case ATTENTION_ARRIVED -> attention.attend(pass(c), i);
      case ATTENTION_WORKED -> {
        if (attention.isHome(pass(c), i)) {
          followUpEnded(pass(c));
        }
      }
      case FOLLOW_UP_ENDED -> followUpEnded(pass(c));

      case WEIGHTS_READ -> weights().send(i);
      case WEIGHTS_ARRIVED -> weights().write(i);
      case WEIGHTS_WRITTEN -> weights().written().forEach(this::beginStep);
    }
  }

  private Pass pass(long continuation) {
    return passes.get(Continuation.pass(continuation));
  }

  private WeightReload weights() {
    return Objects.requireNonNull(weights);
  }

  private void rowsThere(Pass p) {
    if (p.progress().ended()) {
      enterStep(p);
    }
  }

  private void enterStep(Pass p) {
    if (p.tokensHere() == 0) {
      ended.accept(p); // the head scores no token of this chunk
    } else if (weights != null && p.step().opensWeightSet()) {
      weights.await(p);
    } else {
      beginStep(p);
    }
  }

  private void beginStep(Pass p) {
    if (recorder != null) {
      recorder.stepBegins(p.number(), events.nowPs(), p.stepNumber());
    }
    ResolvedStep step = p.step();
    int from =
        switch (step.residual()) {
          case STAYS, LOOKED_UP -> step.home();
          case FROM_HOST -> p.schedule().hostNode();
          case FROM_HOME_BEFORE -> step.scheduled().homeBefore();
        };
    if (from == step.home()) {
      sendInputs(p);
    } else {
      long elements = (long) p.tokensHere() * plan.program().hiddenSize();
      long bits = elements * plan.machine().residualBits();
      hardware.router().send(from, step.home(), p.at(Stage.RESIDUAL_ARRIVED), bits);
    }
  }

  private void sendInputs(Pass p) {
    if (!steps.sendInputs(p)) {
      leaveStep(p);
    }
  }

  private void resultsThere(Pass p, int count) {
    for (int i = 0; i < count; i++) {
      if (p.progress().ended()) {
        beginElementwise(p);
      }
    }
  }

  private void beginElementwise(Pass p) {
    ResolvedStep step = p.step();
    if (!step.ends()) {
      leaveStep(p); // the rest of the step is in the next weight set
      return;
    }
    if (p.work().hasSums()) {
      // routers and chiplets add on the way: work that takes no time of its own
      long added = (p.work().size() - 1L) * step.step().toResidualElements();
      p.tally().add(Action.VECTOR, p.tokensHere() * added);
    }
    long ops = p.tokensHere() * step.step().vectorOps();
    if (ops == 0) {
      goToHost(p);
      return;
    }
    p.tally().add(Action.VECTOR, ops);
    long opsPs = hardware.vectors().opsPs(ops);
    hardware
        .vectors()
        .at(step.home())
        .add(p.priorityAt(HOME), p.at(Stage.ELEMENTWISE_DONE), opsPs, p.tokens());
  }

  private void goToHost(Pass p) {
    if (p.step().step().toHostElements() > 0) {
      long noticedPs = events.nowPs() + hardware.hosts().dispatchPs();
      events.schedule(noticedPs, Event.of(Event.HOST_DISPATCHED, p.number()));
    } else {
      followUp(p);
    }
  }

  /// The host has noticed a pass's results.
  void hostDispatched(int number) {
    Pass p = passes.get(number);
    long ops = p.tokensHere() * p.step().step().hostOps();
    p.tally().add(Action.HOST_COMPUTE, ops);
    long opsPs = hardware.hosts().opsPs(ops);
    hardware
        .hosts()
        .compute(p.schedule().host())
        .add(p.priority(), p.at(Stage.HOST_STEP_DONE), opsPs, p.tokens());
  }

  /// Begins the next of what follows on a step's results, or leaves the step.
  private void followUp(Pass p) {
    List<FollowUp> followUps = p.step().scheduled().followUps();
    int next = p.nextFollowUp();
    if (next == followUps.size()) {
      leaveStep(p);
      return;
    }
    switch (followUps.get(next)) {
      case AttentionWork _ -> attention.begin(p);
      case LocalWork work -> local.begin(p, work);
    }
  }

  private void followUpEnded(Pass p) {
    if (p.progress().ended()) {
      followUp(p);
    }
  }

  private void leaveStep(Pass p) {
    if (p.nextStep()) {
      enterStep(p);
    } else {
      ended.accept(p);
    }
  }
}

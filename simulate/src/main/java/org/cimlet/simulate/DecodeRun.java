package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.ActionTally;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.engine.Probe;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.token.Admission;
import org.cimlet.simulate.token.EqualSpacing;
import org.cimlet.simulate.token.PackageRun;
import org.cimlet.simulate.token.Pass;
import org.cimlet.simulate.token.Sequence;
import org.jspecify.annotations.Nullable;

/// A batch of sequences that generate one token after the other, those of a micro-batch together:
/// some tokens of each to warm up, then the tokens measured.
final class DecodeRun {
  private final Plan plan;
  private final SimulationOptions options;
  private final Simulator.Progress progress;
  private final PackageRun run;
  private final int batch;
  private final int together;
  private UtilisationSnapshot skipped;
  private final ActionTally skippedActions;
  private long skippedPs;
  private long skippedEvents;
  private int skippedTokens;
  private int periodTokens;

  DecodeRun(
      Plan plan,
      int batch,
      SimulationOptions options,
      Simulator.Progress progress,
      @Nullable Recorder recorder) {
    this.plan = plan;
    this.batch = batch;
    int microBatch = plan.scenario().microBatch();
    together = batch < microBatch ? 1 : microBatch;
    this.options = options;
    this.progress = progress;
    List<Sequence> sequences = new ArrayList<>();
    for (int id = 0; id < batch / together; id++) {
      int context = plan.scenario().contextTokens();
      sequences.add(Sequence.generating(id, context, options.contextGrows(), together));
    }
    Admission admission = new EqualSpacing(sequences, spacingPs());
    run =
        new PackageRun(
            plan, options.packets(plan.machine().topology()), options.seed(), admission, recorder);
    skipped = UtilisationSnapshot.zero(plan);
    skippedActions = new ActionTally(plan.machine().dies().tallied().size());
  }

  Simulation.Decode decode() {
    warmUp();
    UtilisationSnapshot before = new UtilisationSnapshot(plan, run);
    ActionTally actionsBefore = run.total().copy();
    long eventsBefore = run.events();
    int lot = plan.placement().isReloaded() ? batch : together;
    TokenLog log = new TokenLog(run.nowPs(), tokens(lot), lot);
    measure(log);
    List<Load> loads =
        UtilisationSnapshot.zero(plan)
            .plus(before, new UtilisationSnapshot(plan, run), 1)
            .plus(skipped)
            .loads();
    ActionTally actions = run.total().copy();
    actions.addAll(actionsBefore, -1);
    actions.addAll(skippedActions, 1);
    return new Simulation.Decode(
        batch,
        plan.scenario().contextTokens(),
        log.size(),
        log.spanPs(),
        log.times(),
        log.tokensPerS(),
        log.relativeConfidence(),
        Load.busiest(loads),
        loads,
        actions.counts(),
        new Simulation.Effort(
            run.events() - eventsBefore, skippedEvents, skippedTokens, periodTokens));
  }

  /// Where weights are reloaded, and in a micro-batch, sequences get their tokens together, and so
  /// many are measured as make up whole passes, at least two.
  private int tokens(int lot) {
    return Math.max(2, Math.ceilDiv(options.window().tokens(), lot)) * lot;
  }

  /// Time from sequence to sequence, or from micro-batch to micro-batch, at the beginning.
  private long spacingPs() {
    if (batch == together
        || plan.placement().isReloaded()
        || options.window().start() == SimulationOptions.Start.TOGETHER) {
      return 0;
    }
    SimulationOptions few = options.withTokens(2).withWarmUpTokens(1);
    Simulation.Decode single =
        new DecodeRun(plan, together, few, Simulator.Progress.NONE, null).decode();
    return Math.max(
        together * single.spanPs() / single.tokens() / (batch / together),
        together * single.bottleneck().busyPs() / single.tokens());
  }

  /// Runs until so many tokens are done; returns when that was.
  long runUntil(int tokens) {
    for (int done = 0; done < tokens; done += together) {
      run.nextPass();
      progress.tokens(Math.min(done + together, tokens), tokens);
    }
    return run.nowPs();
  }

  /// Runs from the beginning until so many readings are taken.
  void watch(long fromPs, long everyPs, int count, List<UtilisationSnapshot> readings) {
    run.watch(
        new Probe(fromPs, everyPs, count, _ -> readings.add(new UtilisationSnapshot(plan, run))));
    while (readings.size() < count) {
      run.nextPass();
      progress.tokens(readings.size(), count);
    }
  }

  private void warmUp() {
    int warm = 0;
    while (warm < batch / together) {
      if (run.nextPass().sequence().generated() == options.window().warmUpTokens()) {
        warm++;
      }
    }
  }

  private void measure(TokenLog log) {
    boolean mayRepeat = options.speedups().fastForward() && run.isSelfContained();
    SteadyState steady = mayRepeat ? new SteadyState(plan, run, 0) : null;
    while (log.left() > 0) {
      Pass pass = run.nextPass();
      for (int token = 0; token < together; token++) {
        log.add(run.nowPs() + skippedPs, run.nowPs() - pass.startPs());
      }
      progress.tokens(log.size(), log.size() + log.left());
      if (steady != null && pass.sequence().id() == 0 && steady.isBack(log.size())) {
        skip(steady, log);
        steady = null;
        progress.tokens(log.size(), log.size() + log.left());
      }
    }
  }

  /// Lets what happened since a state was seen first happen again as often as there is room for.
  private void skip(SteadyState steady, TokenLog log) {
    periodTokens = log.size() - steady.tokens();
    int times = log.left() / periodTokens;
    long periodPs = run.nowPs() - steady.meter().atPs();
    log.repeat(periodTokens, times, periodPs);
    skippedPs = times * periodPs;
    skippedTokens = times * periodTokens;
    skippedEvents = times * (run.events() - steady.events());
    skipped = skipped.plus(steady.meter(), new UtilisationSnapshot(plan, run), times);
    skippedActions.addAll(run.total(), times);
    skippedActions.addAll(steady.tally(), -times);
  }
}

package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.engine.Probe;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.hardware.ActionTally;
import org.cimlet.simulate.token.PackageRun;
import org.cimlet.simulate.token.Stream;
import org.jspecify.annotations.Nullable;

/// Streams that write one token after the other, all begun at once: some tokens of each to warm up,
/// then the tokens measured.
final class DecodeRun {
  private final Plan plan;
  private final SimulationOptions options;
  private final Simulator.Progress progress;
  private final PackageRun run;
  private final int batch;
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
    this.options = options;
    this.progress = progress;
    List<Stream> streams = new ArrayList<>();
    int context = plan.scenario().contextTokens();
    boolean together = plan.placement().isReloaded();
    for (int id = 0; id < batch; id++) {
      streams.add(
          new Stream(
              id,
              id % plan.placement().ranks(),
              together ? id : 0,
              0,
              1,
              1,
              context,
              plan.machine().dies()));
    }
    run =
        new PackageRun(
            plan, options.packets(), options.contextGrows(), options.seed(), streams, recorder);
    skipped = UtilisationSnapshot.zero(plan);
    skippedActions = new ActionTally(plan.machine().dies());
  }

  Simulation.Decode decode() {
    warmUp();
    UtilisationSnapshot before = new UtilisationSnapshot(plan, run);
    ActionTally actionsBefore = run.total().copy();
    long eventsBefore = run.events();
    int together = plan.placement().isReloaded() ? batch : 1;
    TokenLog log = new TokenLog(run.nowPs(), tokens(together), together);
    measure(log);
    List<Load> loads =
        UtilisationSnapshot.zero(plan)
            .plus(before, new UtilisationSnapshot(plan, run), 1)
            .plus(skipped)
            .loads();
    ActionTally actions = run.total().copy();
    actions.add(actionsBefore, -1);
    actions.add(skippedActions, 1);
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

  /// In rounds all streams get their tokens together, and so many are measured as make up whole
  /// passes, at least two.
  private int tokens(int together) {
    return Math.max(2, Math.ceilDiv(options.tokens(), together)) * together;
  }

  /// Time from stream to stream at the beginning.
  private long spacingPs() {
    if (batch == 1
        || plan.placement().isReloaded()
        || options.start() == SimulationOptions.Start.TOGETHER) {
      return 0;
    }
    SimulationOptions few = options.withTokens(2).withWarmUpTokens(1);
    Simulation.Decode lone = new DecodeRun(plan, 1, few, Simulator.Progress.NONE, null).decode();
    return Math.max(
        lone.spanPs() / lone.tokens() / batch, lone.bottleneck().busyPs() / lone.tokens());
  }

  /// Runs until so many tokens are done; says when that was.
  long runUntil(int tokens) {
    beginStreams();
    for (int done = 0; done < tokens; done++) {
      int stream = run.nextToken();
      progress.tokens(done + 1L, tokens);
      if (done + 1 < tokens) {
        run.begin(stream);
      }
    }
    return run.nowPs();
  }

  /// Runs from the beginning until so many readings are taken.
  void watch(long fromPs, long everyPs, int count, List<UtilisationSnapshot> readings) {
    beginStreams();
    run.watch(
        new Probe(fromPs, everyPs, count, _ -> readings.add(new UtilisationSnapshot(plan, run))));
    while (readings.size() < count) {
      run.begin(run.nextToken());
      progress.tokens(readings.size(), count);
    }
  }

  private void beginStreams() {
    long spacingPs = spacingPs();
    for (int stream = 0; stream < batch; stream++) {
      run.beginAt(stream * spacingPs, stream);
    }
  }

  private void warmUp() {
    beginStreams();
    int warm = 0;
    while (warm < batch) {
      int stream = run.nextToken();
      run.begin(stream);
      if (run.stream(stream).tokensDone() == options.warmUpTokens()) {
        warm++;
      }
    }
  }

  private void measure(TokenLog log) {
    boolean mayRepeat = options.fastForward() && run.isSelfContained();
    SteadyState steady = mayRepeat ? new SteadyState(plan, run, 0) : null;
    while (log.left() > 0) {
      int stream = run.nextToken();
      log.add(run.nowPs() + skippedPs, run.nowPs() - run.stream(stream).startPs());
      progress.tokens(log.size(), log.size() + log.left());
      run.begin(stream);
      if (steady != null && stream == 0 && steady.isBack(log.size())) {
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
    skippedActions.add(run.total(), times);
    skippedActions.add(steady.tally(), -times);
  }
}

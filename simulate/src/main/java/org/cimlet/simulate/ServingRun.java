package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.token.Admission;
import org.cimlet.simulate.token.PackageRun;
import org.cimlet.simulate.token.Pass;
import org.cimlet.simulate.token.Sequence;
import org.jspecify.annotations.Nullable;

/// Requests that come, are read and answered, and go, as a [Scheduler] lets them.
final class ServingRun implements Admission {
  private final Plan plan;
  private final SimulationOptions options;
  private final Scheduler scheduler;
  private final List<Request> started = new ArrayList<>();
  private final List<Long> startPs = new ArrayList<>();
  private final List<Long> firstTokenPs = new ArrayList<>();

  ServingRun(Plan plan, SimulationOptions options, Scheduler scheduler) {
    this.plan = plan;
    this.options = options;
    this.scheduler = scheduler;
  }

  @Override
  public @Nullable Sequence next(long nowPs, int running) {
    return scheduler.next(nowPs, running).map(request -> start(request, nowPs)).orElse(null);
  }

  private Sequence start(Request request, long nowPs) {
    started.add(request);
    startPs.add(nowPs);
    firstTokenPs.add(-1L);
    return Sequence.prompted(
        started.size() - 1,
        request.promptTokens(),
        plan.scenario().prefillChunkTokens(),
        options.promptScores() == SimulationOptions.PromptScores.ALL,
        request.answerTokens());
  }

  @Override
  public long nextArrivalPs(long nowPs) {
    long nextPs = scheduler.nextArrivalPs(nowPs);
    return nextPs == Scheduler.NEVER ? NEVER : nextPs;
  }

  @Override
  public boolean readsInOrder() {
    return true;
  }

  /// In the order in which they end.
  List<Request.Served> serve(Simulator.Progress progress) {
    PackageRun run =
        new PackageRun(
            plan, options.packets(plan.machine().topology()), options.seed(), this, null);
    List<Request.Served> served = new ArrayList<>();
    while (!run.isOver()) {
      Pass pass = run.nextPass();
      int id = pass.sequence().id();
      if (pass.sequence().generated() == 1 && firstTokenPs.get(id) < 0) {
        firstTokenPs.set(id, run.nowPs());
      }
      if (pass.sequence().isDone()) {
        served.add(
            new Request.Served(
                started.get(id), startPs.get(id), firstTokenPs.get(id), run.nowPs()));
        progress.tokens(served.size(), started.size());
      }
    }
    return List.copyOf(served);
  }
}

package org.cimlet.serve;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.run.Progress;
import org.cimlet.serve.ServeResult.AtLoad;
import org.cimlet.serve.ServeResult.Money;
import org.cimlet.serve.engine.Fleet;
import org.cimlet.serve.engine.FleetSpec;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.engine.Served;
import org.cimlet.serve.engine.ServerTotals;
import org.cimlet.serve.measure.ClassSummary;
import org.cimlet.serve.measure.Tally;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.Request;
import org.cimlet.serve.traffic.Traffic;
import org.jspecify.annotations.Nullable;

/// Serves a job's traffic with each of its systems.
public final class Serving {
  private static final int MOST_SERVERS = 1 << 14;

  private final ServeJob job;
  private final Progress progress;
  private final RequestLog requests;

  private Serving(ServeJob job, Progress progress, RequestLog requests) {
    this.job = job;
    this.progress = progress;
    this.requests = requests;
  }

  /// Hears of every request of the traffic itself, not of other loads.
  @FunctionalInterface
  public interface RequestLog {
    /// Hears nothing.
    RequestLog NONE = (system, request, met) -> {};

    /// @param system which of the job's
    /// @param met whether the request is within what it is promised
    void served(int system, Served request, boolean met);
  }

  /// Serves the traffic, other loads and sizes as the job says.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException where a machine cannot run the network, or
  ///   keeps no request
  public static ServeResult run(ServeJob job, Progress progress, RequestLog requests) {
    return new Serving(job, progress, requests).run();
  }

  private ServeResult run() {
    List<ServeResult.OfSystem> results = new ArrayList<>();
    for (int i = 0; i < job.systems().size(); i++) {
      results.add(serve(i));
    }
    return new ServeResult(job, job.traffic().facts(), results);
  }

  private ServeResult.OfSystem serve(int number) {
    SystemSpec system = job.systems().get(number);
    Assembly assembly = Assembly.of(job.network(), system, job.traffic());
    FleetSpec fleet = assembly.fleet();
    Outcome outcome = serve(fleet, job.traffic(), system.name(), number);
    return new ServeResult.OfSystem(
        system,
        pools(assembly, outcome.totals()),
        outcome.totals(),
        outcome.all(),
        outcome.tally().classes(),
        outcome.tally().inputTokens(),
        outcome.tally().outputTokens(),
        outcome.tally().prefixTokens(),
        outcome.tally().ttft(),
        outcome.tally().tpot(),
        money(assembly, 1, outcome),
        loads(fleet, system),
        job.attainment() > 0 ? size(assembly, fleet, outcome) : null);
  }

  /// A run, summed up.
  private record Outcome(Fleet.Totals totals, Tally tally) {
    ClassSummary all() {
      return tally.all(totals.unserved());
    }

    double joules() {
      return totals.servers().stream().mapToDouble(ServerTotals::joules).sum();
    }
  }

  private static final int NO_LOG = -1;

  private Outcome serve(FleetSpec fleet, Traffic traffic, String stage, int number) {
    long warmUp = (long) (job.warmUp() * traffic.facts().requests());
    Tally tally = new Tally(traffic.classes(), job.slos(), warmUp);
    Fleet.Totals totals =
        Fleet.run(
            fleet,
            traffic,
            new Fleet.Log() {
              @Override
              public void served(Served request) {
                tally.add(request);
                if (number != NO_LOG) {
                  requests.served(number, request, tally.isMet(request));
                }
              }

              @Override
              public void refused(Request request) {
                tally.refused(request.group());
              }

              @Override
              public void progress(long done, long total) {
                progress.advanced(stage, done, total);
              }
            });
    return new Outcome(totals, tally);
  }

  private static List<ServeResult.OfPool> pools(Assembly assembly, Fleet.Totals totals) {
    List<ServeResult.OfPool> pools = new ArrayList<>();
    int server = 0;
    for (int i = 0; i < assembly.built().size(); i++) {
      Assembly.Built built = assembly.built().get(i);
      int count = built.spec().count();
      pools.add(
          new ServeResult.OfPool(
              built.spec().name(),
              count,
              built.hardware(),
              built.detail(),
              built.devices() * count,
              assembly.kvTokens(i),
              ServerTotals.mean(totals.servers().subList(server, server + count))));
      server += count;
    }
    return pools;
  }

  private Money money(Assembly assembly, int factor, Outcome outcome) {
    Double made = 0.0;
    Double bought = 0.0;
    for (Assembly.Built built : assembly.built()) {
      int count = factor * built.spec().count();
      Double serverMade = built.madeUsd();
      Double serverBought = built.boughtUsd();
      made = made == null || serverMade == null ? null : Double.valueOf(made + count * serverMade);
      bought =
          bought == null || serverBought == null
              ? null
              : Double.valueOf(bought + count * serverBought);
    }
    return new Money(made, bought, perMillion(made, outcome), perMillion(bought, outcome));
  }

  private @Nullable Double perMillion(@Nullable Double hardwareUsd, Outcome outcome) {
    long tokens = outcome.tally().outputTokens();
    return hardwareUsd == null || tokens == 0
        ? null
        : Double.valueOf(
            job.prices().usd(hardwareUsd, outcome.totals().seconds(), outcome.joules())
                / tokens
                * 1e6);
  }

  private List<AtLoad> loads(FleetSpec fleet, SystemSpec system) {
    List<AtLoad> loads = new ArrayList<>();
    for (double scale : job.scales()) {
      Traffic traffic = job.traffic().scaled(scale);
      Outcome outcome = serve(fleet, traffic, system.name() + ", loads", NO_LOG);
      ClassSummary all = outcome.all();
      loads.add(
          new AtLoad(
              scale,
              traffic.facts().requestsPerS(),
              all.attainment(),
              outcome.totals().saturated(),
              all.ttft().p99(),
              all.tpot().p99()));
    }
    return loads;
  }

  /// The smallest multiple that attains what is asked for: doubled until it does, then halved in.
  private ServeResult.@Nullable Size size(Assembly assembly, FleetSpec fleet, Outcome once) {
    int enough = 1;
    Outcome best = once;
    while (best.all().attainment() < job.attainment()) {
      int servers = fleet.pools().stream().mapToInt(pool -> pool.count()).sum();
      if (2L * enough * servers > MOST_SERVERS || isHopeless(best)) {
        return null;
      }
      enough *= 2;
      best = serve(fleet.times(enough), job.traffic(), "size", NO_LOG);
    }
    int few = enough / 2;
    while (enough - few > 1) {
      int middle = (few + enough) / 2;
      Outcome outcome = serve(fleet.times(middle), job.traffic(), "size", NO_LOG);
      if (outcome.all().attainment() >= job.attainment()) {
        enough = middle;
        best = outcome;
      } else {
        few = middle;
      }
    }
    return new ServeResult.Size(
        job.attainment(),
        enough,
        best.all().attainment(),
        bound(fleet, once),
        best.joules() / best.totals().seconds(),
        money(assembly, enough, best));
  }

  /// More servers do not help where hardly a request waits and promises are broken all the same.
  private boolean isHopeless(Outcome outcome) {
    return outcome.all().queue().p99() < 0.01 * outcome.all().ttft().p50()
        && outcome.totals().servers().stream().mapToDouble(ServerTotals::busyShare).max().orElse(0)
            < 0.02;
  }

  /// Work there was over the time there was for it, of the busiest pool of packages. A GPU's steps
  /// take less for each request the more share them, so that its busy time bounds nothing.
  private static double bound(FleetSpec fleet, Outcome once) {
    double busiest = 0;
    int server = 0;
    for (Pool pool : fleet.pools()) {
      for (int i = 0; i < pool.count(); i++) {
        double busy = once.totals().servers().get(server++).busyShare();
        busiest = Math.max(busiest, pool.hardware() instanceof Pool.Hardware.Chiplets ? busy : 0);
      }
    }
    return busiest * once.totals().seconds() / once.totals().arrivalSeconds();
  }
}

package org.cimlet.serve;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.run.Progress;
import org.cimlet.serve.ServeResult.AtLoad;
import org.cimlet.serve.ServeResult.Money;
import org.cimlet.serve.engine.Fleet;
import org.cimlet.serve.engine.FleetSpec;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.engine.Served;
import org.cimlet.serve.engine.ServerTotals;
import org.cimlet.serve.measure.ClassSummary;
import org.cimlet.serve.measure.Range;
import org.cimlet.serve.measure.Tally;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.Request;
import org.cimlet.serve.traffic.Traffic;
import org.jspecify.annotations.Nullable;

/// Serves a job's traffic with each of its systems.
public final class Serving {
  private final ServeJob job;
  private final Tasks tasks;
  private final RequestLog requests;

  private Serving(ServeJob job, Tasks tasks, RequestLog requests) {
    this.job = job;
    this.tasks = tasks;
    this.requests = requests;
  }

  /// Hears of every request of the traffic itself, not of other loads.
  @FunctionalInterface
  public interface RequestLog {
    /// Hears nothing.
    RequestLog NONE =
        new RequestLog() {
          @Override
          public void served(int system, Served request, boolean met) {}

          @Override
          public boolean isKept() {
            return false;
          }
        };

    /// Whether requests are heard in the order of the systems; otherwise systems are served at the
    /// same time.
    default boolean isKept() {
      return true;
    }

    /// @param system which of the job's
    /// @param met whether the request is within what it is promised
    void served(int system, Served request, boolean met);
  }

  /// Serves the traffic, other loads, sizes and samples as the job says.
  ///
  /// @param requests hears of one system after the other, always from the same thread
  /// @throws org.cimlet.diagnostic.InvalidInputException where a machine cannot run the network, or
  ///   keeps no request
  /// @throws java.util.concurrent.CancellationException where this thread is interrupted
  public static ServeResult run(ServeJob job, Progress progress, RequestLog requests) {
    try (Tasks tasks = new Tasks(job.threads(), progress)) {
      return new Serving(job, tasks, requests).run();
    }
  }

  /// What is known of a system so far.
  private record Begun(SystemSpec system, Assembly assembly, Outcome once) {}

  private ServeResult run() {
    List<Begun> begun = begin();
    List<List<AtLoad>> loads = loads(begun);
    List<Sized> sizes = tasks.all(begun, each -> size(each.assembly(), each.once(), 1));
    List<ServeResult.@Nullable Moving> moving = moving(begun, sizes);
    List<ServeResult.OfSystem> results = new ArrayList<>();
    for (int i = 0; i < begun.size(); i++) {
      results.add(result(begun.get(i), loads.get(i), sizes.get(i), moving.get(i)));
    }
    return new ServeResult(job, job.traffic().facts(), results);
  }

  private List<Begun> begin() {
    List<Assembly> assemblies =
        tasks.all(
            job.systems(),
            system -> Assembly.of(job.network(), system, job.traffic(), Variation.NONE));
    List<Begun> begun = new ArrayList<>();
    if (!requests.isKept()) {
      List<Outcome> outcomes =
          tasks.all(assemblies, each -> serve(each.fleet(), job.traffic(), RequestLog.NONE, 0));
      for (int i = 0; i < outcomes.size(); i++) {
        begun.add(new Begun(job.systems().get(i), assemblies.get(i), outcomes.get(i)));
      }
    } else {
      for (int i = 0; i < assemblies.size(); i++) {
        Assembly assembly = assemblies.get(i);
        Outcome once = serve(assembly.fleet(), job.traffic(), requests, i);
        begun.add(new Begun(job.systems().get(i), assembly, once));
      }
    }
    for (Begun each : begun) {
      each.assembly().requireServed(each.once().totals());
    }
    return begun;
  }

  private ServeResult.OfSystem result(
      Begun begun, List<AtLoad> loads, Sized sized, ServeResult.@Nullable Moving moving) {
    Outcome outcome = begun.once();
    return new ServeResult.OfSystem(
        begun.system(),
        pools(begun.assembly(), outcome.totals()),
        outcome.totals(),
        outcome.all(),
        outcome.tally().classes(),
        outcome.tally().inputTokens(),
        outcome.tally().outputTokens(),
        outcome.tally().prefixTokens(),
        outcome.tally().ttft(),
        outcome.tally().tpot(),
        money(begun.assembly(), 1, outcome),
        loads,
        sized.size(),
        moving);
  }

  /// A run, summed up.
  private record Outcome(Fleet.Totals totals, Tally tally) {
    ClassSummary all() {
      return tally.all(totals.unserved());
    }

    double joules() {
      return totals.servers().stream().mapToDouble(ServerTotals::joules).sum();
    }

    double watts() {
      return joules() / totals.seconds();
    }
  }

  private Outcome serve(FleetSpec fleet, Traffic traffic, RequestLog log, int number) {
    return serve(fleet, traffic, log, number, Long.MAX_VALUE);
  }

  /// A multiple of a fleet, up to the request with which the share that is asked for is lost.
  private Outcome tryOut(FleetSpec fleet, int factor) {
    double late = (1 - job.attainment()) * job.traffic().facts().requests();
    return serve(fleet.times(factor), job.traffic(), RequestLog.NONE, 0, (long) Math.ceil(late));
  }

  /// @param mostMissed requests, beyond which nobody asks for the rest
  private Outcome serve(
      FleetSpec fleet, Traffic traffic, RequestLog log, int number, long mostMissed) {
    Traffic.Facts facts = traffic.facts();
    Tally tally =
        new Tally(traffic.classes(), job.slos(), (long) (job.warmUp() * facts.requests()));
    Tasks.Part part = tasks.part(facts.requests());
    Fleet.Totals totals =
        Fleet.run(
            fleet,
            traffic,
            new Fleet.Log() {
              @Override
              public void served(Served request) {
                boolean met = tally.add(request);
                log.served(number, request, met);
              }

              @Override
              public void refused(Request request) {
                tally.refused(request.group());
              }

              @Override
              public void progress(long done, long total) {
                part.done(done);
              }

              @Override
              public boolean isEnough() {
                return tally.missed() > mostMissed;
              }
            });
    part.done(facts.requests());
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

  /// A system at a load.
  private record Point(Begun begun, double scale) {}

  private List<List<AtLoad>> loads(List<Begun> begun) {
    List<Point> points = new ArrayList<>();
    for (Begun each : begun) {
      job.scales().forEach(scale -> points.add(new Point(each, scale)));
    }
    List<AtLoad> all = tasks.all(points, this::at);
    int loads = job.scales().size();
    List<List<AtLoad>> bySystem = new ArrayList<>();
    for (int i = 0; i < begun.size(); i++) {
      bySystem.add(all.subList(i * loads, (i + 1) * loads));
    }
    return bySystem;
  }

  private AtLoad at(Point point) {
    Traffic traffic = job.traffic().scaled(point.scale());
    Outcome outcome =
        point.scale() == 1
            ? point.begun().once()
            : serve(point.begun().assembly().fleet(), traffic, RequestLog.NONE, 0);
    ClassSummary all = outcome.all();
    return new AtLoad(
        point.scale(),
        traffic.facts().requestsPerS(),
        all.attainment(),
        outcome.totals().saturated(),
        all.ttft().p99(),
        all.tpot().p99());
  }

  /// The fewest servers, where they were sought and found.
  private record Sized(ServeResult.@Nullable Size size) {}

  /// The smallest multiple that attains what is asked for: doubled until it does, then halved in.
  ///
  /// @param start multiple to begin with
  /// @param first what came of it
  private Sized size(Assembly assembly, Outcome first, int start) {
    if (job.attainment() == 0) {
      return new Sized(null);
    }
    FleetSpec fleet = assembly.fleet();
    int servers = fleet.pools().stream().mapToInt(Pool::count).sum();
    int few = 0;
    int enough = start;
    Outcome best = first;
    while (best.all().attainment() < job.attainment()) {
      if (2L * enough * servers > Assembly.MOST_SERVERS || isHopeless(best)) {
        return new Sized(null);
      }
      few = enough;
      enough *= 2;
      best = tryOut(fleet, enough);
    }
    while (enough - few > 1) {
      int middle = (few + enough) / 2;
      Outcome outcome = tryOut(fleet, middle);
      if (outcome.all().attainment() >= job.attainment()) {
        enough = middle;
        best = outcome;
      } else {
        few = middle;
      }
    }
    return new Sized(
        new ServeResult.Size(
            job.attainment(),
            enough,
            best.all().attainment(),
            enough == start ? bound(fleet, first) * start : bound(fleet, first),
            best.watts(),
            money(assembly, enough, best)));
  }

  /// More servers do not help where too many requests fit none of them, or where hardly a request
  /// waits and promises are broken all the same.
  private boolean isHopeless(Outcome outcome) {
    if (job.isOutOfReach(outcome.totals())) {
      return true;
    }
    double busiest =
        outcome.totals().servers().stream().mapToDouble(ServerTotals::busyShare).max().orElse(0);
    return busiest < 0.02 && outcome.all().queue().p99() < 0.01 * outcome.all().ttft().p50();
  }

  /// A sample of a system.
  private record Sample(int system, Variation variation) {}

  /// What came of it.
  ///
  /// @param once null where it cannot serve
  private record Drawn(@Nullable Outcome once, Money money, ServeResult.@Nullable Size size) {}

  private List<ServeResult.@Nullable Moving> moving(List<Begun> begun, List<Sized> sizes) {
    List<Sample> samples = new ArrayList<>();
    for (int system = 0; system < begun.size(); system++) {
      for (Variation each : Variation.of(begun.get(system).system(), job.samples())) {
        samples.add(new Sample(system, each));
      }
    }
    List<Drawn> drawn =
        tasks.all(
            samples,
            sample -> draw(begun.get(sample.system()), sizes.get(sample.system()), sample));
    List<ServeResult.@Nullable Moving> moving = new ArrayList<>();
    for (int system = 0; system < begun.size(); system++) {
      moving.add(
          job.samples() == 0
              ? null
              : spread(drawn.subList(system * job.samples(), (system + 1) * job.samples())));
    }
    return moving;
  }

  private Drawn draw(Begun begun, Sized sized, Sample sample) {
    try {
      Assembly assembly =
          Assembly.of(job.network(), begun.system(), job.traffic(), sample.variation());
      Outcome once = serve(assembly.fleet(), job.traffic(), RequestLog.NONE, 0);
      ServeResult.Size nominal = sized.size();
      int start = nominal == null ? 1 : nominal.factor();
      Outcome first = start == 1 || job.attainment() == 0 ? once : tryOut(assembly.fleet(), start);
      return new Drawn(once, money(assembly, 1, once), size(assembly, first, start).size());
    } catch (InvalidInputException refusal) {
      return new Drawn(null, new Money(null, null, null, null), null); // counted
    }
  }

  private static ServeResult.Moving spread(List<Drawn> drawn) {
    int refused = (int) drawn.stream().filter(each -> each.once() == null).count();
    int unsized = (int) drawn.stream().filter(each -> each.size() == null).count();
    return new ServeResult.Moving(
        drawn.size(),
        refused,
        unsized - refused,
        range(drawn, each -> ofOutcome(each, outcome -> outcome.all().attainment())),
        range(drawn, each -> ofOutcome(each, Outcome::watts)),
        range(drawn, each -> each.money().madePerMillionUsd()),
        range(drawn, each -> each.money().boughtPerMillionUsd()),
        range(drawn, each -> ofSize(each, size -> (double) size.factor())),
        range(drawn, each -> ofSize(each, ServeResult.Size::watts)),
        range(drawn, each -> ofSize(each, size -> size.money().madePerMillionUsd())),
        range(drawn, each -> ofSize(each, size -> size.money().boughtPerMillionUsd())));
  }

  @FunctionalInterface
  private interface Figure<T> {
    @Nullable Double of(T from);
  }

  private static @Nullable Double ofOutcome(Drawn drawn, Figure<Outcome> figure) {
    Outcome outcome = drawn.once();
    return outcome == null ? null : figure.of(outcome);
  }

  private static @Nullable Double ofSize(Drawn drawn, Figure<ServeResult.Size> figure) {
    ServeResult.Size size = drawn.size();
    return size == null ? null : figure.of(size);
  }

  private static Range range(List<Drawn> drawn, Figure<Drawn> figure) {
    double[] values = new double[drawn.size()];
    for (int i = 0; i < values.length; i++) {
      Double value = figure.of(drawn.get(i));
      values[i] = value == null ? Double.NaN : value;
    }
    return Range.of(values);
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

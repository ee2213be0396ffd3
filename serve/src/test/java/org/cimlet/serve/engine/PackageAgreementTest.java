package org.cimlet.serve.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.plan.Plan;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.cimlet.serve.law.ChipletLaw;
import org.cimlet.serve.traffic.RequestTrace;
import org.cimlet.simulate.Request;
import org.cimlet.simulate.Scheduler;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Packages as stations against the event simulator, in which every packet finds its own way:
/// alone, one after the other, several in a loop, and all at once.
class PackageAgreementTest {
  private static final long MS = 1_000_000_000L;

  /// Requests, of which so many run at the same time at most.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Load(int running, long... figures) {
    static Load equal(int running, int count, long gapPs, long input, long output) {
      long[] figures = new long[3 * count];
      for (int i = 0; i < count; i++) {
        figures[3 * i] = i * gapPs;
        figures[3 * i + 1] = input;
        figures[3 * i + 2] = output;
      }
      return new Load(running, figures);
    }
  }

  /// Mean TTFT and TPOT, and the time until all is written, of one way over the other, less 1.
  private record Apart(double ttft, double tpot, double all) {
    static Apart of(Plan plan, Load load) {
      double[] events = simulated(plan, load);
      double[] stations = served(ChipletLaw.of(plan, 2048), load);
      return new Apart(
          stations[0] / events[0] - 1, stations[1] / events[1] - 1, stations[2] / events[2] - 1);
    }

    boolean within(double share) {
      return Math.abs(ttft) < share && Math.abs(tpot) < share && Math.abs(all) < share;
    }
  }

  private static Plan plan(String machine, String mapping) {
    return new Runner()
        .plan(
            Job.of("llama-3.2-1b", machine)
                .weights(WeightStorage.dense(8))
                .context(600)
                .prompt(512)
                .batch(8)
                .prefillChunk(16)
                .mapping(Parallelism.parse(mapping, 0))
                .build());
  }

  @ParameterizedTest
  @CsvSource({"comb-200mb-36, auto", "comb-200mb-36-aim-36, pipelined"})
  void requests_that_do_not_meet_agree_to_the_point(String machine, String mapping) {
    assertThat(Apart.of(plan(machine, mapping), Load.equal(1, 1, 0, 256, 24)))
        .matches(apart -> apart.within(0.05));
    assertThat(Apart.of(plan(machine, mapping), Load.equal(8, 3, 40 * MS, 128, 16)))
        .matches(apart -> apart.within(0.05));
  }

  /// Short prompts, so that nearly all of the time a constant batch is decoded. Where groups of
  /// chiplets share a layer, sequences that began together meet on their links.
  @ParameterizedTest
  @CsvSource({"comb-200mb-36, auto, 0.11", "comb-200mb-36-aim-36, pipelined, 0.05"})
  void a_constant_batch_agrees(String machine, String mapping, double share) {
    assertThat(Apart.of(plan(machine, mapping), Load.equal(8, 8, 0, 8, 96)))
        .matches(apart -> Math.abs(apart.tpot()) < share && Math.abs(apart.all()) < share);
  }

  @ParameterizedTest
  @CsvSource({"comb-200mb-36, auto", "comb-200mb-36-aim-36, pipelined"})
  void a_burst_agrees(String machine, String mapping) {
    assertThat(Apart.of(plan(machine, mapping), Load.equal(8, 8, 0, 64, 32)))
        .matches(apart -> apart.within(0.1) && Math.abs(apart.all()) < 0.05);
  }

  private static double[] served(ChipletLaw law, Load load) {
    RequestTrace trace = RequestTrace.of(load.figures());
    KvSpec memory = new KvSpec(1L << 60, tokens -> tokens, 16, KvSpec.Admit.GROW, false, 0);
    FleetSpec spec =
        new FleetSpec(
            List.of(
                new Pool(
                    "p",
                    Pool.Role.BOTH,
                    1,
                    new Pool.Hardware.Chiplets(law, load.running()),
                    memory)),
            FleetSpec.Routing.ROUND_ROBIN,
            new FleetSpec.Handover(1, 0),
            0,
            1 << 20);
    double[] sums = new double[3];
    Fleet.Totals totals =
        Fleet.run(
            spec,
            trace,
            new Fleet.Log() {
              @Override
              public void served(Served request) {
                sums[0] += request.ttftS();
                sums[1] += request.tpotS();
              }

              @Override
              public void refused(org.cimlet.serve.traffic.Request request) {
                throw new IllegalStateException();
              }

              @Override
              public void progress(long done, long total) {
                // tests wait
              }
            });
    int n = trace.requests().size();
    return new double[] {sums[0] / n, sums[1] / n, totals.seconds()};
  }

  private static double[] simulated(Plan plan, Load load) {
    long[] figures = load.figures();
    int n = figures.length / 3;
    Scheduler fifo =
        new Scheduler() {
          int next;

          @Override
          public Optional<Request> next(long nowPs, int running) {
            if (next == n || figures[3 * next] > nowPs || running >= load.running()) {
              return Optional.empty();
            }
            int i = next++;
            return Optional.of(new Request((int) figures[3 * i + 1], figures[3 * i + 2]));
          }

          @Override
          public long nextArrivalPs(long nowPs) {
            return next == n || figures[3 * next] <= nowPs ? NEVER : figures[3 * next];
          }
        };
    List<Request.Served> served =
        Simulator.serve(plan, SimulationOptions.measuring(2), fifo, Simulator.Progress.NONE);
    List<Request.Served> order = new ArrayList<>(served);
    order.sort(Comparator.comparingLong(Request.Served::startPs));
    double ttft = 0;
    double tpot = 0;
    double last = 0;
    for (int i = 0; i < n; i++) {
      Request.Served each = order.get(i);
      ttft += (each.firstTokenPs() - figures[3 * i]) * 1e-12;
      tpot += (each.endPs() - each.firstTokenPs()) * 1e-12 / (each.request().answerTokens() - 1);
      last = Math.max(last, each.endPs() * 1e-12);
    }
    return new double[] {ttft / n, tpot / n, last};
  }
}

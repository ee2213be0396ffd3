package org.cimlet.serve.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.cimlet.serve.traffic.Arrivals;
import org.cimlet.serve.traffic.MadeTraffic;
import org.cimlet.serve.traffic.Request;
import org.cimlet.serve.traffic.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers as queues, against closed forms.
class QueueTest {
  private static final double BUSY_S = 1e-3;
  private static final long BUSY_PS = 1_000_000_000L;

  /// One station that a token keeps busy for 1 ms, `ranks` times over; no prompt to speak of.
  private record Stations(int ranks, boolean prompts, long latencyPs) implements PackageLaw {
    @Override
    public int stations() {
      return 1;
    }

    @Override
    public boolean isShared(int station) {
      return false;
    }

    @Override
    public long latencyPs(int context) {
      return latencyPs;
    }

    @Override
    public long excessPs(int underWay, int context) {
      return 0;
    }

    @Override
    public long betweenPs() {
      return 0;
    }

    @Override
    public long tokenPs(int station, int context) {
      return 1_000_000_000L;
    }

    @Override
    public long promptPs(int station, int tokens) {
      return prompts ? tokens * 1_000_000_000L : 0;
    }

    @Override
    public long spacingPs(int tokens) {
      return promptPs(0, tokens);
    }

    @Override
    public long metPs() {
      return 0;
    }

    @Override
    public long promptTailPs(int tokens) {
      return 0;
    }

    @Override
    public int chunkTokens() {
      return 1;
    }

    @Override
    public double tokenJ(int context) {
      return 1;
    }

    @Override
    public double promptJ(int tokens) {
      return tokens;
    }

    @Override
    public double idleW() {
      return 10;
    }
  }

  private static Pool pool(Stations law) {
    return new Pool(
        "queue",
        Pool.Role.BOTH,
        1,
        new Pool.Hardware.Chiplets(law, 1 << 24),
        new KvSpec(Runs.BIG, tokens -> tokens, 16, KvSpec.Admit.GROW, false, 0));
  }

  /// One line of requests in front of equal servers, each of which takes 1 ms: a request starts as
  /// it comes, or as the one leaves that is as many places before it as there are servers.
  private static final class Line {
    private final long[] endedPs;
    private int server;

    Line(int servers) {
      endedPs = new long[servers];
    }

    /// When the next request leaves.
    long leavesPs(long arrivalPs) {
      endedPs[server] = Math.max(arrivalPs, endedPs[server]) + BUSY_PS;
      long leavesPs = endedPs[server];
      server = server + 1 == endedPs.length ? 0 : server + 1;
      return leavesPs;
    }

    /// Mean time in the system of requests that come by chance.
    static double meanS(int servers, double load, long requests) {
      Line line = new Line(servers);
      SplittableRandom random = new SplittableRandom(23);
      double gapPs = BUSY_PS / (servers * load);
      double atPs = 0;
      double sumPs = 0;
      for (long request = 0; request < requests; request++) {
        atPs -= gapPs * Math.log(1 - random.nextDouble());
        long arrivalPs = (long) atPs;
        sumPs += line.leavesPs(arrivalPs) - arrivalPs;
      }
      return sumPs / requests / BUSY_PS * BUSY_S;
    }
  }

  /// A pool is the line that closed forms are of: every request leaves it when it leaves the line,
  /// to the picosecond. What is said of the line by millions of requests, in a fraction of the
  /// time, holds of the pool.
  private static Fleet.Totals isALine(Pool pool, int servers, double load) {
    Line line = new Line(servers);
    Runs runs = new Runs();
    Fleet.Totals totals = run(poisson(servers, load), pool, runs);
    assertThat(runs.served).hasSize(100_000);
    for (Served each : runs.served) {
      if (each.lastPs() != line.leavesPs(each.request().arrivalPs())) {
        throw new AssertionError(each);
      }
    }
    // Little's law: requests in the system, by two ways of counting
    double rate = totals.served() / totals.seconds();
    assertThat(totals.meanInSystem())
        .isCloseTo(rate * totals.meanSojournS(), within(1e-9 * totals.meanInSystem()));
    assertThat(totals.saturated()).isEqualTo(load > 1);
    if (load < 0.85) { // so few requests say enough
      double expected = 1 + crommelin(servers, load);
      assertThat(totals.meanSojournS() / BUSY_S).isCloseTo(expected, within(0.02 * expected));
    }
    return totals;
  }

  private static Traffic poisson(int servers, double load) {
    return new MadeTraffic(servers * load / BUSY_S, 0, 1, 1, 1, 100_000, 23);
  }

  private static Fleet.Totals run(Traffic traffic, Pool pool, Fleet.Log log) {
    return Fleet.run(
        new FleetSpec(
            List.of(pool), FleetSpec.Routing.LEAST_KV, new FleetSpec.Handover(1, 0), 0, 1 << 20),
        traffic,
        log);
  }

  private static double meanS(Traffic traffic, Pool pool, Fleet.Totals[] totals) {
    Runs runs = new Runs();
    totals[0] = run(traffic, pool, runs);
    return runs.served.stream().mapToDouble(Served::endToEndS).average().orElseThrow();
  }

  /// M/D/1: the mean time in the system is `D (1 + rho / (2 (1 - rho)))` (Pollaczek, Khinchine).
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.6, 0.8, 0.95})
  void one_station_is_a_queue_with_equal_service_times(double load) {
    Fleet.Totals totals = isALine(pool(new Stations(1, true, 0)), 1, load);
    assertThat(totals.servers().getFirst().busyShare()).isCloseTo(load, within(0.01 * load));
    double expectedS = BUSY_S * (1 + load / (2 * (1 - load)));
    assertThat(BUSY_S * (1 + crommelin(1, load))).isCloseTo(expectedS, within(1e-9 * expectedS));
  }

  @Test
  void more_than_a_station_can_do_is_said_to_saturate_it() {
    StepPolicy one = new StepPolicy(StepPolicy.Kind.MIXED, 1, 1);
    Pool gpus =
        new Pool(
            "one at a time",
            Pool.Role.BOTH,
            1,
            new Pool.Hardware.Steps(
                new StepLaw() {
                  @Override
                  public Step step(org.cimlet.estimate.gpu.GpuBatch batch) {
                    return new Step(1_000_000_000L, 1);
                  }

                  @Override
                  public double idleW() {
                    return 0;
                  }
                },
                one),
            Runs.memory(Runs.BIG));
    isALine(gpus, 1, 1.05);
    isALine(gpus, 1, 0.9);
  }

  /// Nobody waits for a part, and each request takes 1 ms.
  private static final PackageLaw DELAY = new LoneLaw(1, 0, 0, 1_000_000_000L, 1);

  /// M/D/k: as many requests run as are allowed to, or as the memory holds, each for 1 ms, and the
  /// others wait in one line (Crommelin 1932).
  @ParameterizedTest
  @CsvSource({
    "1, 0.9, true",
    "2, 0.5, true",
    "2, 0.95, false",
    "4, 0.8, true",
    "4, 0.95, true",
    "16, 0.95, false"
  })
  void as_many_run_as_there_is_room_for(int servers, double load, boolean limited) {
    Pool pool =
        new Pool(
            "queue",
            Pool.Role.BOTH,
            1,
            new Pool.Hardware.Chiplets(DELAY, limited ? servers : 1 << 20),
            new KvSpec(
                limited ? Runs.BIG : 16L * servers,
                tokens -> tokens,
                16,
                KvSpec.Admit.RESERVE,
                false,
                0));
    isALine(pool, servers, load);
  }

  /// The mean time in the system is Crommelin's: of one server Pollaczek and Khinchine's. At a load
  /// of 0.95 the standard error of the mean is 0.7 %, less elsewhere.
  @ParameterizedTest
  @CsvSource({
    "1, 0.3",
    "1, 0.6",
    "1, 0.8",
    "1, 0.9",
    "1, 0.95",
    "2, 0.5",
    "2, 0.95",
    "4, 0.8",
    "4, 0.95",
    "16, 0.95"
  })
  void a_line_is_as_long_as_closed_forms_say(int servers, double load) {
    double expectedS = BUSY_S * (1 + crommelin(servers, load));
    double meanS = Line.meanS(servers, load, load > 0.85 ? 16_000_000 : 2_000_000);
    assertThat(meanS).isCloseTo(expectedS, within(0.01 * expectedS));
  }

  /// Mean wait over service time: the sum over `m` of `P(N >= m k) - P(N > m k) / load`, `N` drawn
  /// by Poisson's law of mean `m k load`.
  private static double crommelin(int servers, double load) {
    double wait = 0;
    double term = 1;
    for (int m = 1; term > 1e-13 || m < 100; m++) {
      int n = m * servers;
      double mean = n * load;
      double at = Math.exp(n * Math.log(mean) - mean - logFactorial(n));
      double above = 0;
      double next = at;
      for (int j = n + 1; next > 1e-18 * at || j < n + 2; j++) {
        next *= mean / j;
        above += next;
      }
      term = at + above - above / load;
      wait += term;
    }
    return wait;
  }

  private static double logFactorial(int n) {
    double sum = 0;
    if (n < 256) {
      for (int i = 2; i <= n; i++) {
        sum += Math.log(i);
      }
      return sum;
    }
    double x = n + 1.0;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x);
  }

  /// `N` sequences that go round a station of 1 ms and a delay: TPOT is the larger of the round
  /// alone and `N` ms.
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 10, 11, 40})
  void sequences_in_a_loop_reach_the_larger_of_two_bounds(int sequences) {
    Traffic traffic = new MadeTraffic(0, sequences, 1, 2000, 1, sequences, 1);
    Fleet.Totals[] totals = new Fleet.Totals[1];
    double meanS = meanS(traffic, pool(new Stations(1, false, 10_000_000_000L)), totals);
    double tpotS = Math.max(0.010, sequences * BUSY_S);
    assertThat(meanS).isCloseTo(1999 * tpotS, within(0.01 * 1999 * tpotS));
  }

  /// Tokens written are those asked for, read those of the prompts; every byte comes back.
  @Test
  void tokens_and_bytes_are_conserved() {
    Fleet.Totals[] totals = new Fleet.Totals[1];
    Traffic traffic = new MadeTraffic(20, 0, 100, 50, 0.1, 5000, 11);
    meanS(traffic, pool(new Stations(2, true, 3_000_000_000L)), totals);
    long input = 0;
    long output = 0;
    Arrivals arrivals = traffic.open();
    while (arrivals.nextPs() != Arrivals.NEVER) {
      Request request = arrivals.next();
      input += request.input();
      output += request.output();
    }
    ServerTotals server = totals[0].servers().getFirst();
    assertThat(server.promptTokens()).isEqualTo(input);
    assertThat(server.answerTokens()).isEqualTo(output);
    // a joule for each token read and each token sent after the first
    assertThat(server.activeJoules()).isEqualTo((double) input + output - 5000);
    assertThat(server.joules())
        .isCloseTo(server.activeJoules() + 10 * totals[0].seconds(), within(1e-6));
  }
}

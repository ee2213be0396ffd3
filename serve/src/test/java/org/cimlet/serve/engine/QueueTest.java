package org.cimlet.serve.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.serve.measure.Distribution;
import org.cimlet.serve.traffic.MadeTraffic;
import org.cimlet.serve.traffic.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers as queues, against closed forms.
class QueueTest {
  private static final double BUSY_S = 1e-3;

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

  private static Distribution endToEnd(Traffic traffic, Pool pool, Fleet.Totals[] totals) {
    Distribution times = new Distribution();
    totals[0] =
        Fleet.run(
            new FleetSpec(
                java.util.List.of(pool),
                FleetSpec.Routing.LEAST_KV,
                new FleetSpec.Handover(1, 0),
                0,
                1 << 20),
            traffic,
            new Fleet.Log() {
              @Override
              public void served(Served request) {
                times.add(request.endToEndS());
              }

              @Override
              public void refused(org.cimlet.serve.traffic.Request request) {
                throw new AssertionError(request);
              }

              @Override
              public void progress(long done, long total) {
                // tests wait
              }
            });
    return times;
  }

  /// M/D/1: the mean time in the system is `D (1 + rho / (2 (1 - rho)))` (Pollaczek, Khinchine).
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.6, 0.8, 0.95})
  void one_station_is_a_queue_with_equal_service_times(double load) {
    Fleet.Totals[] totals = new Fleet.Totals[1];
    long requests = load > 0.9 ? 16_000_000 : 2_000_000;
    Traffic traffic = new MadeTraffic(load / BUSY_S, 0, 1, 1, 1, requests, 7);
    double meanS = endToEnd(traffic, pool(new Stations(1, true, 0)), totals).mean();
    double expectedS = BUSY_S * (1 + load / (2 * (1 - load)));
    assertThat(meanS).isCloseTo(expectedS, within(0.01 * expectedS));
    assertThat(totals[0].saturated()).isFalse();
    assertThat(totals[0].servers().getFirst().busyShare()).isCloseTo(load, within(0.01 * load));
    // Little's law, by two ways of counting
    double rate = totals[0].served() / totals[0].seconds();
    assertThat(totals[0].meanInSystem())
        .isCloseTo(rate * totals[0].meanSojournS(), within(1e-9 * totals[0].meanInSystem()));
  }

  @Test
  void more_than_a_station_can_do_is_said_to_saturate_it() {
    Fleet.Totals[] totals = new Fleet.Totals[1];
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
    endToEnd(new MadeTraffic(1.05 / BUSY_S, 0, 1, 1, 1, 100_000, 3), gpus, totals);
    assertThat(totals[0].saturated()).isTrue();
    Distribution times =
        endToEnd(new MadeTraffic(0.9 / BUSY_S, 0, 1, 1, 1, 2_000_000, 3), gpus, totals);
    assertThat(totals[0].saturated()).isFalse();
    double expectedS = BUSY_S * (1 + 0.9 / (2 * (1 - 0.9)));
    assertThat(times.mean()).isCloseTo(expectedS, within(0.01 * expectedS));
  }

  /// A package in which nobody waits for a part, and each request takes 1 ms.
  private record Delay() implements PackageLaw {
    @Override
    public int ranks() {
      return 1;
    }

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
      return 0;
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
      return 0;
    }

    @Override
    public long promptPs(int station, int tokens) {
      return 0;
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
      return 1_000_000_000L;
    }

    @Override
    public int chunkTokens() {
      return 1;
    }

    @Override
    public double tokenJ(int context) {
      return 0;
    }

    @Override
    public double promptJ(int tokens) {
      return 0;
    }

    @Override
    public double idleW() {
      return 0;
    }
  }

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
            new Pool.Hardware.Chiplets(new Delay(), limited ? servers : 1 << 20),
            new KvSpec(
                limited ? Runs.BIG : 16L * servers,
                tokens -> tokens,
                16,
                KvSpec.Admit.RESERVE,
                false,
                0));
    Fleet.Totals[] totals = new Fleet.Totals[1];
    long requests = load > 0.85 ? 16_000_000 : 2_000_000;
    Traffic traffic = new MadeTraffic(servers * load / BUSY_S, 0, 1, 1, 1, requests, 23);
    double meanS = endToEnd(traffic, pool, totals).mean();
    double expectedS = BUSY_S * (1 + crommelin(servers, load));
    assertThat(meanS).isCloseTo(expectedS, within(0.01 * expectedS));
    double rate = totals[0].served() / totals[0].seconds();
    assertThat(totals[0].meanInSystem())
        .isCloseTo(rate * totals[0].meanSojournS(), within(1e-9 * totals[0].meanInSystem()));
  }

  /// Of one server the sum is Pollaczek and Khinchine's.
  @Test
  void crommelins_sum_of_one_server_is_that_of_a_line_with_one_server() {
    assertThat(crommelin(1, 0.8)).isCloseTo(0.8 / (2 * 0.2), within(1e-9));
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
    double meanS = endToEnd(traffic, pool(new Stations(1, false, 10_000_000_000L)), totals).mean();
    double tpotS = Math.max(0.010, sequences * BUSY_S);
    assertThat(meanS).isCloseTo(1999 * tpotS, within(0.01 * 1999 * tpotS));
  }

  /// Tokens written are those asked for, read those of the prompts; every byte comes back.
  @Test
  void tokens_and_bytes_are_conserved() {
    Fleet.Totals[] totals = new Fleet.Totals[1];
    Traffic traffic = new MadeTraffic(20, 0, 100, 50, 0.1, 5000, 11);
    endToEnd(traffic, pool(new Stations(2, true, 3_000_000_000L)), totals);
    long input = 0;
    long output = 0;
    org.cimlet.serve.traffic.Arrivals arrivals = traffic.open();
    while (arrivals.nextPs() != org.cimlet.serve.traffic.Arrivals.NEVER) {
      org.cimlet.serve.traffic.Request request = arrivals.next();
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

package org.cimlet.serve;

import java.util.List;
import org.cimlet.network.NetworkSpec;
import org.cimlet.serve.engine.Fleet;
import org.cimlet.serve.measure.Slo;
import org.cimlet.serve.system.Prices;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.Traffic;

/// What is to be served, by which systems.
///
/// @param network what runs
/// @param traffic the requests
/// @param systems each of which serves all of them
/// @param slos what clients are promised
/// @param prices what money is counted for
/// @param warmUp share of the requests, the first ones, that is left out of latencies
/// @param scales loads, as multiples of the traffic's, at which systems are compared; none for the
///   traffic alone
/// @param attainment share of requests to be within their promise for which the fewest servers are
///   sought; 0 for none
/// @param samples of every system, its numbers drawn within their ranges; 0 for none
/// @param threads to work on; results do not depend on them
public record ServeJob(
    NetworkSpec network,
    Traffic traffic,
    List<SystemSpec> systems,
    List<Slo> slos,
    Prices prices,
    double warmUp,
    List<Double> scales,
    double attainment,
    int samples,
    int threads) {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException where there is no system or no promise, or a share is none
  public ServeJob {
    systems = List.copyOf(systems);
    slos = List.copyOf(slos);
    scales = List.copyOf(scales);
    if (systems.isEmpty() || slos.isEmpty()) {
      throw new IllegalArgumentException("a job must have a system and a promise");
    }
    if (!(warmUp >= 0 && warmUp < 1) || !(attainment >= 0 && attainment <= 1)) {
      throw new IllegalArgumentException(
          "shares must be from 0 to 1, got %s and %s".formatted(warmUp, attainment));
    }
    if (samples < 0 || samples == 1 || threads < 1) {
      throw new IllegalArgumentException(
          "there must be no sample or two and at least a thread, got %s and %s"
              .formatted(samples, threads));
    }
  }

  /// Whether so many requests are refused that no number of servers attains what is asked for.
  public boolean isOutOfReach(Fleet.Totals totals) {
    return totals.refusedShare(traffic.facts().requests()) > 1 - attainment;
  }
}

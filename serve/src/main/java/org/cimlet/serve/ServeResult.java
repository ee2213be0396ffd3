package org.cimlet.serve;

import java.util.List;
import java.util.Optional;
import org.cimlet.serve.engine.Fleet;
import org.cimlet.serve.engine.ServerTotals;
import org.cimlet.serve.measure.ClassSummary;
import org.cimlet.serve.measure.Distribution;
import org.cimlet.serve.measure.Range;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.Traffic;
import org.jspecify.annotations.Nullable;

/// What came of a job.
///
/// @param job what was asked
/// @param traffic its requests in figures
/// @param systems each system, in the job's order
public record ServeResult(ServeJob job, Traffic.Facts traffic, List<OfSystem> systems) {
  /// Copies the list.
  public ServeResult {
    systems = List.copyOf(systems);
  }

  /// What a system did.
  ///
  /// @param system what it is
  /// @param pools its pools, in its order
  /// @param totals of the run
  /// @param all what clients see
  /// @param classes the same by class, where there are several
  /// @param inputTokens of prompts served
  /// @param outputTokens of answers written
  /// @param prefixTokens of prompts that were found computed
  /// @param ttft how times to first token are distributed
  /// @param tpot how times per output token are distributed
  /// @param money what it costs
  /// @param loads the same at other loads
  /// @param size the fewest servers for the attainment asked for; null where none is asked for, or
  ///   none are enough
  /// @param moving how far all that may be off; null where no samples are asked for
  public record OfSystem(
      SystemSpec system,
      List<OfPool> pools,
      Fleet.Totals totals,
      ClassSummary all,
      List<ClassSummary> classes,
      long inputTokens,
      long outputTokens,
      long prefixTokens,
      Distribution ttft,
      Distribution tpot,
      Money money,
      List<AtLoad> loads,
      @Nullable Size size,
      @Nullable Moving moving) {
    /// Copies the lists.
    public OfSystem {
      pools = List.copyOf(pools);
      classes = List.copyOf(classes);
      loads = List.copyOf(loads);
    }

    /// Requests served a second.
    public double requestsPerS() {
      return totals.served() / totals.seconds();
    }

    /// Requests within their promise a second.
    public double goodputPerS() {
      return all.met() / totals.seconds();
    }

    /// Mean power.
    public double watts() {
      return joules() / totals.seconds();
    }

    /// Energy of all servers.
    public double joules() {
      return totals.servers().stream().mapToDouble(ServerTotals::joules).sum();
    }

    /// The fewest servers, where they were sought and found.
    public Optional<Size> sized() {
      return Optional.ofNullable(size);
    }

    /// How far figures may be off, where that was asked for.
    public Optional<Moving> spread() {
      return Optional.ofNullable(moving);
    }
  }

  /// A pool.
  ///
  /// @param name what it is called
  /// @param count of its servers
  /// @param hardware of each, for people
  /// @param detail how the network lies on it, for people
  /// @param devices GPUs of all servers together; 0 of packages
  /// @param kvTokens tokens of a sequence of the mean length that fit a server's memory for keys
  ///   and values; [Long#MAX_VALUE] where nothing is kept
  /// @param mean what a server did in the mean
  public record OfPool(
      String name,
      int count,
      String hardware,
      String detail,
      int devices,
      long kvTokens,
      ServerTotals mean) {}

  /// Dollars. What is not known is absent.
  ///
  /// @param madeUsd what making all hardware costs, hosts at their price
  /// @param boughtUsd what all hardware is bought for
  /// @param madePerMillionUsd dollars for a million tokens written, hardware at its cost
  /// @param boughtPerMillionUsd the same, hardware at its price
  public record Money(
      @Nullable Double madeUsd,
      @Nullable Double boughtUsd,
      @Nullable Double madePerMillionUsd,
      @Nullable Double boughtPerMillionUsd) {
    /// What making all hardware costs.
    public Optional<Double> made() {
      return Optional.ofNullable(madeUsd);
    }

    /// What all hardware is bought for.
    public Optional<Double> bought() {
      return Optional.ofNullable(boughtUsd);
    }

    /// Dollars for a million tokens, hardware at its cost.
    public Optional<Double> madePerMillion() {
      return Optional.ofNullable(madePerMillionUsd);
    }

    /// Dollars for a million tokens, hardware at its price.
    public Optional<Double> boughtPerMillion() {
      return Optional.ofNullable(boughtPerMillionUsd);
    }
  }

  /// The system at another load.
  ///
  /// @param scale multiple of the traffic's load
  /// @param requestsPerS that come
  /// @param attainment share within the promise
  /// @param saturated whether more comes than is served
  /// @param ttftP99S time to first token that 99 % do not exceed
  /// @param tpotP99S time per output token that 99 % do not exceed
  public record AtLoad(
      double scale,
      double requestsPerS,
      double attainment,
      boolean saturated,
      double ttftP99S,
      double tpotP99S) {}

  /// The fewest servers that keep a promise.
  ///
  /// @param attainment asked for
  /// @param factor every pool's servers, as a multiple of its count
  /// @param attained by them
  /// @param bound the least multiple whose packages can do the work in the time there is; 0 of GPUs
  ///   alone, whose work depends on how it is batched
  /// @param watts mean power
  /// @param money what they cost
  public record Size(
      double attainment, int factor, double attained, double bound, double watts, Money money) {}

  /// How far figures may be off: the same requests on systems whose numbers lie anywhere in their
  /// ranges.
  ///
  /// @param samples drawn
  /// @param refused of them, which could not run the network or hold a request
  /// @param unsized of them, for which no number of servers was enough
  /// @param attainment of the system as it is written
  /// @param watts its mean power
  /// @param madePerMillionUsd dollars for a million tokens written, hardware at its cost
  /// @param boughtPerMillionUsd the same, hardware at its price
  /// @param factor the fewest servers, as a multiple of every pool's count
  /// @param sizedWatts their mean power
  /// @param sizedMadePerMillionUsd dollars for a million tokens by them, at their cost
  /// @param sizedBoughtPerMillionUsd the same at their price
  public record Moving(
      int samples,
      int refused,
      int unsized,
      Range attainment,
      Range watts,
      Range madePerMillionUsd,
      Range boughtPerMillionUsd,
      Range factor,
      Range sizedWatts,
      Range sizedMadePerMillionUsd,
      Range sizedBoughtPerMillionUsd) {}
}

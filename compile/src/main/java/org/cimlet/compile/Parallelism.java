package org.cimlet.compile;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.compile.place.HostRanks;
import org.cimlet.diagnostic.InvalidInputException;

/// How a network is to be cut over a package.
///
/// @param kind the way it is cut
/// @param group chiplets that share every layer of a stage; 0 where the kind says it, or for as
///   many as the stages leave to each
/// @param stages of a replica's pipeline; 0 for as many as there are chiplets for
/// @param replicas how often the package is to hold the network; 0 for as often as pays
public record Parallelism(Kind kind, int group, int stages, int replicas) {
  /// @throws IllegalArgumentException where a count is negative
  public Parallelism {
    if (group < 0 || stages < 0 || replicas < 0) {
      throw new IllegalArgumentException(
          "counts must be at least 0, got TP %s, PP %s, DP %s".formatted(group, stages, replicas));
    }
  }

  /// Ways to cut.
  public enum Kind {
    /// Whatever is best by the caller's measure, and no worse than [#FILLED].
    AUTO,
    /// One chiplet after the other is filled, in the order of their numbers, and as few as hold the
    /// network.
    FILLED,
    /// Equal shares of the work, a chiplet each, along a way on which neighbours are near.
    PIPELINED,
    /// Every chiplet a slice of every layer.
    SPREAD,
    /// Groups of chiplets in a pipeline, every chiplet of a group a slice of each of its layers.
    MIXED
  }

  /// One chiplet after the other is filled.
  public static final Parallelism FILLED = new Parallelism(Kind.FILLED, 1, 0, 1);

  /// The best one there is.
  public static final Parallelism AUTO = new Parallelism(Kind.AUTO, 0, 0, 0);

  /// Ranks for each replica, or each host, at most.
  private static final int MOST_TURNS = 4;

  /// Larger groups are tried only where they are a whole replica.
  private static final int MOST_GROUP = 64;

  private static final String REMEDY =
      "must be auto, filled, pipelined (PP), spread (TP) or mixed:T (TP T in a pipeline)";

  /// TP x PP x DP: equal shares of the work. Where all three are given, chiplets may be left over.
  ///
  /// @param tensor chiplets of a group; 0 for as many as the stages leave to each
  /// @param pipeline stages; 0 for as many as there are groups
  /// @param data replicas; 0 for as often as pays
  /// @throws IllegalArgumentException where a count is negative, or neither of the first two given
  public static Parallelism of(int tensor, int pipeline, int data) {
    if (tensor == 0 && pipeline == 0) {
      throw new IllegalArgumentException("must have TP or PP, got neither");
    }
    return new Parallelism(tensor == 1 ? Kind.PIPELINED : Kind.MIXED, tensor, pipeline, data);
  }

  /// Reads what users write: `auto`, `filled`, `pipelined`, `spread`, `mixed:4`.
  ///
  /// @param replicas 0 for as often as pays
  /// @throws InvalidInputException where it is none of these
  public static Parallelism parse(String text, int replicas) {
    if (text.startsWith("mixed:")) {
      return new Parallelism(Kind.MIXED, group(text), 0, replicas);
    }
    return switch (text) {
      case "auto" -> new Parallelism(Kind.AUTO, 0, 0, replicas);
      case "filled" -> {
        if (replicas > 1) {
          throw InvalidInputException.of(
              "--dp", "must be 1 with --mapping filled, got " + replicas);
        }
        yield FILLED;
      }
      case "pipelined" -> new Parallelism(Kind.PIPELINED, 1, 0, replicas);
      case "spread" -> new Parallelism(Kind.SPREAD, 0, 0, replicas);
      default -> throw InvalidInputException.of("--mapping", REMEDY + ", got " + text);
    };
  }

  private static int group(String text) {
    String digits = text.substring("mixed:".length());
    if (!digits.matches("[1-9][0-9]{0,4}")) {
      throw InvalidInputException.of("--mapping", REMEDY + ", got " + text);
    }
    return Integer.parseInt(digits);
  }

  /// The same with nothing left open, for packages that have up to `each` chiplets for a replica.
  Parallelism with(int each, int count) {
    int tensor = group > 0 ? group : each / Math.max(1, stages);
    return new Parallelism(kind, tensor, stages > 0 ? stages : each / tensor, count);
  }

  /// Chiplets that a replica takes at least, as far as they are given.
  long chiplets() {
    return (long) Math.max(1, group) * Math.max(1, stages);
  }

  /// Counts of replicas to try where `most` fit: the one given, or all small ones, powers of two
  /// and the largest, as long as equal shares for replicas and hosts do not take too many ranks.
  List<Integer> replicaCounts(int most, int hosts) {
    if (replicas > 0) {
      return List.of(replicas);
    }
    List<Integer> counts = new ArrayList<>();
    for (int r = 1; r <= most; r++) {
      boolean fewRanks = HostRanks.count(hosts, r) <= MOST_TURNS * Math.max(hosts, r);
      if (fewRanks && (r <= 4 || Integer.bitCount(r) == 1 || r >= most - 1)) {
        counts.add(r);
      }
    }
    return counts;
  }

  /// Groups to try: those that divide the chiplets of a replica, the largest being all of them.
  static List<Integer> groupSizes(int each) {
    List<Integer> sizes = new ArrayList<>();
    for (int group = 2; group <= each; group++) {
      if (each % group == 0 && (group <= MOST_GROUP || group == each)) {
        sizes.add(group);
      }
    }
    return sizes;
  }

  /// As users write it: `auto`, `mixed:4`, `--pp 9`.
  String written() {
    if (stages > 0) {
      return (group > 0 ? "--tp %s ".formatted(group) : "") + "--pp " + stages;
    }
    return switch (kind) {
      case AUTO -> "auto";
      case FILLED -> "filled";
      case PIPELINED -> "pipelined";
      case SPREAD -> "spread";
      case MIXED -> "mixed:" + group;
    };
  }

  /// As reports say it: `filled`, `PP 36`, `TP 18 x PP 2`, `TP 4 x DP 2`; on one chiplet `PP 1`.
  ///
  /// @param stagesUsed of a replica's pipeline
  String words(int stagesUsed) {
    if (kind == Kind.FILLED) {
      return written();
    }
    List<String> words = new ArrayList<>();
    if (group > 1) {
      words.add("TP " + group);
    }
    if (stagesUsed > 1 || group * replicas == 1) {
      words.add("PP " + stagesUsed);
    }
    if (replicas > 1) {
      words.add("DP " + replicas);
    }
    return String.join(" x ", words);
  }
}

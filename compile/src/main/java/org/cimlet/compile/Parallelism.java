package org.cimlet.compile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

  /// Every cut over up to so many chiplets is tried.
  private static final int FEW = 16;

  /// Of more replicas not every count is tried.
  private static final int MANY = 16;

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

  /// Counts of replicas to try where `most` fit: the one given, or all; of many all small ones,
  /// powers of two and the largest.
  List<Integer> replicaCounts(int most) {
    if (replicas > 0) {
      return List.of(replicas);
    }
    List<Integer> counts = new ArrayList<>();
    for (int r = 1; r <= most; r++) {
      if (r <= MANY || Integer.bitCount(r) == 1 || r >= most - 1) {
        counts.add(r);
      }
    }
    return counts;
  }

  /// Ways to cut a network equally over a package: every TP x PP x DP of few chiplets; of many
  /// those to which none of a replica's can be added, the most stages of the largest groups, whose
  /// [#neighbours] are for a search to try.
  ///
  /// @param least chiplets that hold the network, at the least
  /// @param counts of replicas
  static List<Parallelism> cuts(int chiplets, long least, List<Integer> counts) {
    List<Parallelism> cuts = new ArrayList<>();
    for (int count : counts) {
      int each = chiplets / count;
      for (int group = 1; group <= each; group++) {
        int most = each / group;
        for (int stages = most; stages >= 1 && (long) stages * group >= least; stages--) {
          if (group * stages * count <= FEW || (stages == most && each / most == group)) {
            cuts.add(of(group, stages, count));
          }
        }
      }
    }
    return cuts;
  }

  /// Whether the cuts of a package are all there are.
  static boolean isAllOf(int chiplets) {
    return chiplets <= FEW;
  }

  /// Cuts that differ from this in one number: by one, by half or twice, or in that it is as small
  /// or as large as can be; and in the size of groups with stages for all chiplets of a replica.
  ///
  /// @param least chiplets that hold the network, at the least
  Set<Parallelism> neighbours(int chiplets, long least) {
    Set<Parallelism> near = new LinkedHashSet<>();
    for (int other : near(group, chiplets / replicas)) {
      near.add(of(other, stages, replicas));
      near.add(of(other, chiplets / replicas / other, replicas));
    }
    for (int other : near(stages, chiplets / replicas / group)) {
      near.add(of(group, other, replicas));
    }
    near.add(of(group, Math.toIntExact(Math.ceilDiv(least, (long) group)), replicas));
    for (int other : near(replicas, chiplets / group / stages)) {
      near.add(of(group, stages, other));
      near.add(of(group, chiplets / other / group, other));
    }
    near.removeIf(cut ->
        cut.chiplets() < least || cut.stages == 0 || cut.chiplets() * cut.replicas > chiplets);
    return near;
  }

  private static List<Integer> near(int count, int most) {
    Set<Integer> near = new TreeSet<>(List.of(1, count / 2, count - 1, count + 1, 2 * count, most));
    near.removeIf(other -> other < 1 || other > most || other == count);
    return List.copyOf(near);
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

package org.cimlet.estimate.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.plan.program.Step;
import org.jspecify.annotations.Nullable;

/// The shards of a replica's steps as they are placed, found once, however fast dies are. Equal
/// steps on the same chiplets share theirs, and chiplets have few sorts of shards, each of which is
/// timed once for all that have it.
final class PlacedSteps {
  /// Kinds of dies for which counts are remembered.
  private static final int MOST_COUNTS = 16;

  /// What a step of few shards takes beside them, in numbers of 8 bytes: its objects.
  private static final int OF_A_STEP = 60;

  private static final int OF_A_CHIPLET = 9;

  private final int[] numbers;
  private final Map<WalkMemory.Counted, WalkMemory.Counts> counts = new HashMap<>();
  private final List<Placed> placed = new ArrayList<>();
  private final Map<List<Piece>, Integer> sorts = new HashMap<>();
  private final List<List<Piece>> pieces = new ArrayList<>();
  private @Nullable OfChiplets ofChiplets;

  /// Equal steps on the same chiplets.
  ///
  /// @param sorts of shards of each chiplet
  @SuppressWarnings("ArrayRecordComponent") // compared here, never handed out
  private record Placed(Step step, StepShards shards, int[] sorts) {
    @SuppressWarnings("ReferenceEquality") // equal layers share their steps
    boolean is(Step other, StepShards found, int[] itsSorts) {
      return step == other && shards.isLike(found) && Arrays.equals(sorts, itsSorts);
    }
  }

  /// What the time of a shard depends on beside its dies.
  ///
  /// @param kind of die, in the order of the machine's
  /// @param rows of a copy on each macro
  /// @param tiles of them that an output takes
  /// @param used passes of a token
  /// @param touched copies that a token touches
  /// @param waited copies that a single token waits for
  record Piece(int kind, int rows, int tiles, double used, double touched, double waited) {
    /// Macro time of a token; refreshes step in between.
    double macroS(DieTiming die) {
      return die.macros().passS(rows, tiles) * die.refreshOverhead() * waited;
    }

    /// Time the macros wait for it.
    double controlS(DieTiming die) {
      return die.controlS() * die.refreshOverhead() * waited;
    }

    /// For how long a token has the macros busy.
    double busyS(DieTiming die) {
      double overhead = die.refreshOverhead();
      return die.macros().passS(rows, tiles) * overhead * used
          + die.controlS() * overhead * touched;
    }
  }

  PlacedSteps(int steps) {
    numbers = new int[steps];
    Arrays.fill(numbers, -1);
  }

  /// Whether a step is known.
  boolean knows(int step) {
    return numbers[step] >= 0;
  }

  /// Sort of shards of a step's chiplet.
  int sort(int step, int i) {
    return placed.get(numbers[step]).sorts()[i];
  }

  /// How many sorts of shards there are.
  int sorts() {
    return pieces.size();
  }

  /// How often each chiplet has a sort of shards, chiplet after chiplet: where it begins among the
  /// others, then sorts, and how many of each.
  @SuppressWarnings("ArrayRecordComponent") // read here, never handed out
  private record OfChiplets(int[] first, int[] sort, int[] times) {}

  /// How long a token has the busiest chiplet's macros busy, once all steps are known.
  double busiestS(Times on) {
    OfChiplets known = ofChiplets;
    if (known == null) {
      known = ofChiplets();
      ofChiplets = known;
    }
    double busiestS = 0;
    for (int chiplet = 0; chiplet < known.first().length - 1; chiplet++) {
      double busyS = 0;
      for (int i = known.first()[chiplet]; i < known.first()[chiplet + 1]; i++) {
        busyS += known.times()[i] * on.busyS[known.sort()[i]];
      }
      busiestS = busyS > busiestS ? busyS : busiestS;
    }
    return busiestS;
  }

  private OfChiplets ofChiplets() {
    Map<Integer, Map<Integer, Integer>> times = new TreeMap<>();
    for (int number : numbers) {
      Placed at = placed.get(number);
      for (int i = 0; i < at.sorts().length; i++) {
        times
            .computeIfAbsent(at.shards().chiplet(i), _ -> new TreeMap<>())
            .merge(at.sorts()[i], 1, Integer::sum);
      }
    }
    int[] first = new int[times.size() + 1];
    int all = times.values().stream().mapToInt(Map::size).sum();
    OfChiplets found = new OfChiplets(first, new int[all], new int[all]);
    int chiplet = 0;
    int at = 0;
    for (Map<Integer, Integer> here : times.values()) {
      for (Map.Entry<Integer, Integer> of : here.entrySet()) {
        found.sort()[at] = of.getKey();
        found.times()[at++] = of.getValue();
      }
      first[++chiplet] = at;
    }
    return found;
  }

  /// Remembers a step.
  ///
  /// @param ofChiplets shards of each of its chiplets
  /// @return numbers that are remembered for it
  int note(int number, Step step, StepShards found, List<List<Piece>> ofChiplets) {
    int[] itsSorts = new int[found.size()];
    for (int i = 0; i < itsSorts.length; i++) {
      itsSorts[i] = sort(List.copyOf(ofChiplets.get(i)));
    }
    for (int like = 0; like < placed.size(); like++) {
      if (placed.get(like).is(step, found, itsSorts)) {
        numbers[number] = like;
        return 1;
      }
    }
    numbers[number] = placed.size();
    placed.add(new Placed(step, found.copy(), itsSorts));
    return OF_A_STEP + OF_A_CHIPLET * itsSorts.length;
  }

  private int sort(List<Piece> of) {
    Integer known = sorts.get(of);
    if (known == null) {
      known = pieces.size();
      sorts.put(of, known);
      pieces.add(of);
    }
    return known;
  }

  /// What dies count on a walk, whatever links and hosts do.
  WalkMemory.Counts counts(WalkMemory.Counted dies) {
    if (counts.size() == MOST_COUNTS && !counts.containsKey(dies)) {
      counts.clear();
    }
    return counts.computeIfAbsent(dies, unknown -> new WalkMemory.Counts());
  }

  /// How long steps that are known take on dies.
  Times on(DieTiming[] kinds) {
    return new Times(kinds);
  }

  /// How long shards take on dies of some kinds. Only the one that was asked for last may be asked.
  final class Times {
    private final double[] macroS = new double[pieces.size()];
    private final double[] controlS = new double[pieces.size()];
    private final double[] busyS = new double[pieces.size()];
    private final boolean[] timed = new boolean[placed.size()];

    private Times(DieTiming[] kinds) {
      for (int sort = 0; sort < macroS.length; sort++) {
        for (Piece piece : pieces.get(sort)) {
          DieTiming die = kinds[piece.kind()];
          macroS[sort] += piece.macroS(die);
          controlS[sort] += piece.controlS(die);
          busyS[sort] += piece.busyS(die);
        }
      }
    }

    /// How long a chiplet's macros wait and read that has a sort of shards.
    double workS(int sort) {
      return macroS[sort] + controlS[sort];
    }

    /// The chiplets of a step, and how long they take.
    StepShards shards(int step) {
      int number = numbers[step];
      Placed at = placed.get(number);
      if (!timed[number]) {
        timed[number] = true;
        int[] sort = at.sorts();
        for (int i = 0; i < sort.length; i++) {
          at.shards().take(i, macroS[sort[i]], controlS[sort[i]], busyS[sort[i]]);
        }
      }
      return at.shards();
    }
  }
}

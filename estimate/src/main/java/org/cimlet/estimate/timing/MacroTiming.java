package org.cimlet.estimate.timing;

import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Placement;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;

/// Time and actions of the macros.
///
/// All macros of a chiplet read their rows of a shard side by side; how long that takes is their
/// memory's law, less what they do not sustain. Rows are read again for each token.
public final class MacroTiming {
  private final int macros;
  private final ArrayTiming array;
  private final double sustainedShare;
  private final int weightBits;
  private final int inputsPerRow;
  private final int inputVectors;
  private final int conversionsPerRow;
  private final int drivesPerTile;

  // What a pass was timed for last. One field for each action: several are counted for every shard
  // of every step of a sweep.
  private int timedRows = -1;
  private int timedTiles;
  private double timedS;
  private double rowReads;
  private double multiplies;
  private double bitsRead;
  private double maskDecodes;
  private double skippedWeights;
  private double activations;
  private double conversions;
  private double drives;

  MacroTiming(Chiplet chiplet) {
    Macro macro = chiplet.macro();
    macros = chiplet.macros();
    array = ArrayTiming.of(chiplet);
    sustainedShare = chiplet.losses().sustainedShare();
    weightBits = macro.weightBits();
    inputsPerRow = macro.inputsPerRow();
    inputVectors = macro.inputVectors();
    conversionsPerRow = macro.conversionsPerRow();
    drivesPerTile = macro.drivesPerTile();
  }

  /// Macro time of one pass through rows of each macro, refreshes left out.
  ///
  /// @param rows of a copy of a shard
  /// @param tiles of them that an output takes
  public double passS(int rows, int tiles) {
    if (rows != timedRows || tiles != timedTiles) { // chiplets of a group have as many
      timedRows = rows;
      timedTiles = tiles;
      timedS = array.passS(rows, tiles) / sustainedShare;
    }
    return timedS;
  }

  /// Rows of one copy of a shard on each macro.
  public static int rowsOfCopy(Placement placement, int shard, FusedLinears fused) {
    int rows = placement.rows(shard);
    return fused.copies() == 1 ? rows : rows / placement.units(shard);
  }

  /// Copies of a shard that a token is expected to use: routed ones by their share of tokens.
  public static double copiesUsed(Placement placement, int shard, FusedLinears fused) {
    return fused.copies() == 1 ? 1 : placement.units(shard) * fused.activity();
  }

  /// Copies of a shard that so many tokens are expected to use, each counted once.
  public static double copiesTouched(
      Placement placement, int shard, FusedLinears fused, int tokens) {
    return fused.copies() == 1
        ? 1
        : placement.units(shard) * (1 - Math.pow(1 - fused.activity(), tokens));
  }

  /// Copies of a shard a single token waits for. Of routed ones each chiplet runs its share of the
  /// active ones, and at least one: the most even routing the placement allows.
  public static double copiesWaitedFor(Placement placement, int shard, FusedLinears fused) {
    return fused.copies() == 1 ? 1 : Math.max(1, placement.units(shard) * fused.activity());
  }

  /// Chance that a token uses a shard: with routing, that at least one of its copies is chosen.
  public static double useProbability(Placement placement, int shard, FusedLinears fused) {
    return fused.copies() == 1 ? 1 : 1 - Math.pow(1 - fused.activity(), placement.units(shard));
  }

  /// Passes through copies of a shard for each of so many tokens that pass together: less than
  /// [#copiesUsed] where tokens share them. Of a routed copy the tokens that use it do, whose
  /// number is distributed binomially.
  public double passesPerToken(Placement placement, int shard, FusedLinears fused, int tokens) {
    if (inputVectors == 1 || tokens == 1) {
      return copiesUsed(placement, shard, fused);
    }
    return fused.copies() == 1
        ? (double) Math.ceilDiv(tokens, inputVectors) / tokens
        : placement.units(shard) * sharedPasses(tokens, fused.activity()) / tokens;
  }

  /// Mean of the passes that a binomially distributed number of tokens takes.
  private double sharedPasses(int tokens, double chance) {
    if (chance >= 1) {
      return Math.ceilDiv(tokens, inputVectors);
    }
    double odds = chance / (1 - chance);
    double logProbability = tokens * Math.log1p(-chance);
    double mean = 0;
    for (int uses = 1; uses <= tokens; uses++) {
      logProbability += Math.log((tokens - uses + 1.0) / uses * odds);
      mean += Math.exp(logProbability) * Math.ceilDiv(uses, inputVectors);
    }
    return mean;
  }

  /// Rows of one output on each macro that shares it; splits are powers of two.
  public static int tiles(Placement placement, int shard) {
    return placement.rowsPerOutput(shard)
        >> Integer.numberOfTrailingZeros(placement.inputSplit(shard));
  }

  /// Wall time over working time: refreshes step in between.
  public double refreshOverhead() {
    return array.refreshOverhead();
  }

  /// Counts one token's actions in a shard of which it uses `outputs` channels. Rows that only pad
  /// are not read.
  ///
  /// @param passes through copies of the shard for the token: fewer than the copies it uses where
  ///   tokens share what is read
  public void count(
      Placement placement, int shard, FusedLinears fused, double outputs, double passes) {
    Packing packing = fused.packing();
    double rows = outputs * placement.rowsPerOutput(shard);
    double used = copiesUsed(placement, shard, fused);
    double read = passes / used;
    rowReads += rows * read;
    multiplies += rows * inputsPerRow;
    bitsRead += rows * read * inputsPerRow * packing.weightBits();
    if (!packing.isDense()) {
      double masks = outputs * packing.masksPerRow(placement.inputs(shard));
      maskDecodes += masks;
      bitsRead += masks * read * packing.group();
      skippedWeights += outputs * packing.skippedPerRow(placement.inputs(shard));
    }
    activations += passes * macros * array.activations(rowsOfCopy(placement, shard, fused));
    conversions += rows * conversionsPerRow;
    drives += used * macros * (tiles(placement, shard) * drivesPerTile);
  }

  /// What was counted so far.
  double[] counted() {
    return new double[] {
      rowReads, multiplies, bitsRead, maskDecodes, skippedWeights, activations, conversions, drives
    };
  }

  /// Says what was counted so far, where that is known.
  void counted(double[] known) {
    rowReads = known[0];
    multiplies = known[1];
    bitsRead = known[2];
    maskDecodes = known[3];
    skippedWeights = known[4];
    activations = known[5];
    conversions = known[6];
    drives = known[7];
  }

  /// Output channels of a shard that a token uses.
  public static double activeOutputs(Placement placement, int shard, FusedLinears fused) {
    return fused.copies() == 1
        ? placement.units(shard)
        : placement.units(shard) * fused.activity() * fused.outputs();
  }

  /// Counts rows of words that are multiplied without being weights of a shard.
  public void countRows(double rows) {
    rowReads += rows;
    multiplies += rows * inputsPerRow;
    bitsRead += rows * inputsPerRow * weightBits;
  }

  /// Counts bits that are read or written without being multiplied.
  public void countBits(double bits) {
    bitsRead += bits;
  }

  /// Counts pages or word lines opened.
  public void countActivations(double opened) {
    activations += opened;
  }

  /// Adds what was counted so far, as done by dies of a kind.
  void addTo(ActionCounts.Builder counts, int kind) {
    counts.add(Action.ROW_READ, kind, rowReads);
    counts.add(Action.MULTIPLY, kind, multiplies);
    counts.add(Action.MACRO_READ, kind, bitsRead);
    counts.add(Action.ZERO_SKIPPER, kind, maskDecodes);
    counts.add(Action.SKIPPED_WEIGHT, kind, skippedWeights);
    counts.add(Action.ACTIVATE, kind, activations);
    counts.add(Action.CONVERT, kind, conversions);
    counts.add(Action.DRIVE, kind, drives);
  }

  /// Time of one pass through rows of one macro, refreshes left out.
  public double passS(int rows) {
    return array.passS(rows, rows) / sustainedShare;
  }

  /// Pages or word lines that such a pass opens.
  public long activationsOf(int rows) {
    return array.activations(rows);
  }
}

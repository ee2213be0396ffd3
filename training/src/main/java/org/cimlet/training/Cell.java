package org.cimlet.training;

import java.util.Locale;
import org.cimlet.training.Pruning.Method;

/// One cell of the study: a way to prune, and how much.
///
/// @param how which weights stay, and when they are chosen
/// @param kept weights kept of a group
/// @param group consecutive inputs of a row among which they are chosen
/// @param seed of the retraining
/// @param distilled share of the loss that compares with the dense network
record Cell(How how, int kept, int group, int seed, double distilled) {
  enum How {
    /// The dense network, retrained as long as the others: the control.
    DENSE,
    /// Chosen once by magnitude, as `cimlet compress` does, and not retrained.
    MAGNITUDE,
    /// Chosen once by magnitude times norm of the input, and not retrained.
    WANDA,
    /// Retrained: [Method#FIXED].
    FIXED,
    /// Retrained: [Method#REGROW].
    REGROW,
    /// Retrained: [Method#GLOBAL].
    GLOBAL;

    boolean isRetrained() {
      return this != MAGNITUDE && this != WANDA;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String HEADER = "how,kept,group,seed,distilled_share";

  /// Reads a line of the queue.
  ///
  /// @throws IllegalArgumentException if it is none
  static Cell parse(String line) {
    String[] words = line.split(",", -1);
    if (words.length != 5) {
      throw new IllegalArgumentException("must be " + HEADER + ", got " + line);
    }
    return new Cell(
        How.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Double.parseDouble(words[4]));
  }

  String line() {
    return String.format(Locale.ROOT, "%s,%d,%d,%d,%s", how.key(), kept, group, seed, distilled);
  }

  String name() {
    String pattern =
        how == How.DENSE
            ? "dense"
            : String.format(Locale.ROOT, "%s-%dof%d", how.key(), kept, group);
    return pattern + (distilled > 0 ? "-distilled" : "") + "-seed" + seed;
  }

  /// The retraining of this cell.
  ///
  /// @param base what all cells share
  Experiment experiment(Experiment base) {
    Pruning shared = base.pruning();
    Method method =
        switch (how) {
          case DENSE, MAGNITUDE, WANDA -> Method.NONE;
          case FIXED -> Method.FIXED;
          case REGROW -> Method.REGROW;
          case GLOBAL -> Method.GLOBAL;
        };
    Pruning pruning =
        new Pruning(
            method,
            kept,
            group,
            shared.rampShare(),
            shared.settledShare(),
            shared.everySteps(),
            shared.pull());
    return base.with(name(), seed, pruning, distilled);
  }
}

package org.cimlet.training;

/// A training run, as its file says.
///
/// @param name names its checkpoints
/// @param shape of the network
/// @param seed of first weights, order of the text and dropout
/// @param steps of the optimizer
/// @param batch sequences of a step
/// @param precision in which linears and attention compute; sums, norms and the optimizer are float
/// @param rate the learning rate's peak
/// @param warmupSteps steps over which it rises
/// @param decayShare share of the steps, the last, over which it falls to a twentieth
/// @param weightDecay of AdamW, on matrices
/// @param dropout share of a linear's results dropped before the residual stream
/// @param int8 whether the linears see their weights rounded to INT8
/// @param pruning how weights are pruned
/// @param distilled share of the loss that compares with the network it started from
record Experiment(
    String name,
    NetworkShape shape,
    long seed,
    int steps,
    int batch,
    Precision precision,
    double rate,
    int warmupSteps,
    double decayShare,
    double weightDecay,
    double dropout,
    boolean int8,
    Pruning pruning,
    double distilled) {

  /// Of what linears and attention compute.
  enum Precision {
    FLOAT32(6),
    BFLOAT16(15);

    private final int torchType;

    Precision(int torchType) {
      this.torchType = torchType;
    }

    /// PyTorch's number for it.
    int torchType() {
      return torchType;
    }
  }

  /// The same with another way to prune, under another name.
  Experiment with(String newName, long newSeed, Pruning newPruning, double newDistilled) {
    return new Experiment(
        newName,
        shape,
        newSeed,
        steps,
        batch,
        precision,
        rate,
        warmupSteps,
        decayShare,
        weightDecay,
        dropout,
        int8,
        newPruning,
        newDistilled);
  }

  /// The same in another precision and with another batch.
  Experiment with(Precision newPrecision, int newBatch) {
    return new Experiment(
        name,
        shape,
        seed,
        steps,
        newBatch,
        newPrecision,
        rate,
        warmupSteps,
        decayShare,
        weightDecay,
        dropout,
        int8,
        pruning,
        distilled);
  }

  /// The learning rate of a step, from 1.
  double rateAt(int step) {
    double falling = decayShare * steps;
    double left = Math.min(1, (steps - step + 1) / Math.max(1, falling));
    return rate * Math.min(1, (double) step / Math.max(1, warmupSteps)) * (0.05 + 0.95 * left);
  }

  int tokensPerStep() {
    return batch * shape.context();
  }
}

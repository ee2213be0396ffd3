package org.cimlet.execute.transformer;

import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.floats.Sums;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Norm;
import org.cimlet.network.Recurrence;

/// Lightning attention (MiniMax), a token at a time: each head's state decays by a number that
/// follows from head and layer, takes in the outer product of key and value, and the query reads
/// it.
final class LightningMixing implements Mixing {
  /// The class's own number, whatever the file says of other norms.
  private static final Norm NORM = new Norm.RootMeanSquare(1e-6);

  private static final double SMALLEST_SLOPE = 1e-5;

  private final Recurrence.Lightning shape;
  private final RunnableStage in;
  private final RunnableStage gate;
  private final RunnableStage out;
  private final HostNorm norm;
  private final float[] decays;

  LightningMixing(
      Architecture architecture, Mixer.Lightning weights, int layer, Arithmetic arithmetic) {
    this.shape = weights.shape();
    this.in = RunnableStage.of(weights.in(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.gate = RunnableStage.of(weights.gate(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.out = RunnableStage.of(weights.out(), layer, Stage.ATTENTION_OUT, arithmetic);
    this.norm = new HostNorm(NORM, weights.norm(), false);
    this.decays = new float[shape.heads()];
    double fading = 1 - layer / (architecture.layers() - 1 + SMALLEST_SLOPE) + SMALLEST_SLOPE;
    for (int head = 0; head < decays.length; head++) {
      double slope = StrictMath.pow(2, -8.0 * (head + 1) / decays.length);
      decays[head] = (float) StrictMath.exp(-slope * fading);
    }
  }

  @Override
  public float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles) {
    int size = shape.headDim();
    float[] made = this.in.run(in, tokens);
    float[] gates = gate.run(in, tokens);
    for (int i = 0; i < made.length; i++) {
      made[i] = Exponential.silu(made[i]);
    }
    float[] state = cache.state(layer);
    float[] results = new float[tokens * shape.inner()];
    for (int head = 0; head < tokens * shape.heads(); head++) {
      update(state, made, 3 * head * size, head % shape.heads(), results, head * size);
    }
    norm.apply(results, tokens, results);
    for (int i = 0; i < results.length; i++) {
      results[i] *= Exponential.sigmoid(gates[i]);
    }
    return out.run(results, tokens);
  }

  /// @param query where the head's query begins, its key and value behind it
  private void update(float[] state, float[] made, int query, int head, float[] results, int to) {
    int size = shape.headDim();
    int key = query + size;
    for (int i = 0; i < size; i++) {
      int at = (head * size + i) * size;
      float value = made[key + size + i];
      for (int j = 0; j < size; j++) {
        state[at + j] = decays[head] * state[at + j] + value * made[key + j];
      }
      results[to + i] = Sums.dot(state, at, made, query, size);
    }
  }
}

package org.cimlet.execute.transformer;

import java.util.Arrays;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.FloatRows;
import org.cimlet.execute.network.Mixer;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Multipliers.Growth;
import org.jspecify.annotations.Nullable;

/// Grouped attention with its projections.
final class HeadsMixing implements Mixing {
  private final Architecture architecture;
  private final Attention attention;
  private final RunnableStage queryKeyValue;
  private final RunnableStage out;
  private final float[] sinks;
  private final @Nullable HostNorm queryNorm;
  private final @Nullable HostNorm keyNorm;
  private final @Nullable RotaryEmbedding rope;
  private final @Nullable HostNorm normBehind;

  /// @param rope turns queries and keys; null where nothing does
  HeadsMixing(
      Architecture architecture,
      Mixer.Heads weights,
      int layer,
      Arithmetic arithmetic,
      @Nullable HostNorm queryNorm,
      @Nullable HostNorm keyNorm,
      @Nullable RotaryEmbedding rope) {
    FloatRows learned = weights.sinks();
    this.architecture = architecture;
    this.attention = new Attention(architecture);
    this.queryKeyValue =
        RunnableStage.of(weights.queryKeyValue(), layer, Stage.QUERY_KEY_VALUE, arithmetic);
    this.out = RunnableStage.of(weights.out(), layer, Stage.ATTENTION_OUT, arithmetic);
    this.sinks = learned == null ? new float[0] : HostNorm.row(learned);
    this.queryNorm = queryNorm;
    this.keyNorm = keyNorm;
    this.rope = rope;
    this.normBehind =
        architecture.variations().features().contains(Feature.HEADS_NORMED_BEHIND)
            ? HostNorm.of(architecture.norm(), ones(architecture.headSize()))
            : null;
  }

  private static float[] ones(int size) {
    float[] ones = new float[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Override
  public float[] run(KvCache cache, int layer, int first, int tokens, float[] in, float[] angles) {
    float[] made = queryKeyValue.run(in, tokens);
    boolean gated = architecture.variations().attentionGate();
    float[] fused = gated ? withoutGates(made, tokens) : made;
    int queries = architecture.querySize();
    int keys = architecture.keySize();
    for (int i = 0; i < tokens; i++) {
      int query = i * (queries + keys + architecture.valueSize());
      int key = query + queries;
      if (queryNorm != null && keyNorm != null) {
        queryNorm.applyParts(fused, query, queries);
        keyNorm.applyParts(fused, key, keys);
      }
      if (rope != null) {
        rope.turn(fused, query, architecture.heads(), angles, i);
        rope.turn(fused, key, architecture.keyValueHeads(), angles, i);
        if (normBehind != null) {
          normBehind.applyParts(fused, query, queries);
          normBehind.applyParts(fused, key, keys);
        }
      }
      Growth growth = architecture.variations().multipliers().queries();
      Mixing.multiply(fused, query, queries, growth.at(first + i, rope != null));
      cache.put(layer, first + i, fused, key, key + keys);
    }
    float[] attended = new float[tokens * architecture.attendedSize()];
    attention.attend(cache, layer, first, tokens, fused, sinks, new int[0][], attended);
    if (gated) {
      gate(attended, made, tokens);
    }
    float[] given = out.run(attended, tokens);
    Mixing.multiply(given, 0, given.length, architecture.variations().multipliers().attended());
    return given;
  }

  private int madeSize() {
    return 2 * architecture.querySize() + architecture.keySize() + architecture.valueSize();
  }

  /// Queries, keys and values, where each head's query is followed by its gate.
  private float[] withoutGates(float[] made, int tokens) {
    int size = architecture.headSize();
    int rest = architecture.keySize() + architecture.valueSize();
    int queries = architecture.querySize();
    float[] fused = new float[tokens * (queries + rest)];
    for (int token = 0; token < tokens; token++) {
      int from = token * madeSize();
      int to = token * (queries + rest);
      for (int head = 0; head < architecture.heads(); head++) {
        System.arraycopy(made, from + 2 * head * size, fused, to + head * size, size);
      }
      System.arraycopy(made, from + 2 * queries, fused, to + queries, rest);
    }
    return fused;
  }

  private void gate(float[] attended, float[] made, int tokens) {
    int size = architecture.headSize();
    for (int token = 0; token < tokens; token++) {
      for (int i = 0; i < architecture.attendedSize(); i++) {
        float gate = made[token * madeSize() + (2 * (i / size) + 1) * size + i % size];
        attended[token * architecture.attendedSize() + i] *= Exponential.sigmoid(gate);
      }
    }
  }
}

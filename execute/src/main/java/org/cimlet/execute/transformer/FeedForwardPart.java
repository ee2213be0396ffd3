package org.cimlet.execute.transformer;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.floats.Exponential;
import org.cimlet.execute.network.Architecture;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Multipliers;
import org.jspecify.annotations.Nullable;

/// A layer's feed-forward: one part that every token passes, or experts of which a router gives a
/// token some, each with its share; beside those, one expert may see every token.
final class FeedForwardPart {
  private static final float CLAMP = 7;
  private static final float SWISH_FACTOR = 1.702f;
  private static final float GELU_FACTOR = (float) Math.sqrt(2 / Math.PI);

  private final Architecture architecture;
  private final FeedForward kind;
  private final Multipliers multipliers;
  private final boolean scaledInputs;
  private final @Nullable RunnableStage router;
  private final Routing routing;
  private final List<Expert> experts = new ArrayList<>();
  private final @Nullable Expert shared;
  private final @Nullable RunnableStage sharedGate;

  private record Expert(RunnableStage in, RunnableStage out) {}

  FeedForwardPart(
      Architecture architecture, Network.Layer layer, int index, Arithmetic arithmetic) {
    this.architecture = architecture;
    this.kind = architecture.feedForward();
    this.multipliers = architecture.variations().multipliers();
    this.scaledInputs = architecture.variations().features().contains(Feature.SCALED_EXPERT_INPUTS);
    WeightedLinear scores = layer.router();
    this.router = scores == null ? null : inFloats(scores, index);
    this.routing = new Routing(architecture.variations(), layer.choiceBias());
    for (Network.Expert expert : layer.experts()) {
      experts.add(runnable(expert, index, arithmetic));
    }
    Network.SharedExpert seenByAll = layer.shared();
    WeightedLinear gate = seenByAll == null ? null : seenByAll.gate();
    this.shared = seenByAll == null ? null : runnable(seenByAll.expert(), index, arithmetic);
    this.sharedGate = gate == null ? null : inFloats(gate, index);
  }

  private static RunnableStage inFloats(WeightedLinear linear, int index) {
    return RunnableStage.of(linear, index, Stage.FEED_FORWARD_IN, Arithmetic.floats());
  }

  private static Expert runnable(Network.Expert expert, int index, Arithmetic arithmetic) {
    return new Expert(
        RunnableStage.of(expert.in(), index, Stage.FEED_FORWARD_IN, arithmetic),
        RunnableStage.of(expert.out(), index, Stage.FEED_FORWARD_OUT, arithmetic));
  }

  /// What is added to the residual stream.
  float[] run(float[] in, int tokens) {
    float[] out = router == null ? run(experts.getFirst(), in, tokens) : routed(router, in, tokens);
    if (shared != null) {
      addShared(shared, in, tokens, out);
    }
    return out;
  }

  /// Adds what the expert gives that every token sees.
  private void addShared(Expert expert, float[] in, int tokens, float[] out) {
    float[] given = run(expert, in, tokens);
    float[] scores = sharedGate == null ? new float[0] : sharedGate.run(in, tokens);
    int size = architecture.hiddenSize();
    for (int i = 0; i < out.length; i++) {
      float scale = scores.length == 0 ? 1 : Exponential.sigmoid(scores[i / size]);
      out[i] += scale * given[i];
    }
  }

  private float[] run(Expert expert, float[] in, int tokens) {
    float[] inner = expert.in().run(in, tokens);
    float[] given = expert.out().run(kind.isGated() ? gated(inner, tokens) : active(inner), tokens);
    Mixing.multiply(given, 0, given.length, multipliers.down());
    return given;
  }

  /// Experts in the order of their numbers, so that a token's sum does not depend on the others.
  private float[] routed(RunnableStage router, float[] in, int tokens) {
    int size = architecture.hiddenSize();
    float[] shares = routing.shares(router.run(in, tokens), experts.size());
    float[] out = new float[in.length];
    for (int e = 0; e < experts.size(); e++) {
      List<Integer> seeing = new ArrayList<>();
      for (int token = 0; token < tokens; token++) {
        if (shares[token * experts.size() + e] > 0) {
          seeing.add(token);
        }
      }
      if (seeing.isEmpty()) {
        continue;
      }
      float[] its = new float[seeing.size() * size];
      for (int i = 0; i < seeing.size(); i++) {
        System.arraycopy(in, seeing.get(i) * size, its, i * size, size);
        if (scaledInputs) {
          Mixing.multiply(its, i * size, size, shares[seeing.get(i) * experts.size() + e]);
        }
      }
      float[] given = run(experts.get(e), its, seeing.size());
      for (int i = 0; i < seeing.size(); i++) {
        int token = seeing.get(i);
        float share = scaledInputs ? 1 : shares[token * experts.size() + e];
        for (int j = 0; j < size; j++) {
          out[token * size + j] += share * given[i * size + j];
        }
      }
    }
    return out;
  }

  private float[] gated(float[] in, int tokens) {
    int size = in.length / tokens / 2;
    if (kind == FeedForward.GATED_CLAMPED) {
      return clamped(in);
    }
    float[] active = new float[tokens * size];
    float opens = (float) multipliers.gate();
    for (int token = 0; token < tokens; token++) {
      int gate = token * 2 * size;
      for (int i = 0; i < size; i++) {
        float x = opens * in[gate + i];
        float opened = kind == FeedForward.GATED_GELU ? gelu(x) : Exponential.silu(x);
        active[token * size + i] = opened * in[gate + size + i];
      }
    }
    return active;
  }

  /// Gates and ups in turns.
  private static float[] clamped(float[] in) {
    float[] active = new float[in.length / 2];
    for (int i = 0; i < active.length; i++) {
      float gate = Math.min(in[2 * i], CLAMP);
      float up = Math.clamp(in[2 * i + 1], -CLAMP, CLAMP);
      active[i] = gate * Exponential.sigmoid(SWISH_FACTOR * gate) * (up + 1);
    }
    return active;
  }

  private float[] active(float[] in) {
    float[] active = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      float positive = Math.max(in[i], 0);
      active[i] = kind == FeedForward.SQUARED_RELU ? positive * positive : gelu(in[i]);
    }
    return active;
  }

  private static float gelu(float x) {
    float inner = GELU_FACTOR * (x + 0.044715f * x * x * x);
    return 0.5f * x * (1 + Exponential.tanh(inner));
  }
}

package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The feed-forward parts of a layer by HuggingFace's names: one, or experts of their own names, or
/// all experts in one tensor.
final class ExpertTensors {
  private static final String MIXTRAL = "block_sparse_moe.";

  private final Architecture a;
  private final TensorSource source;

  ExpertTensors(Architecture architecture, TensorSource source) {
    this.a = architecture;
    this.source = source;
  }

  /// What scores a layer's experts; null where the layer is dense.
  @Nullable WeightedLinear router(String layer) {
    if (a.variations().experts() == 0) {
      return null;
    }
    for (String at : List.of(layer + "mlp.gate", layer + MIXTRAL + "gate", layer + "mlp.router")) {
      if (source.hasMatrix(at + ".weight")) {
        return source.linear(at, a.variations().experts(), a.hiddenSize());
      }
    }
    return source.hasMatrix(layer + "mlp.gate_proj.weight")
        ? null
        : source.linear(layer + "mlp.gate", a.variations().experts(), a.hiddenSize());
  }

  Network.Expert dense(String layer) {
    String at = layer + "mlp.";
    return expert(at + "gate_proj", at + "up_proj", at + "down_proj", a.denseSize());
  }

  /// What every token sees beside its experts; null where there is none.
  Network.@Nullable SharedExpert shared(String layer) {
    int inner = a.variations().sharedSize();
    if (inner == 0) {
      return null;
    }
    String at = layer + "mlp.shared_expert.";
    return new Network.SharedExpert(
        expert(at + "gate_proj", at + "up_proj", at + "down_proj", inner),
        a.variations().sharedGate()
            ? source.linear(layer + "mlp.shared_expert_gate", 1, a.hiddenSize())
            : null);
  }

  List<Network.Expert> experts(String layer) {
    int count = a.variations().experts();
    String all = layer + "mlp.experts.";
    if (source.has(all + "gate_up_proj") || source.has(all + "gate_proj.weight")) {
      return together(all, count);
    }
    boolean mixtral = source.hasMatrix(layer + MIXTRAL + "gate.weight");
    List<Network.Expert> experts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String at = layer + (mixtral ? MIXTRAL : "mlp.") + "experts." + i + ".";
      experts.add(
          mixtral
              ? expert(at + "w1", at + "w3", at + "w2", a.feedForwardSize())
              : expert(at + "gate_proj", at + "up_proj", at + "down_proj", a.feedForwardSize()));
    }
    return experts;
  }

  /// All experts in one tensor, `[experts, outputs, inputs]`: gate above up in one, or each in its
  /// own. Some classes have inputs and outputs the other way round.
  private List<Network.Expert> together(String at, int count) {
    int inner = a.feedForwardSize();
    int hidden = a.hiddenSize();
    boolean fused = source.has(at + "gate_up_proj");
    String suffix = fused ? "" : ".weight";
    boolean turned =
        fused
            && source.hasShape(at + "gate_up_proj", count, hidden, 2L * inner)
            && source.hasShape(at + "down_proj", count, inner, hidden);
    List<Network.Expert> experts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<WeightedLinear> in =
          fused
              ? List.of(source.ofExpert(at + "gate_up_proj", i, count, 2 * inner, hidden, turned))
              : List.of(
                  source.ofExpert(at + "gate_proj" + suffix, i, count, inner, hidden, false),
                  source.ofExpert(at + "up_proj" + suffix, i, count, inner, hidden, false));
      WeightedLinear out =
          source.ofExpert(at + "down_proj" + suffix, i, count, hidden, inner, turned);
      experts.add(new Network.Expert(in, out));
    }
    return experts;
  }

  private Network.Expert expert(String gate, String up, String down, int inner) {
    return new Network.Expert(
        List.of(
            source.linear(gate, inner, a.hiddenSize()), source.linear(up, inner, a.hiddenSize())),
        source.linear(down, a.hiddenSize(), inner));
  }
}

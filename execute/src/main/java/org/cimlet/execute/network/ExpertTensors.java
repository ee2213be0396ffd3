package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The feed-forward parts of a layer by HuggingFace's names: one, or experts of their own names, or
/// all experts in one tensor.
final class ExpertTensors {
  private static final List<String> BLOCKS =
      List.of("mlp", "block_sparse_moe", "feed_forward", "mixer");

  /// What a layer without experts has.
  private static final List<String> DENSE =
      List.of(
          "mlp.gate_proj",
          "mlp.gate_up_proj",
          "feed_forward.w1",
          "feed_forward.gate_proj",
          "mixer.up_proj");

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
    String at = routerName(layer);
    if (source.hasMatrix(at + ".weight")) {
      return source.linear(at, a.variations().experts(), a.hiddenSize());
    }
    // a layer may be dense; of one that is neither, the router is missed
    boolean dense = DENSE.stream().anyMatch(name -> source.hasMatrix(layer + name + ".weight"));
    return dense ? null : source.linear(at, a.variations().experts(), a.hiddenSize());
  }

  private String routerName(String layer) {
    return source.first(
        layer,
        "mlp.gate",
        "block_sparse_moe.gate",
        "mlp.router",
        "feed_forward.gate",
        "feed_forward.router",
        "mixer.gate",
        "block_sparse_moe.router.layer");
  }

  /// What is added to scores while choosing; null where nothing is.
  @Nullable FloatRows choiceBias(String layer) {
    if (!a.variations().choiceBias()) {
      return null;
    }
    String name =
        source.firstTensor(
            layer,
            "mlp.gate.e_score_correction_bias",
            "block_sparse_moe.e_score_correction_bias",
            "block_sparse_moe.gate.e_score_correction_bias",
            "feed_forward.expert_bias",
            "mixer.gate.e_score_correction_bias");
    return source.vector(name, a.variations().experts());
  }

  /// The feed-forward part of a layer without experts.
  Network.Expert dense(String layer) {
    String name =
        source.first(
            layer,
            "mlp.up_proj",
            "mlp.gate_up_proj",
            "feed_forward.w3",
            "feed_forward.up_proj",
            "mixer.up_proj",
            "shared_mlp.input_linear");
    return expert(block(name), a.denseSize());
  }

  /// What every token sees beside its experts; null where there is none.
  Network.@Nullable SharedExpert shared(String layer) {
    int inner = a.variations().sharedSize();
    if (inner == 0) {
      return null;
    }
    String name =
        source.first(
            layer,
            "mlp.shared_expert.up_proj",
            "mlp.shared_experts.up_proj",
            "feed_forward.shared_expert.up_proj",
            "block_sparse_moe.shared_experts.up_proj",
            "mixer.shared_experts.up_proj",
            "shared_mlp.input_linear");
    return new Network.SharedExpert(
        expert(block(name), inner),
        a.variations().sharedGate()
            ? source.linear(layer + "mlp.shared_expert_gate", 1, a.hiddenSize())
            : null);
  }

  /// What a linear stands in, with the dot behind it.
  private static String block(String linear) {
    return linear.substring(0, linear.lastIndexOf('.') + 1);
  }

  List<Network.Expert> experts(String layer) {
    int count = a.variations().experts();
    String all =
        layer
            + (source.has(layer + "feed_forward.experts.gate_up_proj")
                ? "feed_forward.experts."
                : "mlp.experts.");
    if (source.has(all + "gate_up_proj") || source.has(all + "gate_proj.weight")) {
      return together(all, count);
    }
    if (source.has(layer + "block_sparse_moe.input_linear.weight")) {
      return inOne(layer + "block_sparse_moe.", count);
    }
    if (source.hasMatrix(all + "0.gate_up_proj.weight")) {
      return inTurns(all, count);
    }
    String router = routerName(layer).substring(layer.length());
    String block =
        BLOCKS.stream().filter(name -> router.startsWith(name + ".")).findFirst().orElseThrow();
    List<Network.Expert> experts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      experts.add(expert(layer + block + ".experts." + i + ".", a.feedForwardSize()));
    }
    return experts;
  }

  /// gpt-oss' experts, compressed one by one: their biases stay together.
  private List<Network.Expert> inTurns(String at, int count) {
    List<Network.Expert> experts = new ArrayList<>();
    int inner = a.feedForwardSize();
    int hidden = a.hiddenSize();
    for (int i = 0; i < count; i++) {
      String its = at + i + ".";
      experts.add(
          new Network.Expert(
              List.of(
                  source.biasedExpert(
                      its + "gate_up_proj.weight",
                      at + "gate_up_proj_bias",
                      i,
                      count,
                      2 * inner,
                      hidden)),
              source.biasedExpert(
                  its + "down_proj.weight", at + "down_proj_bias", i, count, hidden, inner)));
    }
    return experts;
  }

  /// Granite's experts: gate above up in one tensor, the way back in another.
  private List<Network.Expert> inOne(String at, int count) {
    List<Network.Expert> experts = new ArrayList<>();
    int inner = a.feedForwardSize();
    int hidden = a.hiddenSize();
    for (int i = 0; i < count; i++) {
      experts.add(
          new Network.Expert(
              List.of(
                  source.ofExpert(at + "input_linear.weight", i, count, 2 * inner, hidden, false)),
              source.ofExpert(at + "output_linear.weight", i, count, hidden, inner, false)));
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

  /// Matrices under the names of LLaMA, Mixtral or Granite; two where there is no gate.
  private Network.Expert expert(String at, int inner) {
    int hidden = a.hiddenSize();
    WeightedLinear out =
        source.linear(source.first(at, "down_proj", "w2", "output_linear"), hidden, inner);
    String fused = source.first(at, "gate_up_proj", "input_linear");
    if (a.feedForward().isGated() && source.hasMatrix(fused + ".weight")) {
      return new Network.Expert(List.of(source.linear(fused, 2 * inner, hidden)), out);
    }
    WeightedLinear up = source.linear(source.first(at, "up_proj", "w3"), inner, hidden);
    return new Network.Expert(
        a.feedForward().isGated()
            ? List.of(source.linear(source.first(at, "gate_proj", "w1"), inner, hidden), up)
            : List.of(up),
        out);
  }
}

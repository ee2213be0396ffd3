package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;

/// The weights of a network of the llama family, by HuggingFace's names.
final class LlamaTensors {
  private LlamaTensors() {}

  static Network network(Architecture a, TensorSource source) {
    FloatRows embedding =
        source.matrix("model.embed_tokens.weight", a.vocabulary(), a.hiddenSize());
    List<Network.Layer> layers = new ArrayList<>();
    for (int i = 0; i < a.layers(); i++) {
      layers.add(layer(a, source, "model.layers." + i + "."));
    }
    NormWeights norm = norm(a, source, "model.norm");
    WeightedLinear head =
        a.tiedHead()
            ? new WeightedLinear(
                "lm_head.weight",
                source.weights("model.embed_tokens.weight", a.vocabulary(), a.hiddenSize()),
                null)
            : source.linear("lm_head", a.vocabulary(), a.hiddenSize());
    source.throwIfAny();
    return new Network(a, embedding, null, layers, norm, head);
  }

  private static Network.Layer layer(Architecture a, TensorSource source, String at) {
    int hidden = a.hiddenSize();
    return new Network.Layer(
        norm(a, source, at + "input_layernorm"),
        List.of(
            source.linear(at + "self_attn.q_proj", a.querySize(), hidden),
            source.linear(at + "self_attn.k_proj", a.keyValueSize(), hidden),
            source.linear(at + "self_attn.v_proj", a.keyValueSize(), hidden)),
        source.linear(at + "self_attn.o_proj", hidden, a.querySize()),
        norm(a, source, at + "post_attention_layernorm"),
        List.of(
            source.linear(at + "mlp.gate_proj", a.feedForwardSize(), hidden),
            source.linear(at + "mlp.up_proj", a.feedForwardSize(), hidden)),
        source.linear(at + "mlp.down_proj", hidden, a.feedForwardSize()));
  }

  private static NormWeights norm(Architecture a, TensorSource source, String name) {
    return new NormWeights(source.vector(name + ".weight", a.hiddenSize()), null);
  }
}

package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;

/// The weights of a GPT-2, by HuggingFace's names: with or without `transformer.` in front, and its
/// linears stored `[inputs, outputs]`.
final class Gpt2Tensors {
  private Gpt2Tensors() {}

  static Network network(Architecture a, TensorSource all) {
    TensorSource source = all.hasMatrix("transformer.wte.weight") ? all.with("transformer.") : all;
    FloatRows embedding = source.matrix("wte.weight", a.vocabulary(), a.hiddenSize());
    FloatRows positions = source.matrix("wpe.weight", a.maxContext(), a.hiddenSize());
    List<Network.Layer> layers = new ArrayList<>();
    for (int i = 0; i < a.layers(); i++) {
      layers.add(layer(a, source, "h." + i + "."));
    }
    NormWeights norm = norm(a, source, "ln_f");
    WeightedLinear head =
        a.tiedHead()
            ? new WeightedLinear(
                "lm_head.weight",
                source.weights("wte.weight", a.vocabulary(), a.hiddenSize()),
                null)
            : source.with("").linear("lm_head", a.vocabulary(), a.hiddenSize());
    source.throwIfAny();
    return new Network(a, embedding, positions, layers, norm, head);
  }

  private static Network.Layer layer(Architecture a, TensorSource source, String at) {
    int hidden = a.hiddenSize();
    return new Network.Layer(
        norm(a, source, at + "ln_1"),
        List.of(source.transposedLinear(at + "attn.c_attn", 3 * hidden, hidden)),
        source.transposedLinear(at + "attn.c_proj", hidden, hidden),
        norm(a, source, at + "ln_2"),
        List.of(source.transposedLinear(at + "mlp.c_fc", a.feedForwardSize(), hidden)),
        source.transposedLinear(at + "mlp.c_proj", hidden, a.feedForwardSize()));
  }

  private static NormWeights norm(Architecture a, TensorSource source, String name) {
    return new NormWeights(
        source.vector(name + ".weight", a.hiddenSize()),
        source.vector(name + ".bias", a.hiddenSize()));
  }
}

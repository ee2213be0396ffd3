package org.cimlet.tensor.compress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.FeedForward.Plain;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;

/// Compares the tensors of a folder with what its `config.json` says, for the families whose
/// weights are called as LLaMA's or GPT-2's. Of others every tensor is taken as it is.
final class ShapeCheck {
  private static final int SHOWN = 20;

  private final TensorFile file;
  private final long hidden;
  private final SequencedMap<String, List<Long>> expected = new LinkedHashMap<>();

  private ShapeCheck(TensorFile file, NetworkSpec network) {
    this.file = file;
    this.hidden = network.hiddenSize();
  }

  /// @throws org.cimlet.diagnostic.InvalidInputException if a tensor is missing or of another shape
  static void check(TensorFile file, NetworkSpec network) {
    ShapeCheck check = new ShapeCheck(file, network);
    switch (network.computation().tensors()) {
      case LLAMA -> check.expectLlama(network);
      case GPT2 -> check.expectGpt2(network);
      case LLAMAS_KIN, OWN -> {}
    }
    check.compare();
  }

  private void expect(String name, long rows, long columns) {
    expected.put(name, List.of(rows, columns));
  }

  private void expectLlama(NetworkSpec network) {
    expect("model.embed_tokens.weight", network.vocabulary(), hidden);
    for (int i = 0; i < network.layers().size(); i++) {
      String front = "model.layers." + i + ".";
      Layer layer = network.layers().get(i);
      if (layer.attention() instanceof Grouped grouped) {
        long queries = (long) grouped.heads() * grouped.headDim();
        long keys = (long) grouped.keyValueHeads() * grouped.headDim();
        expect(front + "self_attn.q_proj.weight", queries, hidden);
        expect(front + "self_attn.k_proj.weight", keys, hidden);
        expect(front + "self_attn.v_proj.weight", keys, hidden);
        expect(front + "self_attn.o_proj.weight", hidden, queries);
      }
      if (layer.feedForward() instanceof Gated gated) {
        expect(front + "mlp.gate_proj.weight", gated.inner(), hidden);
        expect(front + "mlp.up_proj.weight", gated.inner(), hidden);
        expect(front + "mlp.down_proj.weight", hidden, gated.inner());
      }
    }
  }

  private void expectGpt2(NetworkSpec network) {
    // the folder of the plain network leaves the prefix out
    String prefix = file.find("wte.weight").isPresent() ? "" : "transformer.";
    expect(prefix + "wte.weight", network.vocabulary(), hidden);
    for (int i = 0; i < network.layers().size(); i++) {
      String front = prefix + "h." + i + ".";
      expect(front + "attn.c_attn.weight", hidden, 3 * hidden);
      expect(front + "attn.c_proj.weight", hidden, hidden);
      if (network.layers().get(i).feedForward() instanceof Plain plain) {
        expect(front + "mlp.c_fc.weight", hidden, plain.inner());
        expect(front + "mlp.c_proj.weight", plain.inner(), hidden);
      }
    }
  }

  private void compare() {
    Diagnostics diagnostics = new Diagnostics();
    for (Map.Entry<String, List<Long>> entry : expected.entrySet()) {
      Optional<Tensor> tensor = file.find(entry.getKey());
      boolean fits = tensor.isPresent() && tensor.get().shape().equals(entry.getValue());
      if (!fits && diagnostics.found().size() < SHOWN) {
        diagnostics.add(
            new Diagnostic(
                file.name(),
                0,
                0,
                entry.getKey(),
                "must be %s as config.json says, got %s; use the config.json of these weights"
                    .formatted(
                        entry.getValue(),
                        tensor.map(found -> found.shape().toString()).orElse("no such tensor"))));
      }
    }
    diagnostics.throwIfAny();
  }
}

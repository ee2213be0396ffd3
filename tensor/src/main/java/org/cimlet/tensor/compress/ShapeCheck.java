package org.cimlet.tensor.compress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;
import org.cimlet.tensor.json.Json;

/// Compares the tensors of a folder with what its `config.json` says, for the families whose layers
/// we know: llama, mistral, qwen2 and gpt2. Of others every tensor is taken as it is.
final class ShapeCheck {
  private static final Set<String> LLAMAS = Set.of("llama", "mistral", "qwen2");
  private static final int SHOWN = 20;

  private final TensorFile file;
  private final Json config;
  private final SequencedMap<String, List<Long>> expected = new LinkedHashMap<>();

  private ShapeCheck(TensorFile file, Json config) {
    this.file = file;
    this.config = config;
  }

  /// @param family `model_type` of the configuration
  /// @throws org.cimlet.diagnostic.InvalidInputException if a tensor is missing or of another shape
  static void check(TensorFile file, String family, Json config) {
    ShapeCheck check = new ShapeCheck(file, config);
    if (LLAMAS.contains(family)) {
      check.expectLlama();
    } else if (family.equals("gpt2")) {
      check.expectGpt2();
    }
    check.compare();
  }

  private Optional<Long> size(String key) {
    OptionalLong size = config.member(key).map(Json::asWhole).orElse(OptionalLong.empty());
    return size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty();
  }

  private void expect(String name, Optional<Long> rows, Optional<Long> columns) {
    if (rows.isPresent() && columns.isPresent()) {
      expected.put(name, List.of(rows.get(), columns.get()));
    }
  }

  private void expectLlama() {
    Optional<Long> hidden = size("hidden_size");
    Optional<Long> inner = size("intermediate_size");
    Optional<Long> heads = size("num_attention_heads");
    Optional<Long> keyHeads = size("num_key_value_heads").or(() -> heads);
    Optional<Long> width =
        size("head_dim").or(() -> hidden.flatMap(h -> heads.filter(n -> n > 0).map(n -> h / n)));
    Optional<Long> queries = product(heads, width);
    Optional<Long> keys = product(keyHeads, width);
    expect("model.embed_tokens.weight", size("vocab_size"), hidden);
    for (long layer = 0; layer < layers("num_hidden_layers"); layer++) {
      String front = "model.layers." + layer + ".";
      expect(front + "self_attn.q_proj.weight", queries, hidden);
      expect(front + "self_attn.k_proj.weight", keys, hidden);
      expect(front + "self_attn.v_proj.weight", keys, hidden);
      expect(front + "self_attn.o_proj.weight", hidden, queries);
      expect(front + "mlp.gate_proj.weight", inner, hidden);
      expect(front + "mlp.up_proj.weight", inner, hidden);
      expect(front + "mlp.down_proj.weight", hidden, inner);
    }
  }

  private void expectGpt2() {
    // the folder of the plain network leaves the prefix out
    String prefix = file.find("wte.weight").isPresent() ? "" : "transformer.";
    Optional<Long> hidden = size("n_embd");
    Optional<Long> inner = size("n_inner").or(() -> product(hidden, Optional.of(4L)));
    expect(prefix + "wte.weight", size("vocab_size"), hidden);
    for (long layer = 0; layer < layers("n_layer"); layer++) {
      String front = prefix + "h." + layer + ".";
      expect(front + "attn.c_attn.weight", hidden, product(hidden, Optional.of(3L)));
      expect(front + "attn.c_proj.weight", hidden, hidden);
      expect(front + "mlp.c_fc.weight", hidden, inner);
      expect(front + "mlp.c_proj.weight", inner, hidden);
    }
  }

  /// No more than the file can have, so that a wild number takes no time.
  private long layers(String key) {
    return Math.min(size(key).orElse(0L), file.tensors().size() + 1L);
  }

  private static Optional<Long> product(Optional<Long> a, Optional<Long> b) {
    return a.flatMap(x -> b.map(y -> x * y));
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

package org.cimlet.conformance.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.products.NonFiniteScoresException;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.compress.Progress;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;

/// A llama of one layer and a few thousand weights, packed 8:32.
final class SmallNetwork {
  private static final long HIDDEN = 32;
  private static final long INNER = 64;
  private static final long WORDS = 10;

  private SmallNetwork() {}

  /// A file of its packed folder.
  static byte[] packed(String name) {
    try {
      Path folder = Files.createTempDirectory("small");
      Path in = Files.createDirectory(folder.resolve("in"));
      write(in);
      Path out = folder.resolve("out");
      Compressor.compress(
          in, out, Compression.of(PatternRules.parse("8:32", List.of())), Progress.NONE);
      return Files.readAllBytes(out.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Opens a folder or a file and reads a token with it.
  static void run(Path path) {
    try (NetworkFile file = NetworkFile.open(path)) {
      Transformer transformer = new Transformer(file.network(), Arithmetic.stored());
      try {
        transformer.read(new KvCache(transformer.architecture(), 1), 1);
      } catch (NonFiniteScoresException e) {
        throw file.blameNonFinite();
      }
    }
  }

  private static void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "llama", "hidden_size": 32, "num_hidden_layers": 1,
         "num_attention_heads": 2, "num_key_value_heads": 1, "intermediate_size": 64,
         "vocab_size": 10, "max_position_embeddings": 16, "rms_norm_eps": 1e-05,
         "hidden_act": "silu", "tie_word_embeddings": false}
        """);
    String layer = "model.layers.0.";
    List<Outline> tensors = new ArrayList<>();
    add(tensors, "model.embed_tokens", WORDS, HIDDEN);
    add(tensors, layer + "input_layernorm", HIDDEN);
    add(tensors, layer + "self_attn.q_proj", HIDDEN, HIDDEN);
    add(tensors, layer + "self_attn.k_proj", HIDDEN / 2, HIDDEN);
    add(tensors, layer + "self_attn.v_proj", HIDDEN / 2, HIDDEN);
    add(tensors, layer + "self_attn.o_proj", HIDDEN, HIDDEN);
    add(tensors, layer + "post_attention_layernorm", HIDDEN);
    add(tensors, layer + "mlp.gate_proj", INNER, HIDDEN);
    add(tensors, layer + "mlp.up_proj", INNER, HIDDEN);
    add(tensors, layer + "mlp.down_proj", HIDDEN, INNER);
    add(tensors, "model.norm", HIDDEN);
    add(tensors, "lm_head", WORDS, HIDDEN);
    Random random = new Random(1);
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(
            folder.resolve("model.safetensors"), new LinkedHashMap<>(), tensors)) {
      for (Outline tensor : tensors) {
        ByteBuffer bytes =
            ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
          bytes.putFloat((float) random.nextGaussian());
        }
        writer.write(tensor.name(), MemorySegment.ofArray(bytes.array()));
      }
      writer.finish();
    }
  }

  private static void add(List<Outline> tensors, String name, Long... shape) {
    tensors.add(new Outline(name + ".weight", ElementType.F32, List.of(shape)));
  }
}

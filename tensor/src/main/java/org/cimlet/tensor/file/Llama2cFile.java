package org.cimlet.tensor.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.disk.MappedFile;

/// A checkpoint of karpathy/llama2.c in its first format ("version 0"): seven little-endian int32,
/// then float32 weights.
///
/// Tensors carry the names, and the queries' and keys' rows stand in the order, that HuggingFace
/// gives a llama network: llama2.c rotates neighbouring rows `2i, 2i+1` of a head together,
/// HuggingFace rows `i, i + half`. So what reads HuggingFace folders reads these.
///
/// @param dim width of the hidden vector
/// @param hiddenDim width within the feed-forward part
/// @param layers layers
/// @param heads attention heads
/// @param kvHeads key and value heads
/// @param vocabulary words
/// @param sharedHead whether the head is the embedding
/// @param context longest text in tokens
/// @param tensors the weights
public record Llama2cFile(
    int dim,
    int hiddenDim,
    int layers,
    int heads,
    int kvHeads,
    int vocabulary,
    boolean sharedHead,
    int context,
    TensorFile tensors)
    implements AutoCloseable {

  private static final int HEADER_BYTES = 7 * Integer.BYTES;

  /// Far above any network of this format.
  private static final int MAX_LAYERS = 10_000;

  /// Opens a checkpoint.
  ///
  /// @throws InvalidInputException if there is none, or its header and size do not agree
  public static Llama2cFile open(Path file) {
    return MappedFile.open(arena -> parse(file.toString(), MappedFile.map(file, arena), arena));
  }

  static Llama2cFile parse(String fileName, MemorySegment file, Arena arena) {
    if (file.byteSize() < HEADER_BYTES) {
      throw InvalidInputException.of(
          fileName,
          "must start with the 28 bytes of a llama2.c header, got %s bytes; fetch it again"
              .formatted(file.byteSize()));
    }
    int[] header = new int[7];
    MemorySegment.copy(file, RowReading.INT, 0, header, 0, header.length);
    check(fileName, header);
    int vocabulary = Math.abs(header[5]);
    boolean shared = header[5] > 0;
    Layout layout = new Layout(header, vocabulary, shared);
    List<Tensor> tensors;
    try {
      tensors = layout.tensors(file);
    } catch (ArithmeticException | IndexOutOfBoundsException _) {
      throw sizeFault(fileName, header, file.byteSize());
    }
    if (layout.at != file.byteSize()) {
      throw sizeFault(fileName, header, file.byteSize());
    }
    return new Llama2cFile(
        header[0],
        header[1],
        header[2],
        header[3],
        header[4],
        vocabulary,
        shared,
        header[6],
        new TensorFile(fileName, arena, tensors));
  }

  private static InvalidInputException sizeFault(String fileName, int[] header, long bytes) {
    return InvalidInputException.of(
        fileName,
        "must be as long as its header %s says (dim, hidden_dim, n_layers, n_heads, n_kv_heads,"
                .formatted(Arrays.toString(header))
            + " vocab_size, seq_len), got %s bytes; fetch it again, or export it in version 0"
                .formatted(bytes));
  }

  private static void check(String fileName, int[] header) {
    if (header[0] == 0x616b3432) {
      throw InvalidInputException.of(
          fileName, "must be a llama2.c file of version 0, got a newer one; export it so");
    }
    Faults faults = new Faults(fileName);
    String[] names = {
      "dim", "hidden_dim", "n_layers", "n_heads", "n_kv_heads", "vocab_size", "seq_len"
    };
    for (int i = 0; i < header.length; i++) {
      int value = header[i];
      boolean vocabulary = i == 5;
      if (vocabulary ? value == 0 || value == Integer.MIN_VALUE : value < 1) {
        faults.add(
            names[i],
            () ->
                "must be %s, got %s; check that it is a llama2.c file"
                    .formatted(vocabulary ? "a size" : "above 0", value));
      }
    }
    faults.throwIfAny();
    if (header[2] > MAX_LAYERS) {
      faults.add("n_layers", () -> "must be at most %s, got %s".formatted(MAX_LAYERS, header[2]));
    }
    if (header[0] % header[3] != 0 || header[0] / header[3] % 2 != 0) {
      faults.add(
          "n_heads",
          () ->
              "must cut dim %s into heads of an even width, got %s"
                  .formatted(header[0], header[3]));
    }
    if (header[3] % header[4] != 0) {
      faults.add(
          "n_kv_heads", () -> "must divide the %s heads, got %s".formatted(header[3], header[4]));
    }
    faults.throwIfAny();
  }

  @Override
  public void close() {
    tensors.close();
  }

  /// Cuts the file into tensors, which stand there kind by kind, each kind for all layers.
  private static final class Layout {
    private final long dim;
    private final long hiddenDim;
    private final int layers;
    private final long headDim;
    private final long kvDim;
    private final long vocabulary;
    private final boolean shared;
    private final long context;
    private final List<Tensor> tensors = new ArrayList<>();
    private long at = HEADER_BYTES;

    Layout(int[] header, int vocabulary, boolean shared) {
      this.dim = header[0];
      this.hiddenDim = header[1];
      this.layers = header[2];
      this.headDim = header[0] / header[3];
      this.kvDim = headDim * header[4];
      this.vocabulary = vocabulary;
      this.shared = shared;
      this.context = header[6];
    }

    List<Tensor> tensors(MemorySegment file) {
      whole(file, "model.embed_tokens.weight", List.of(vocabulary, dim));
      perLayer(file, "input_layernorm", List.of(dim), false);
      perLayer(file, "self_attn.q_proj", List.of(dim, dim), true);
      perLayer(file, "self_attn.k_proj", List.of(kvDim, dim), true);
      perLayer(file, "self_attn.v_proj", List.of(kvDim, dim), false);
      perLayer(file, "self_attn.o_proj", List.of(dim, dim), false);
      perLayer(file, "post_attention_layernorm", List.of(dim), false);
      perLayer(file, "mlp.gate_proj", List.of(hiddenDim, dim), false);
      perLayer(file, "mlp.down_proj", List.of(dim, hiddenDim), false);
      perLayer(file, "mlp.up_proj", List.of(hiddenDim, dim), false);
      whole(file, "model.norm.weight", List.of(dim));
      // the tables of cosines and sines, which follow from the shape, are not tensors to anyone
      skip(Math.multiplyExact(context, headDim / 2));
      skip(Math.multiplyExact(context, headDim / 2));
      if (!shared) {
        whole(file, "lm_head.weight", List.of(vocabulary, dim));
      }
      return tensors;
    }

    private void whole(MemorySegment file, String name, List<Long> shape) {
      tensors.add(new Tensor(name, ElementType.F32, shape, next(file, shape)));
    }

    private void perLayer(MemorySegment file, String kind, List<Long> shape, boolean rotated) {
      for (int layer = 0; layer < layers; layer++) {
        String name = "model.layers.%s.%s.weight".formatted(layer, kind);
        MemorySegment bytes = next(file, shape);
        tensors.add(
            rotated
                ? new Tensor(
                    name, ElementType.F32, shape, bytes, Optional.of(new RotatedRows(headDim)))
                : new Tensor(name, ElementType.F32, shape, bytes));
      }
    }

    private MemorySegment next(MemorySegment file, List<Long> shape) {
      long bytes = ElementType.F32.bytes(Tensor.elements(shape).orElseThrow());
      MemorySegment slice = file.asSlice(at, bytes);
      at += bytes;
      return slice;
    }

    private void skip(long elements) {
      at = Math.addExact(at, ElementType.F32.bytes(elements));
    }
  }
}

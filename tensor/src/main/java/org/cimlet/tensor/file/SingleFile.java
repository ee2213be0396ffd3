package org.cimlet.tensor.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.Omissions;
import org.cimlet.network.StoredWeights;
import org.cimlet.network.read.NetworkReader;

/// A network in one file, a GGUF file or a llama2.c checkpoint, as if it were a HuggingFace folder.
///
/// @param network what it is
/// @param config the text of the `config.json` it would have
/// @param tensors its weights under HuggingFace's names, queries and keys in HuggingFace's order
public record SingleFile(NetworkSpec network, String config, TensorFile tensors)
    implements AutoCloseable {

  /// Whether a name is that of such a file.
  public static boolean isNamed(Path path) {
    return isGguf(path) || isCheckpoint(path);
  }

  private static boolean isGguf(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
  }

  private static boolean isCheckpoint(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".bin");
  }

  /// Opens a file.
  ///
  /// @throws InvalidInputException if there is none, it is at fault, or it holds no network that is
  ///   read
  public static SingleFile open(Path path) {
    if (isCheckpoint(path)) {
      Llama2cFile file = Llama2cFile.open(path);
      return closingOnFault(
          file.tensors(),
          () -> {
            String config = Llama2cConfig.of(file);
            return new SingleFile(network(path, config), config, file.tensors());
          });
    }
    GgufFile file = GgufFile.open(path);
    return closingOnFault(
        file.tensors(),
        () -> {
          String config = GgufConfig.of(file);
          NetworkSpec network = network(path, config).with(omissions(file.tensors()));
          return new SingleFile(network, config, huggingFace(network, file));
        });
  }

  private static SingleFile closingOnFault(TensorFile tensors, Supplier<SingleFile> opening) {
    try {
      return opening.get();
    } catch (InvalidInputException e) {
      tensors.close();
      throw e;
    }
  }

  private static NetworkSpec network(Path path, String config) {
    Document document = Document.parse(path.toString(), config, Document.Format.JSON);
    return NetworkReader.read(nameOf(path), document);
  }

  private static String nameOf(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }

  /// Only the llama architecture has its queries and keys reordered. Gemma's norms have the one
  /// added that HuggingFace's class adds itself.
  private static TensorFile huggingFace(NetworkSpec network, GgufFile file) {
    String architecture = file.text("general.architecture").orElse("");
    boolean reordered = architecture.equals("llama");
    boolean plusOne = network.computation().features().contains(Feature.NORMS_PLUS_ONE);
    boolean around = network.computation().features().contains(Feature.NORMS_AROUND);
    int heads =
        switch (network.layers().getFirst().attention()) {
          case NetworkSpec.Attention.Grouped grouped -> grouped.headDim();
          case NetworkSpec.Attention.Latent _, NetworkSpec.Attention.None _ -> 0;
        };
    return file.tensors()
        .map(tensor -> {
          Tensor named = tensor.named(GgufNames.huggingFace(tensor.name(), around));
          if (plusOne && named.shape().size() == 1 && named.name().endsWith("norm.weight")) {
            return named.minusOne();
          }
          boolean rotated =
              named.name().contains(".self_attn.q_proj.")
                  || named.name().contains(".self_attn.k_proj.");
          return reordered && rotated && heads > 0 && tensor.shape().size() == 2
              ? named.reordered(new RotatedRows(heads))
              : named;
        });
  }

  /// How the file holds the matrices, as a run takes it unless told otherwise.
  public StoredWeights stored() {
    List<ElementType> types = types(tensors).keySet().stream().toList();
    int bits =
        types.size() == 1
            ? switch (types.getFirst()) {
              case Q8_0 -> 8;
              case Q4_0, Q4_1, Q4_K -> 4;
              case Q5_0, Q5_1, Q5_K -> 5;
              case Q6_K -> 6;
              case F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64, I32, I16, I8, U8, BOOL -> 0;
            }
            : 0;
    return new StoredWeights(bits, 1, 1, false);
  }

  private static Omissions omissions(TensorFile tensors) {
    Map<ElementType, Long> types = types(tensors);
    double bits = 0;
    long weights = 0;
    for (Map.Entry<ElementType, Long> type : types.entrySet()) {
      bits += type.getKey().bits() * type.getValue();
      weights += type.getValue();
    }
    String names =
        types.entrySet().stream()
            .sorted(Map.Entry.<ElementType, Long>comparingByValue(Comparator.reverseOrder()))
            .map(type -> type.getKey().name())
            .collect(Collectors.joining(", "));
    return weights == 0
        ? Omissions.NONE
        : Omissions.simplified(
            String.format(
                Locale.ROOT,
                "the GGUF file holds its matrices as %s, %.2f bits a weight; here each weight takes a word of the machine's cells",
                names,
                bits / weights));
  }

  /// Weights of matrices by how they are stored.
  private static Map<ElementType, Long> types(TensorFile tensors) {
    Map<ElementType, Long> types = new TreeMap<>();
    for (Tensor tensor : tensors.tensors()) {
      if (tensor.shape().size() > 1) {
        types.merge(tensor.type(), tensor.rows() * tensor.columns(), Long::sum);
      }
    }
    return types;
  }

  @Override
  public void close() {
    tensors.close();
  }
}

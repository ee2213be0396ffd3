package org.cimlet.tensor.compress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.InputFile;
import org.cimlet.network.CompressedWeights;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.QuantizedFiles;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.tensor.file.SingleFile;
import org.cimlet.tensor.file.TensorFile;
import org.cimlet.tensor.quantized.QuantizedTensors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An uncompressed network: its tensors, its configuration, and the files that go with them.
///
/// @param config the text of its `config.json`
/// @param family `model_type` of the configuration
/// @param network what the configuration says, where the family is one that is read
/// @param copied files to copy, by their names in the compressed folder
/// @param leftOut names of what is not copied
/// @param quantizedBefore how another program has quantized its weights, in words; empty where none
///   has
record Source(
    TensorFile tensors,
    String config,
    String family,
    Optional<NetworkSpec> network,
    SequencedMap<String, Path> copied,
    List<String> leftOut,
    Optional<String> quantizedBefore)
    implements AutoCloseable {

  private static final int LARGEST_CONFIG_BYTES = 16 << 20;

  private static final List<String> QUANTIZATION =
      List.of("quantization_config", "quantization", "compression_config");

  private static final Pattern OTHER_WEIGHTS =
      Pattern.compile(
          ".*\\.(safetensors|safetensors\\.index\\.json|bin|bin\\.index\\.json|pt|pth|gguf|h5|onnx"
              + "|msgpack|tflite|ot)");

  static Source open(Path path, Optional<Path> tokenizer) {
    if (Files.isDirectory(path)) {
      return openFolder(path, tokenizer);
    }
    if (!SingleFile.isNamed(path)) {
      throw InvalidInputException.of(
          path.toString(),
          "must be a HuggingFace folder, a GGUF file or a llama2.c .bin file; convert other formats"
              + " first");
    }
    SingleFile file = SingleFile.open(path);
    return new Source(
        file.tensors(),
        file.config(),
        file.network().family(),
        Optional.of(file.network()),
        vocabulary(tokenizer),
        List.of(),
        Optional.empty());
  }

  private static SequencedMap<String, Path> vocabulary(Optional<Path> tokenizer) {
    SequencedMap<String, Path> copied = new LinkedHashMap<>();
    tokenizer.ifPresent(file -> {
      String name = file.toString();
      int dot = name.lastIndexOf('.');
      String ending = dot < 0 ? "" : name.substring(dot);
      if (!List.of(".bin", ".model", ".json").contains(ending)) {
        throw InvalidInputException.of(
            name, "must end in .bin, .model or .json to be a vocabulary; name another file");
      }
      copied.put("tokenizer" + ending, file);
    });
    return copied;
  }

  private static Source openFolder(Path folder, Optional<Path> tokenizer) {
    Path configFile = folder.resolve("config.json");
    Document config = Document.read(configFile);
    if (config.root().hasNonNull(CompressedWeights.KEY)) {
      throw fault(
          configFile,
          CompressedWeights.KEY,
          "must not be there: the network is compressed already; start from the original network");
    }
    Optional<QuantizedFiles> quantized = NetworkReader.quantization(folder);
    quantized
        .filter(how -> !QuantizedTensors.METHODS.contains(how.method()))
        .ifPresent(how -> {
          throw InvalidInputException.of(
              configFile.toString(),
              "must be of a network whose weights are floats or quantized as one of %s, got %s; name"
                      .formatted(String.join(", ", QuantizedTensors.METHODS), how.words())
                  + " the folder it was quantized from");
        });
    String family = config.root().path("model_type").asString("");
    if (family.isEmpty()) {
      throw fault(
          configFile,
          "model_type",
          "must name the network's family, got none; start from the original network");
    }
    SequencedMap<String, Path> copied = vocabulary(tokenizer);
    List<String> leftOut = new ArrayList<>();
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      if (!Files.isRegularFile(file) || OTHER_WEIGHTS.matcher(name).matches()) {
        // a vocabulary of llama2.c is the one .bin that is no weights
        if (name.equals("tokenizer.bin")) {
          copied.putIfAbsent(name, file);
        } else if (!name.endsWith(".safetensors") && !name.endsWith(".safetensors.index.json")) {
          leftOut.add(name);
        }
      } else if (!name.equals("config.json")) {
        copied.putIfAbsent(name, file);
      }
    }
    return new Source(
        tensors(folder, quantized),
        quantized.isPresent()
            ? withoutQuantization(config)
            : InputFile.text(configFile, LARGEST_CONFIG_BYTES),
        family,
        network(family, config),
        copied,
        leftOut,
        quantized.map(QuantizedFiles::words));
  }

  /// The numbers that quantized words stand for.
  private static TensorFile tensors(Path folder, Optional<QuantizedFiles> quantized) {
    TensorFile file = TensorFile.open(folder);
    if (quantized.isEmpty()) {
      return file;
    }
    try {
      return QuantizedTensors.of(file, quantized.get());
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  /// The configuration without the words that the packed weights replace.
  private static String withoutQuantization(Document config) {
    ObjectNode root = config.root().deepCopy();
    QUANTIZATION.forEach(root::remove);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static Optional<NetworkSpec> network(String family, Document config) {
    return NetworkReader.families().contains(family)
        ? Optional.of(NetworkReader.read(config))
        : Optional.empty();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw InputFile.unreadable(folder, e);
    }
  }

  private static InvalidInputException fault(Path file, String key, String message) {
    return new InvalidInputException(List.of(new Diagnostic(file.toString(), 0, 0, key, message)));
  }

  @Override
  public void close() {
    tensors.close();
  }
}

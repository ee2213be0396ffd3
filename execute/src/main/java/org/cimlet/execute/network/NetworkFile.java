package org.cimlet.execute.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.QuantizedFiles;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.tensor.compress.PackedFolder;
import org.cimlet.tensor.file.SingleFile;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;
import org.cimlet.tensor.quantized.QuantizedTensors;
import org.jspecify.annotations.Nullable;

/// A network in its files, mapped into memory until closed.
///
/// @param network its architecture and weights
/// @param endTokens tokens with which the network ends a text
/// @param tensors the open files
public record NetworkFile(Network network, SortedSet<Integer> endTokens, TensorFile tensors)
    implements AutoCloseable {
  /// Copies the set.
  public NetworkFile {
    endTokens = Collections.unmodifiableSortedSet(new TreeSet<>(endTokens));
  }

  /// Opens a HuggingFace folder (`config.json` and safetensors, or what `Compressor` makes of
  /// them), a GGUF file or a llama2.c checkpoint (`.bin`).
  ///
  /// @throws InvalidInputException if there is none, its files are at fault or do not belong
  ///   together, or it is of a family that cannot be run
  public static NetworkFile open(Path path) {
    if (Files.isDirectory(path)) {
      return openFolder(path);
    }
    if (SingleFile.isNamed(path)) {
      return openSingle(path);
    }
    throw InvalidInputException.of(
        path.toString(),
        Files.exists(path)
            ? "must be a HuggingFace folder, a GGUF file or a llama2.c checkpoint (.bin), got another"
                + " file; name the folder that holds config.json"
            : "must be a HuggingFace folder, a GGUF file or a llama2.c checkpoint (.bin), got nothing"
                + " there; check the path");
  }

  private static NetworkFile openFolder(Path folder) {
    NetworkSpec spec = NetworkReader.readFolder(folder);
    String config = folder.resolve("config.json").toString();
    QuantizedFiles quantized = NetworkReader.quantization(folder).orElse(null);
    if (quantized != null && !QuantizedTensors.METHODS.contains(quantized.method())) {
      throw InvalidInputException.of(
          config,
          "must be of a network whose weights are floats, that cimlet compress has packed, or that"
              + " are quantized as one of %s, got %s; name the folder it was quantized from"
                  .formatted(String.join(", ", QuantizedTensors.METHODS), quantized.words()));
    }
    Architecture architecture = RunnableNetworks.architecture(spec, config);
    PackedFolder packed = PackedFolder.isOne(folder) ? PackedFolder.open(folder) : null;
    TensorFile tensors = packed == null ? tensors(folder, quantized) : packed.tensors();
    TensorSource source = new TensorSource(tensors, packed);
    try {
      Network network =
          switch (spec.computation().tensors()) {
            case GPT2 -> Gpt2Tensors.network(architecture, source);
            case LLAMA, LLAMAS_KIN -> LlamaTensors.network(architecture, source);
            case OWN -> throw new IllegalStateException("refused before: names of its own");
          };
      return new NetworkFile(network, spec.computation().endTokens(), tensors);
    } catch (InvalidInputException e) {
      tensors.close();
      throw e;
    }
  }

  private static TensorFile tensors(Path folder, @Nullable QuantizedFiles quantized) {
    TensorFile file = TensorFile.open(folder);
    if (quantized == null) {
      return file;
    }
    try {
      return QuantizedTensors.of(file, quantized);
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  private static NetworkFile openSingle(Path path) {
    SingleFile file = SingleFile.open(path);
    try {
      Architecture architecture =
          RunnableNetworks.architecture(file.network(), file.tensors().name());
      Network network = LlamaTensors.network(architecture, new TensorSource(file.tensors(), null));
      return new NetworkFile(network, file.network().computation().endTokens(), file.tensors());
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  /// Why scores were no finite numbers: the tensors that hold what is none, or weights too large.
  public InvalidInputException blameNonFinite() {
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (Tensor tensor : tensors.tensors()) {
      float[] row = new float[Math.toIntExact(tensor.columns())];
      boolean finite = true;
      for (long i = 0; i < tensor.rows() && finite && !tensor.type().isInteger(); i++) {
        tensor.readRow(i, row, 0);
        for (float value : row) {
          finite &= Float.isFinite(value);
        }
      }
      if (!finite) {
        diagnostics.add(
            new Diagnostic(
                tensors.name(),
                0,
                0,
                tensor.name(),
                "must hold finite numbers, got others; fetch or convert the weights again"));
      }
    }
    if (diagnostics.isEmpty()) {
      diagnostics.add(
          Diagnostic.of(
              tensors.name(),
              "must be weights whose results floats can hold, got larger ones; check that"
                  + " config.json belongs to them"));
    }
    return new InvalidInputException(diagnostics);
  }

  @Override
  public void close() {
    tensors.close();
  }
}

package org.cimlet.execute.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Architecture.FeedForward;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.Norm;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeLayout;
import org.cimlet.network.Positions.RopeScaling;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.tensor.compress.PackedFolder;
import org.cimlet.tensor.file.Llama2cFile;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;

/// A network in its files, mapped into memory until closed.
///
/// @param network its architecture and weights
/// @param endTokens tokens with which the network ends a text
/// @param tensors the open files
public record NetworkFile(Network network, SortedSet<Integer> endTokens, TensorFile tensors)
    implements AutoCloseable {
  /// llama2.c knows one epsilon, one base of frequencies, and ends a text where the next begins.
  private static final double LLAMA2C_EPSILON = 1e-5;

  private static final double LLAMA2C_THETA = 10_000;
  private static final int LLAMA2C_BEGIN = 1;

  /// Copies the set.
  public NetworkFile {
    endTokens = Collections.unmodifiableSortedSet(new TreeSet<>(endTokens));
  }

  /// Opens a HuggingFace folder (`config.json` and safetensors, or what `Compressor` makes of them)
  /// or a llama2.c checkpoint (`.bin`).
  ///
  /// @throws InvalidInputException if there is none, its files are at fault or do not belong
  ///   together, or it is of a family that cannot be run
  public static NetworkFile open(Path path) {
    if (Files.isDirectory(path)) {
      return openFolder(path);
    }
    if (path.toString().toLowerCase(Locale.ROOT).endsWith(".bin")) {
      return openCheckpoint(path);
    }
    throw InvalidInputException.of(
        path.toString(),
        Files.exists(path)
            ? "must be a HuggingFace folder or a llama2.c checkpoint (.bin), got another file; name"
                + " the folder that holds config.json"
            : "must be a HuggingFace folder or a llama2.c checkpoint (.bin), got nothing there;"
                + " check the path");
  }

  private static NetworkFile openFolder(Path folder) {
    NetworkSpec spec = NetworkReader.readFolder(folder);
    String config = folder.resolve("config.json").toString();
    NetworkReader.quantization(folder)
        .ifPresent(weights -> {
          throw InvalidInputException.of(
              config,
              "must be of a network whose weights are floats, or that cimlet compress has packed,"
                  + " got %s; name the folder it was quantized from".formatted(weights));
        });
    Architecture architecture = RunnableNetworks.architecture(spec, config);
    PackedFolder packed = PackedFolder.isOne(folder) ? PackedFolder.open(folder) : null;
    TensorFile tensors = packed == null ? TensorFile.open(folder) : packed.tensors();
    TensorSource source = new TensorSource(tensors, packed);
    try {
      Network network =
          switch (spec.computation().tensors()) {
            case GPT2 -> Gpt2Tensors.network(architecture, source);
            case LLAMA -> LlamaTensors.network(architecture, source);
            case OWN -> throw new IllegalStateException("refused before: names of its own");
          };
      return new NetworkFile(network, spec.computation().endTokens(), tensors);
    } catch (InvalidInputException e) {
      tensors.close();
      throw e;
    }
  }

  private static NetworkFile openCheckpoint(Path path) {
    Llama2cFile file = Llama2cFile.open(path);
    Architecture architecture =
        new Architecture(
            "llama",
            file.dim(),
            file.layers(),
            file.heads(),
            file.kvHeads(),
            file.dim() / file.heads(),
            file.hiddenDim(),
            file.vocabulary(),
            file.context(),
            file.context(),
            new Norm.RootMeanSquare(LLAMA2C_EPSILON),
            new Positions.Rotary(LLAMA2C_THETA, RopeLayout.HALVES, new RopeScaling.None()),
            FeedForward.GATED_SILU,
            file.sharedHead());
    Network network = LlamaTensors.network(architecture, new TensorSource(file.tensors(), null));
    return new NetworkFile(network, new TreeSet<>(Set.of(LLAMA2C_BEGIN)), file.tensors());
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

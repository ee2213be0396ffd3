package org.cimlet.tensor.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.network.CompressedWeights;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.compress.PackedFolder;
import org.cimlet.tensor.compress.Progress;
import org.cimlet.tensor.disk.AtomicOutput;
import org.cimlet.tensor.disk.FileFault;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.cimlet.tensor.file.Tensor;

/// Writes a compressed network as a folder of compressed-tensors, the format that vLLM and
/// HuggingFace's transformers read. Every weight stays what it was, `value * scale`.
///
/// Source: github.com/vllm-project/compressed-tensors, its compressors `sparse_bitmask`,
/// `naive_quantized` and `pack_quantized`.
public final class CompressedTensors {
  private static final String ENDING = ".weight";

  private final PackedFolder packed;
  private final Path folder;
  private final Layout layout;
  private final Progress progress;
  private final SequencedMap<String, StoredMatrix> matrices = new LinkedHashMap<>();
  private final List<Tensor> others = new ArrayList<>();
  private long bytes;

  private CompressedTensors(PackedFolder packed, Path folder, Layout layout, Progress progress) {
    this.packed = packed;
    this.folder = folder;
    this.layout = layout;
    this.progress = progress;
  }

  /// What was written.
  ///
  /// @param matrices compressed
  /// @param others tensors that are as they were
  /// @param bytes of all tensors
  public record Exported(int matrices, int others, long bytes) {}

  /// Writes a folder.
  ///
  /// @param in one that [org.cimlet.tensor.compress.Compressor] has written
  /// @param out the folder to make; a run that fails leaves nothing behind
  /// @throws InvalidInputException if the input is at fault or has what the format cannot say, or
  ///   the output exists or cannot be written
  public static Exported write(Path in, Path out, Layout layout, Progress progress) {
    try (PackedFolder packed = PackedFolder.open(in);
        AtomicOutput folder = AtomicOutput.folder(out)) {
      CompressedTensors export = new CompressedTensors(packed, in, layout, progress);
      export.sort();
      export.write(folder.path());
      folder.finish();
      return new Exported(export.matrices.size(), export.others.size(), export.bytes);
    }
  }

  private void sort() {
    List<Diagnostic> faults = new ArrayList<>();
    Set<String> parts = new TreeSet<>();
    Document config = Document.read(folder.resolve("config.json"));
    for (CompressedWeights.Matrix said : CompressedWeights.read(config).orElseThrow().matrices()) {
      String name = said.name();
      parts.addAll(List.of(name + ".values", name + ".mask", name + ".scale"));
      if (said.transposed() || !name.endsWith(ENDING)) {
        faults.add(
            fault(
                name,
                "must be the weight of a linear, [outputs, inputs], got %s; the format has no word"
                        .formatted(said.transposed() ? "[inputs, outputs]" : "another tensor")
                    + " for it: compress the network without it (--pattern-for)"));
        continue;
      }
      WeightMatrix matrix = packed.matrix(name);
      if (matrix.inputs() % matrix.inputsPerScale() != 0) {
        faults.add(
            fault(
                name,
                ("must have scales for equally many inputs each, got %s of %s inputs; compress it"
                        + " with another --groups-per-scale")
                    .formatted(matrix.inputsPerScale(), matrix.inputs())));
        continue;
      }
      String module = name.substring(0, name.length() - ENDING.length());
      matrices.put(module, layout.of(module, matrix));
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    packed.tensors().tensors().stream()
        .filter(tensor -> !parts.contains(tensor.name()))
        .forEach(others::add);
  }

  private Diagnostic fault(String key, String message) {
    return new Diagnostic(folder.resolve("config.json").toString(), 0, 0, key, message);
  }

  private void write(Path target) {
    List<Outline> outlines = new ArrayList<>();
    matrices.values().forEach(matrix -> outlines.addAll(matrix.outlines()));
    others.forEach(one -> outlines.add(new Outline(one.name(), one.type(), one.shape())));
    bytes = outlines.stream().mapToLong(Outline::byteSize).sum();
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    long total = matrices.size();
    long done = 0;
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(target.resolve("model.safetensors"), metadata, outlines)) {
      for (StoredMatrix matrix : matrices.values()) {
        matrix.write(writer);
        progress.advanced(++done, total);
      }
      for (Tensor tensor : others) {
        for (long row = 0; row < tensor.rows(); row++) {
          writer.write(tensor.name(), tensor.rowBytes(row));
        }
      }
      writer.finish();
    }
    Document config = Document.read(folder.resolve("config.json"));
    try {
      Files.writeString(
          target.resolve("config.json"),
          ExportedConfig.of(config.root(), layout, List.copyOf(matrices.values()), ignored()));
      copyOthers(target);
    } catch (IOException e) {
      throw FileFault.writing(target, e);
    }
  }

  /// Modules that might be taken for linears and have their weights as they were.
  private List<String> ignored() {
    Set<String> names = new TreeSet<>();
    if (!matrices.containsKey("lm_head")) {
      names.add("lm_head");
    }
    others.stream()
        .filter(tensor -> tensor.shape().size() == 2 && tensor.name().endsWith(ENDING))
        .map(tensor -> tensor.name().substring(0, tensor.name().length() - ENDING.length()))
        .forEach(names::add);
    return List.copyOf(names);
  }

  private void copyOthers(Path target) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (Files.isRegularFile(file)
            && !name.equals("config.json")
            && !name.endsWith(".safetensors")
            && !name.endsWith(".safetensors.index.json")) {
          Files.copy(file, target.resolve(name));
        }
      }
    }
  }
}

package org.cimlet.tensor.compress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.disk.AtomicOutput;
import org.cimlet.tensor.disk.FileFault;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.cimlet.tensor.file.Tensor;

/// Compresses a network tensor by tensor, so that it need not fit into memory.
///
/// The folder is written as `OUT.part` and gets its name when it is whole; a run that fails or is
/// interrupted leaves nothing behind. Equal runs make equal bytes.
public final class Compressor {
  private final Source source;
  private final Compression compression;
  private final Progress progress;
  private final List<Tensor> kept = new ArrayList<>();
  private final SequencedMap<CompressedMatrix, StoredMatrix> matrices = new LinkedHashMap<>();
  private final List<TensorReport> reports = new ArrayList<>();
  private final long totalBytes;
  private long doneBytes;

  private Compressor(Source source, Compression compression, Progress progress) {
    this.source = source;
    this.compression = compression;
    this.progress = progress;
    this.totalBytes = source.tensors().tensors().stream().mapToLong(Tensor::byteSize).sum();
  }

  /// Compresses a network.
  ///
  /// @param in a HuggingFace folder, or a llama2.c `.bin` checkpoint
  /// @param out the folder to make
  /// @throws InvalidInputException if the input is at fault, or the output exists or cannot be
  ///   written
  /// @throws IllegalArgumentException if norms for a pruned matrix are missing or too many or few
  public static CompressionReport compress(
      Path in, Path out, Compression compression, Progress progress) {
    try (Source source = Source.open(in, compression.tokenizer());
        AtomicOutput folder = AtomicOutput.folder(out)) {
      Compressor compressor = new Compressor(source, compression, progress);
      compressor.sort();
      compressor.write(folder.path());
      folder.finish();
      return compressor.report();
    }
  }

  /// Compresses one small matrix in memory, by magnitude and with one scale a row.
  ///
  /// @param weights `outputs * inputs` finite floats, row after row
  public static WeightMatrix pack(int outputs, int inputs, Pattern pattern, float[] weights) {
    Objects.checkFromIndexSize(0, Math.multiplyExact(outputs, inputs), weights.length);
    RowBlock block = new RowBlock(outputs, inputs, pattern, 1);
    RowPacking packing = new RowPacking(pattern, inputs, inputs, new float[0]);
    for (int row = 0; row < outputs; row++) {
      packing.pack(weights, row, block);
    }
    return block.matrix(outputs, inputs, inputs);
  }

  /// Decides which tensors become which matrices.
  private void sort() {
    source.network().ifPresent(network -> ShapeCheck.check(source.tensors(), network));
    List<Tensor> tensors = source.tensors().tensors();
    compression
        .patterns()
        .mustName(
            tensors.stream()
                .filter(tensor -> tensor.shape().size() == 2)
                .map(Tensor::name)
                .toList());
    for (Tensor tensor : tensors) {
      boolean ruled = compression.patterns().ruled(tensor.name()).isPresent();
      List<StoredMatrix> experts =
          source
              .network()
              .map(network -> StoredMatrix.ofExperts(tensor, network, tensors))
              .orElse(List.of());
      if (tensor.shape().size() == 2 && (ruled || LinearNames.isLinear(tensor.name()))) {
        add(StoredMatrix.whole(tensor, LinearNames.storesColumns(source.family(), tensor.name())));
      } else if (!experts.isEmpty()) {
        experts.forEach(this::add);
      } else {
        kept.add(tensor);
      }
    }
    if (matrices.isEmpty()) {
      throw InvalidInputException.of(
          source.tensors().name(),
          "must have linears of names we know, got none; name some by --pattern-for");
    }
  }

  private void add(StoredMatrix stored) {
    Pattern pattern =
        compression.patterns().ruled(stored.name()).orElse(compression.patterns().otherwise());
    MatrixRows rows = new MatrixRows(source.tensors().name(), stored);
    int inputsPerScale = compression.inputsPerScale(pattern.group(), rows.inputs());
    matrices.put(
        new CompressedMatrix(
            stored.name(),
            pattern,
            rows.outputs(),
            rows.inputs(),
            inputsPerScale,
            stored.transposed()),
        stored);
  }

  private void write(Path folder) {
    List<Outline> outlines = new ArrayList<>();
    matrices.keySet().forEach(parts -> outlines.addAll(parts.outlines()));
    kept.forEach(tensor -> outlines.add(new Outline(tensor.name(), tensor.type(), tensor.shape())));
    refuseClashes(outlines);
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(folder.resolve("model.safetensors"), metadata, outlines)) {
      for (Map.Entry<CompressedMatrix, StoredMatrix> matrix : matrices.entrySet()) {
        reports.add(write(matrix.getKey(), matrix.getValue(), writer));
      }
      for (Tensor tensor : kept) {
        for (long row = 0; row < tensor.rows(); row++) {
          writer.write(tensor.name(), tensor.rowBytes(row));
        }
        advance(tensor.byteSize());
      }
      writer.finish();
    }
    String config =
        CompressedConfig.with(
            source.config(), compression.method(), List.copyOf(matrices.keySet()));
    try {
      Files.writeString(folder.resolve("config.json"), config);
      for (Map.Entry<String, Path> file : source.copied().entrySet()) {
        Files.copy(file.getValue(), folder.resolve(file.getKey()));
      }
    } catch (IOException e) {
      throw FileFault.writing(folder, e);
    }
  }

  /// A network whose tensors are called like our parts cannot be told apart from them.
  private void refuseClashes(List<Outline> outlines) {
    Set<String> names = new HashSet<>();
    for (Outline outline : outlines) {
      if (!names.add(outline.name())) {
        throw InvalidInputException.of(
            source.tensors().name(),
            "must have no tensor %s, which is what a part is called; rename it"
                .formatted(outline.name()));
      }
    }
  }

  private TensorReport write(
      CompressedMatrix parts, StoredMatrix stored, SafetensorsWriter writer) {
    MatrixRows rows = new MatrixRows(source.tensors().name(), stored);
    MatrixPacking packing = new MatrixPacking(rows, parts, norms(parts));
    packing.run(
        writer,
        share -> {
          progress.advanced(doneBytes + (long) (share * stored.bytes()), totalBytes);
        });
    advance(stored.bytes());
    return packing.report(stored.bytes());
  }

  private float[] norms(CompressedMatrix parts) {
    return switch (compression.method()) {
      case Method.Magnitude _ -> new float[0];
      case Method.Wanda(ActivationNorms norms) -> {
        if (parts.pattern().isDense()) {
          yield new float[0];
        }
        float[] found = norms.of(parts.name()).orElse(new float[0]);
        if (found.length != parts.inputs()) {
          throw new IllegalArgumentException(
              "%s needs norms of %s inputs, got %s"
                  .formatted(parts.name(), parts.inputs(), found.length));
        }
        yield found;
      }
    };
  }

  private void advance(long bytes) {
    doneBytes += bytes;
    progress.advanced(doneBytes, totalBytes);
  }

  private CompressionReport report() {
    return new CompressionReport(
        reports,
        kept.stream().map(Tensor::name).toList(),
        kept.stream().mapToLong(Tensor::byteSize).sum(),
        List.copyOf(source.copied().keySet()),
        source.leftOut(),
        source.quantizedBefore());
  }
}

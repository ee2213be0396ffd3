package org.cimlet.tensor.compress;

import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.cimlet.tensor.file.SafetensorsWriter;

/// Compresses one matrix into a file, some rows at a time, with all cores.
final class MatrixPacking {
  private static final int BLOCK_WEIGHTS = 1 << 22;

  private final MatrixRows rows;
  private final CompressedMatrix parts;
  private final float[] norms;
  private double squaredError;
  private double squaredNorm;
  private int worstOutput;
  private double worstSquaredError;

  /// @param norms of the inputs, or empty for magnitude alone
  MatrixPacking(MatrixRows rows, CompressedMatrix parts, float[] norms) {
    this.rows = rows;
    this.parts = parts;
    this.norms = norms;
  }

  /// @param share called after each block with the share of the matrix that is done
  void run(SafetensorsWriter writer, DoubleConsumer share) {
    int inputs = parts.inputs();
    int blockRows = Math.clamp(BLOCK_WEIGHTS / inputs, 1, parts.outputs());
    float[] weights = new float[Math.multiplyExact(blockRows, inputs)];
    RowBlock block = new RowBlock(blockRows, inputs, parts.pattern(), parts.scalesPerRow());
    ThreadLocal<RowPacking> packing =
        ThreadLocal.withInitial(
            () -> new RowPacking(parts.pattern(), inputs, parts.inputsPerScale(), norms));
    for (int first = 0; first < parts.outputs(); first += blockRows) {
      int count = Math.min(blockRows, parts.outputs() - first);
      rows.read(first, count, weights);
      block.clear();
      IntStream.range(0, count).parallel().forEach(row -> packing.get().pack(weights, row, block));
      writer.write(parts.values(), block.values(count));
      if (!parts.pattern().isDense()) {
        writer.write(parts.mask(), block.masks(count));
      }
      writer.write(parts.scale(), block.scales(count));
      // row by row, so that sums do not depend on threads
      for (int row = 0; row < count; row++) {
        add(first + row, block.squaredErrors[row], block.squaredNorms[row]);
      }
      share.accept((double) (first + count) / parts.outputs());
    }
  }

  private void add(int output, double error, double norm) {
    squaredError += error;
    squaredNorm += norm;
    double relative = norm == 0 ? 0 : error / norm;
    if (relative > worstSquaredError) {
      worstSquaredError = relative;
      worstOutput = output;
    }
  }

  TensorReport report(long fileBytes) {
    long outputs = parts.outputs();
    return new TensorReport(
        parts.name(),
        parts.pattern(),
        parts.outputs(),
        parts.inputs(),
        fileBytes,
        outputs
            * (parts.pattern().valuesPerRow(parts.inputs())
                + parts.pattern().maskBytesPerRow(parts.inputs())),
        outputs * parts.scalesPerRow() * Float.BYTES,
        squaredNorm == 0 ? 0 : Math.sqrt(squaredError / squaredNorm),
        worstOutput,
        Math.sqrt(worstSquaredError));
  }
}

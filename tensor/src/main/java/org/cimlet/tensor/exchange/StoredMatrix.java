package org.cimlet.tensor.exchange;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.cimlet.tensor.DenseMatrix;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;

/// A matrix as tensors of a module, and their bytes.
sealed interface StoredMatrix {
  /// The module whose weight it is: `model.layers.0.self_attn.q_proj`.
  String module();

  WeightMatrix matrix();

  List<Outline> outlines();

  void write(SafetensorsWriter writer);

  /// Scales, `[outputs, scales a row]`.
  default Outline scale() {
    return new Outline(
        module() + ".weight_scale",
        ElementType.F32,
        List.of((long) matrix().outputs(), (long) matrix().scalesPerRow()));
  }

  /// Two whole numbers: outputs and inputs.
  default Outline shape(String name) {
    return new Outline(module() + "." + name, ElementType.I64, List.of(2L));
  }

  default void writeCommon(SafetensorsWriter writer, String shape) {
    writer.write(scale().name(), matrix().scales());
    if (!shape.isEmpty()) {
      writer.write(module() + "." + shape, longs(matrix().outputs(), matrix().inputs()));
    }
  }

  /// The weights of one output, zeros among them.
  static void row(WeightMatrix matrix, int output, byte[] into) {
    switch (matrix) {
      case DenseMatrix dense ->
          MemorySegment.copy(
              dense.values(),
              ValueLayout.JAVA_BYTE,
              (long) output * dense.inputs(),
              into,
              0,
              dense.inputs());
      case PackedMatrix packed -> {
        Arrays.fill(into, (byte) 0);
        int group = packed.pattern().group();
        for (int g = 0; g < packed.groups(); g++) {
          int k = 0;
          for (long mask = packed.mask(output, g); mask != 0; mask &= mask - 1) {
            into[g * group + Long.numberOfTrailingZeros(mask)] = packed.value(output, g, k++);
          }
        }
      }
    }
  }

  static MemorySegment longs(long... values) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Long.BYTES]);
    for (int i = 0; i < values.length; i++) {
      bytes.set(LONG, (long) i * Long.BYTES, values[i]);
    }
    return bytes;
  }

  ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// `weight` as INT8, every weight.
  record Plain(String module, WeightMatrix matrix) implements StoredMatrix {
    @Override
    public List<Outline> outlines() {
      return List.of(
          new Outline(
              module + ".weight",
              ElementType.I8,
              List.of((long) matrix.outputs(), (long) matrix.inputs())),
          scale());
    }

    @Override
    public void write(SafetensorsWriter writer) {
      byte[] row = new byte[matrix.inputs()];
      for (int output = 0; output < matrix.outputs(); output++) {
        StoredMatrix.row(matrix, output, row);
        writer.write(module + ".weight", MemorySegment.ofArray(row));
      }
      writeCommon(writer, "");
    }
  }

  /// Values that are not 0, a bitmap whose lowest bit is the first input, and where rows begin.
  ///
  /// @param count of the values
  record Bitmask(String module, WeightMatrix matrix, long count) implements StoredMatrix {
    static Bitmask of(String module, WeightMatrix matrix) {
      byte[] row = new byte[matrix.inputs()];
      long count = 0;
      for (int output = 0; output < matrix.outputs(); output++) {
        StoredMatrix.row(matrix, output, row);
        for (byte value : row) {
          count += value == 0 ? 0 : 1;
        }
      }
      return new Bitmask(module, matrix, count);
    }

    private long maskBytes() {
      return Math.ceilDiv(matrix.inputs(), Byte.SIZE);
    }

    @Override
    public List<Outline> outlines() {
      long outputs = matrix.outputs();
      return List.of(
          shape("shape"),
          new Outline(module + ".row_offsets", ElementType.I64, List.of(outputs)),
          new Outline(module + ".compressed", ElementType.I8, List.of(count)),
          new Outline(module + ".bitmask", ElementType.U8, List.of(outputs, maskBytes())),
          scale());
    }

    @Override
    public void write(SafetensorsWriter writer) {
      byte[] row = new byte[matrix.inputs()];
      byte[] values = new byte[matrix.inputs()];
      byte[] mask = new byte[(int) maskBytes()];
      long before = 0;
      for (int output = 0; output < matrix.outputs(); output++) {
        StoredMatrix.row(matrix, output, row);
        Arrays.fill(mask, (byte) 0);
        int kept = 0;
        for (int input = 0; input < row.length; input++) {
          if (row[input] != 0) {
            values[kept++] = row[input];
            mask[input / Byte.SIZE] |= (byte) (1 << input % Byte.SIZE);
          }
        }
        writer.write(module + ".compressed", MemorySegment.ofArray(values).asSlice(0, kept));
        writer.write(module + ".bitmask", MemorySegment.ofArray(mask));
        writer.write(module + ".row_offsets", longs(before));
        before += kept;
      }
      writeCommon(writer, "shape");
    }
  }

  /// `weight_packed`: four weights plus 128 in an `int32`, the first in its lowest byte; a row's
  /// last word is filled up with 0.
  record Words(String module, WeightMatrix matrix) implements StoredMatrix {
    @Override
    public List<Outline> outlines() {
      long words = Math.ceilDiv(matrix.inputs(), Integer.BYTES);
      return List.of(
          shape("weight_shape"),
          new Outline(
              module + ".weight_packed", ElementType.I32, List.of((long) matrix.outputs(), words)),
          scale());
    }

    @Override
    public void write(SafetensorsWriter writer) {
      byte[] row = new byte[matrix.inputs()];
      byte[] words = new byte[Math.ceilDiv(row.length, Integer.BYTES) * Integer.BYTES];
      for (int output = 0; output < matrix.outputs(); output++) {
        StoredMatrix.row(matrix, output, row);
        for (int input = 0; input < row.length; input++) {
          words[input] = (byte) (row[input] + 128);
        }
        writer.write(module + ".weight_packed", MemorySegment.ofArray(words));
      }
      writeCommon(writer, "weight_shape");
    }
  }
}

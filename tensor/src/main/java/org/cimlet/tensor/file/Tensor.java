package org.cimlet.tensor.file;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;

/// A named tensor of a mapped file. Rows run along the last dimension and are read when asked for.
///
/// May be read by many threads at once, until its [TensorFile] is closed.
public final class Tensor {
  private final String name;
  private final ElementType type;
  private final List<Long> shape;
  private final MemorySegment bytes;
  private final Optional<LongUnaryOperator> storedRow;
  private final @Nullable RowSource made;
  private final long storedBytes;
  private final long rows;
  private final long columns;

  /// Computes the rows of a tensor that a file holds in another form.
  @FunctionalInterface
  public interface RowSource {
    /// Computes a row.
    ///
    /// @param row from 0, over all dimensions but the last
    /// @param first where in `into` it begins
    void read(long row, float[] into, int first);
  }

  /// @param bytes as many as shape and type need
  /// @param storedRow where in the file a row stands, if not in its own place
  Tensor(
      String name,
      ElementType type,
      List<Long> shape,
      MemorySegment bytes,
      Optional<LongUnaryOperator> storedRow) {
    this.name = name;
    this.type = type;
    this.shape = List.copyOf(shape);
    this.bytes = bytes;
    this.storedRow = storedRow;
    this.made = null;
    this.storedBytes = bytes.byteSize();
    this.columns = shape.isEmpty() ? 1 : shape.getLast();
    long elements = elements(shape).orElseThrow();
    this.rows = columns == 0 ? 0 : elements / columns;
    if (bytes.byteSize() != type.bytes(elements)) {
      throw new IllegalArgumentException(
          "%s %s %s needs %s bytes, got %s"
              .formatted(name, type, shape, type.bytes(elements), bytes.byteSize()));
    }
  }

  private Tensor(String name, List<Long> shape, long storedBytes, RowSource made) {
    this.name = name;
    this.type = ElementType.F32;
    this.shape = List.copyOf(shape);
    this.bytes = MemorySegment.NULL;
    this.storedRow = Optional.empty();
    this.made = made;
    this.storedBytes = storedBytes;
    this.columns = shape.getLast();
    this.rows = columns == 0 ? 0 : elements(shape).orElseThrow() / columns;
  }

  /// A tensor of floats whose rows are computed when they are read.
  ///
  /// @param shape at least one dimension
  /// @param storedBytes that the file has for it
  public static Tensor made(String name, List<Long> shape, long storedBytes, RowSource rows) {
    return new Tensor(name, shape, storedBytes, rows);
  }

  Tensor(String name, ElementType type, List<Long> shape, MemorySegment bytes) {
    this(name, type, shape, bytes, Optional.empty());
  }

  /// The same tensor under another name.
  Tensor named(String other) {
    if (made != null) {
      return new Tensor(other, shape, storedBytes, made);
    }
    return new Tensor(other, type, shape, bytes, storedRow);
  }

  /// The same stored bytes with their rows in another order.
  Tensor reordered(LongUnaryOperator stored) {
    return new Tensor(name, type, shape, bytes, Optional.of(stored));
  }

  /// The same vector as floats in memory, each less by one.
  Tensor minusOne() {
    float[] less = row(0);
    for (int i = 0; i < less.length; i++) {
      less[i]--;
    }
    return new Tensor(name, ElementType.F32, shape, floats(less));
  }

  private static MemorySegment floats(float[] values) {
    ByteBuffer floats =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      floats.putFloat(value);
    }
    return MemorySegment.ofArray(floats.array()).asReadOnly();
  }

  /// Elements of a shape; empty if a dimension is negative or the product passes 2^63 - 1.
  static OptionalLong elements(List<Long> shape) {
    long elements = 1;
    for (long dimension : shape) {
      if (dimension < 0 || Math.multiplyHigh(elements, dimension) != 0) {
        return OptionalLong.empty();
      }
      elements *= dimension;
      if (elements < 0) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(elements);
  }

  /// Its name in the file.
  public String name() {
    return name;
  }

  /// How its elements are stored.
  public ElementType type() {
    return type;
  }

  /// Its dimensions, the last running fastest; empty for a single number.
  public List<Long> shape() {
    return shape;
  }

  /// Rows: the product of all dimensions but the last.
  public long rows() {
    return rows;
  }

  /// Elements of a row: the last dimension.
  public long columns() {
    return columns;
  }

  /// Bytes in the file.
  public long byteSize() {
    return storedBytes;
  }

  /// All stored bytes, read-only, row after row.
  ///
  /// @throws IllegalStateException if the file has the rows in another order, or they are computed
  public MemorySegment bytes() {
    if (made != null) {
      throw new IllegalStateException(name + " is computed row by row");
    }
    if (storedRow.isPresent()) {
      throw new IllegalStateException(name + " is stored in another order of rows");
    }
    return bytes;
  }

  /// The bytes of one row, read-only: as stored, or of floats where they are computed.
  public MemorySegment rowBytes(long row) {
    Objects.checkIndex(row, rows);
    if (made != null) {
      return floats(row(row));
    }
    long rowBytes = type.bytes(columns);
    long stored = storedRow.isPresent() ? storedRow.get().applyAsLong(row) : row;
    return bytes.asSlice(stored * rowBytes, rowBytes);
  }

  /// Reads one row as floats: F64 is rounded to the nearest, everything else is exact.
  ///
  /// @param into room for the row
  /// @param at where in it the row begins
  /// @throws InvalidInputException if an integer is no float
  /// @throws IndexOutOfBoundsException if the row does not fit
  public void readRow(long row, float[] into, int at) {
    int length = Math.toIntExact(columns);
    Objects.checkFromIndexSize(at, length, into.length);
    if (made != null) {
      Objects.checkIndex(row, rows);
      made.read(row, into, at);
      return;
    }
    try {
      RowReading.read(type, rowBytes(row), into, at, length);
    } catch (ArithmeticException e) {
      throw InvalidInputException.of(
          name, "must hold numbers that a float has exactly, got " + e.getMessage());
    }
  }

  /// Reads one row as floats; see the one with a place.
  ///
  /// @param into as long as a row
  public void readRow(long row, float[] into) {
    if (into.length != columns) {
      throw new IllegalArgumentException(
          "%s has rows of %s elements, got room for %s".formatted(name, columns, into.length));
    }
    readRow(row, into, 0);
  }

  /// One row as floats.
  public float[] row(long row) {
    float[] floats = new float[Math.toIntExact(columns)];
    readRow(row, floats, 0);
    return floats;
  }

  /// `model.norm.weight F32 [4096]`.
  @Override
  public String toString() {
    return "%s %s %s".formatted(name, type, shape);
  }
}

package org.cimlet.document.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Writes tables as an Apache Parquet file: a row group for each, one page a column, plain values,
/// gzip.
///
/// The format is that of `parquet.thrift` (apache/parquet-format 2.10), in Thrift's compact
/// protocol. Every column is required; there are no nulls.
public final class Parquet {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int GZIP = 2;
  private static final int UTF8 = 0;

  private final String name;
  private final OutputStream out;
  private final List<Group> groups = new ArrayList<>();
  private long written;

  /// Where a column's page lies.
  private record Chunk(Table.Column column, long offset, int plainBytes, int storedBytes) {}

  /// Rows that were written together, the columns emptied.
  private record Group(int rows, List<Chunk> chunks) {}

  private Parquet(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  /// Begins a file.
  ///
  /// @param name of its rows
  /// @param out is not closed
  /// @throws IOException where it cannot be written
  public static Parquet begin(String name, OutputStream out) throws IOException {
    Parquet file = new Parquet(name, out);
    file.write(MAGIC);
    return file;
  }

  /// A whole file of one table.
  ///
  /// @param name of its rows
  public static byte[] of(String name, Table table) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Parquet file = begin(name, bytes);
      file.write(table);
      file.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }

  /// Writes more rows.
  ///
  /// @param table has at least one row, and the same columns each time
  /// @throws IOException where it cannot be written
  public void write(Table table) throws IOException {
    List<Chunk> chunks = new ArrayList<>();
    for (Table.Column column : table.columns()) {
      byte[] plain = plain(column);
      byte[] stored = gzip(plain);
      byte[] header = pageHeader(plain.length, stored.length, table.rows());
      chunks.add(
          new Chunk(
              column.empty(),
              written,
              plain.length + header.length,
              stored.length + header.length));
      write(header);
      write(stored);
    }
    groups.add(new Group(table.rows(), chunks));
  }

  /// No rows follow.
  ///
  /// @throws IOException where it cannot be written, or no rows were
  public void end() throws IOException {
    if (groups.isEmpty()) {
      throw new IOException("a table must have rows to be written");
    }
    byte[] footer = footer();
    write(footer);
    write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
    write(MAGIC);
  }

  /// Parquet's number of a column's physical type.
  private static int type(Table.Column column) {
    return switch (column) {
      case Table.Column.Longs _ -> 2;
      case Table.Column.Doubles _ -> 5;
      case Table.Column.Texts _ -> 6;
    };
  }

  private static byte[] plain(Table.Column column) {
    return switch (column) {
      case Table.Column.Longs longs -> {
        ByteBuffer bytes = buffer(8 * longs.values().size());
        longs.values().forEach(bytes::putLong);
        yield written(bytes);
      }
      case Table.Column.Doubles doubles -> {
        ByteBuffer bytes = buffer(8 * doubles.values().size());
        doubles.values().forEach(bytes::putDouble);
        yield written(bytes);
      }
      case Table.Column.Texts texts -> {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : texts.values()) {
          byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
          bytes.writeBytes(written(buffer(4).putInt(utf8.length)));
          bytes.writeBytes(utf8);
        }
        yield bytes.toByteArray();
      }
    };
  }

  private static byte[] written(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] pageHeader(int plainBytes, int storedBytes, int rows) {
    CompactStruct data = new CompactStruct().i32(1, rows).i32(2, PLAIN).i32(3, RLE).i32(4, RLE);
    return new CompactStruct()
        .i32(1, 0) // a data page
        .i32(2, plainBytes)
        .i32(3, storedBytes)
        .struct(5, data)
        .bytes();
  }

  private byte[] footer() {
    List<CompactStruct> schema = new ArrayList<>();
    List<Chunk> first = groups.getFirst().chunks();
    schema.add(new CompactStruct().text(4, name).i32(5, first.size()));
    for (Chunk chunk : first) {
      CompactStruct element =
          new CompactStruct().i32(1, type(chunk.column())).i32(3, 0).text(4, chunk.column().name());
      schema.add(chunk.column() instanceof Table.Column.Texts ? element.i32(6, UTF8) : element);
    }
    long rows = 0;
    List<CompactStruct> all = new ArrayList<>();
    for (Group group : groups) {
      rows += group.rows();
      all.add(described(group));
    }
    return new CompactStruct()
        .i32(1, 1)
        .structs(2, schema)
        .i64(3, rows)
        .structs(4, all)
        .text(6, "cimlet")
        .bytes();
  }

  private static CompactStruct described(Group group) {
    List<CompactStruct> columns = new ArrayList<>();
    long plain = 0;
    for (Chunk chunk : group.chunks()) {
      CompactStruct about =
          new CompactStruct()
              .i32(1, type(chunk.column()))
              .i32s(2, List.of(PLAIN, RLE))
              .texts(3, List.of(chunk.column().name()))
              .i32(4, GZIP)
              .i64(5, group.rows())
              .i64(6, chunk.plainBytes())
              .i64(7, chunk.storedBytes())
              .i64(9, chunk.offset());
      columns.add(new CompactStruct().i64(2, chunk.offset()).struct(3, about));
      plain += chunk.plainBytes();
    }
    return new CompactStruct().structs(1, columns).i64(2, plain).i64(3, group.rows());
  }
}

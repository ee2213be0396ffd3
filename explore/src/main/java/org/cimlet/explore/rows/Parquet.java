package org.cimlet.explore.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Writes a table as an Apache Parquet file: one row group, one page a column, plain values, gzip.
///
/// The format is that of `parquet.thrift` (apache/parquet-format 2.10), in Thrift's compact
/// protocol. Every column is required; there are no nulls.
public final class Parquet {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int GZIP = 2;
  private static final int UTF8 = 0;

  private Parquet() {}

  /// Parquet's number of a column's physical type.
  private static int type(Table.Column column) {
    return switch (column) {
      case Table.Column.Longs _ -> 2;
      case Table.Column.Doubles _ -> 5;
      case Table.Column.Texts _ -> 6;
    };
  }

  /// Where a column's page lies.
  private record Chunk(Table.Column column, long offset, int plainBytes, int storedBytes) {}

  /// The whole file.
  public static byte[] of(Table table) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(MAGIC);
    List<Chunk> chunks = new ArrayList<>();
    for (Table.Column column : table.columns()) {
      byte[] plain = plain(column);
      byte[] stored = gzip(plain);
      byte[] header = pageHeader(plain.length, stored.length, table.rows());
      chunks.add(
          new Chunk(
              column, file.size(), plain.length + header.length, stored.length + header.length));
      file.writeBytes(header);
      file.writeBytes(stored);
    }
    byte[] footer = footer(table, chunks);
    file.writeBytes(footer);
    file.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
    file.writeBytes(MAGIC);
    return file.toByteArray();
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

  private static byte[] footer(Table table, List<Chunk> chunks) {
    List<CompactStruct> schema = new ArrayList<>();
    schema.add(new CompactStruct().text(4, "designs").i32(5, chunks.size()));
    List<CompactStruct> columns = new ArrayList<>();
    long stored = 0;
    for (Chunk chunk : chunks) {
      CompactStruct element =
          new CompactStruct().i32(1, type(chunk.column())).i32(3, 0).text(4, chunk.column().name());
      schema.add(chunk.column() instanceof Table.Column.Texts ? element.i32(6, UTF8) : element);
      CompactStruct about =
          new CompactStruct()
              .i32(1, type(chunk.column()))
              .i32s(2, List.of(PLAIN, RLE))
              .texts(3, List.of(chunk.column().name()))
              .i32(4, GZIP)
              .i64(5, table.rows())
              .i64(6, chunk.plainBytes())
              .i64(7, chunk.storedBytes())
              .i64(9, chunk.offset());
      columns.add(new CompactStruct().i64(2, chunk.offset()).struct(3, about));
      stored += chunk.plainBytes();
    }
    CompactStruct group =
        new CompactStruct().structs(1, columns).i64(2, stored).i64(3, table.rows());
    return new CompactStruct()
        .i32(1, 1)
        .structs(2, schema)
        .i64(3, table.rows())
        .structs(4, List.of(group))
        .text(6, "cimlet")
        .bytes();
  }
}

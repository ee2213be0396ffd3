package org.cimlet.document.rows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Reads the files that [Parquet] writes, and no others: one row group, one page a column, plain
/// values, gzip.
public final class ParquetReader {
  private static final int SCHEMA = 2;
  private static final int ROWS = 3;
  private static final int GROUPS = 4;
  private static final int TAIL_BYTES = 8;

  private final ByteBuffer file;
  private final int rows;

  private ParquetReader(ByteBuffer file, int rows) {
    this.file = file;
    this.rows = rows;
  }

  /// The table that a file holds.
  ///
  /// @throws IllegalArgumentException where it is not one of ours, or not whole
  public static Table read(byte[] content) {
    ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int footer = content.length - TAIL_BYTES - file.getInt(content.length - TAIL_BYTES);
      Map<Integer, Object> about = new CompactReader(file.duplicate().position(footer)).struct();
      ParquetReader reader = new ParquetReader(file, ((Long) field(about, ROWS)).intValue());
      List<?> schema = (List<?>) field(about, SCHEMA);
      List<?> groups = (List<?>) field(about, GROUPS);
      List<?> chunks = (List<?>) field((Map<?, ?>) groups.getFirst(), 1);
      List<Table.Column> columns = new ArrayList<>();
      for (int i = 0; i < chunks.size(); i++) {
        Map<?, ?> element = (Map<?, ?>) schema.get(i + 1);
        columns.add(
            reader.column(
                (String) field(element, 4),
                ((Long) field(element, 1)).intValue(),
                ((Long) field((Map<?, ?>) chunks.get(i), 2)).intValue()));
      }
      return new Table(columns);
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | ClassCastException
        | IOException e) {
      throw new IllegalArgumentException("a file that is not whole", e);
    }
  }

  private static Object field(Map<?, ?> fields, int number) {
    Object value = fields.get(number);
    if (value == null) {
      throw new IllegalArgumentException("no field " + number);
    }
    return value;
  }

  private Table.Column column(String name, int type, int offset) throws IOException {
    ByteBuffer page = file.duplicate().position(offset);
    Map<Integer, Object> header = new CompactReader(page).struct();
    byte[] stored = new byte[((Long) field(header, 3)).intValue()];
    page.get(stored);
    byte[] plain;
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      plain = gzip.readAllBytes();
    }
    ByteBuffer values = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case 2 -> {
        Table.Column.Longs longs = Table.longs(name);
        for (int row = 0; row < rows; row++) {
          longs.values().add(values.getLong());
        }
        yield longs;
      }
      case 5 -> {
        Table.Column.Doubles doubles = Table.doubles(name);
        for (int row = 0; row < rows; row++) {
          doubles.values().add(values.getDouble());
        }
        yield doubles;
      }
      case 6 -> {
        Table.Column.Texts texts = Table.texts(name);
        for (int row = 0; row < rows; row++) {
          byte[] utf8 = new byte[values.getInt()];
          values.get(utf8);
          texts.values().add(new String(utf8, StandardCharsets.UTF_8));
        }
        yield texts;
      }
      default -> throw new IllegalArgumentException("a column of type " + type);
    };
  }
}

package org.cimlet.document.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What is written is read again. Other readers (PyArrow, DuckDB, pandas) are tried by hand.
class ParquetTest {
  private static Table table() {
    Table.Column.Longs longs = Table.longs("design");
    Table.Column.Doubles doubles = Table.doubles("tpot_s");
    Table.Column.Texts texts = Table.texts("why");
    for (int row = 0; row < 300; row++) {
      longs.values().add(row * 40_000_000_000L - 5);
      doubles.values().add(row % 7 == 0 ? Double.NaN : Math.exp(row / 10.0));
      texts.values().add(row % 3 == 0 ? "" : "µ".repeat(row));
    }
    return new Table(java.util.List.of(longs, doubles, texts));
  }

  @Test
  void a_table_is_read_as_it_was_written() {
    Table read = ParquetReader.read(Parquet.of("designs", table()));
    assertThat(read.columns()).isEqualTo(table().columns());
    assertThat(read.rows()).isEqualTo(300);
  }

  @Test
  void a_file_that_was_cut_off_is_refused() {
    byte[] whole = Parquet.of("designs", table());
    for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
      assertThatThrownBy(() -> ParquetReader.read(Arrays.copyOf(whole, length)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

package org.cimlet.document.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Parquet files as the format has them: marks, the length of the footer, pages in gzip.
class ParquetGroupsTest {
  private static Table table(long first) {
    Table.Column.Longs numbers = Table.longs("number");
    Table.Column.Texts words = Table.texts("word");
    for (long number = first; number < first + 3; number++) {
      numbers.values().add(number);
      words.values().add("w" + number);
    }
    return new Table(List.of(numbers, words));
  }

  private static int footerBytes(byte[] file) {
    return ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /// The values of the page that begins with a gzip header at or after a place.
  private static ByteBuffer page(byte[] file, int from) throws IOException {
    int at = from;
    while (file[at] != 0x1f || file[at + 1] != (byte) 0x8b) {
      at++;
    }
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(file, at, file.length - at))) {
      return ByteBuffer.wrap(in.readNBytes(24)).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  @Test
  void rows_that_come_in_several_goes_are_groups_of_one_file() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Parquet file = Parquet.begin("things", bytes);
    file.write(table(1));
    int second = bytes.size();
    file.write(table(4));
    int footer = bytes.size();
    file.end();
    byte[] whole = bytes.toByteArray();
    assertThat(new String(whole, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
    assertThat(new String(whole, whole.length - 4, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
    assertThat(footerBytes(whole)).isEqualTo(whole.length - 8 - footer);
    ByteBuffer first = page(whole, 4);
    assertThat(List.of(first.getLong(), first.getLong(), first.getLong()))
        .containsExactly(1L, 2L, 3L);
    ByteBuffer later = page(whole, second);
    assertThat(List.of(later.getLong(), later.getLong(), later.getLong()))
        .containsExactly(4L, 5L, 6L);
  }

  @Test
  void a_table_at_once_is_the_same_file() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Parquet file = Parquet.begin("things", bytes);
    file.write(table(1));
    file.end();
    assertThat(Parquet.of("things", table(1))).isEqualTo(bytes.toByteArray());
    byte[] other = Parquet.of("things", table(2));
    assertThat(Arrays.equals(other, bytes.toByteArray())).isFalse();
  }

  @Test
  void a_file_without_rows_is_refused() throws IOException {
    Parquet file = Parquet.begin("things", new ByteArrayOutputStream());
    assertThatThrownBy(file::end).isInstanceOf(IOException.class).hasMessageContaining("rows");
  }
}

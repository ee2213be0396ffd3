package org.cimlet.explore;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.rows.Parquet;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.jspecify.annotations.Nullable;

/// A range of a space's designs, for any computer that has Cimlet and the files that the space
/// refers to.
///
/// @param yaml the space
/// @param identity of the space where it was read first
/// @param number of the range
public record RemoteRange(String yaml, String identity, long number) implements Serializable {
  /// What threads answered with: whoever answers one range of a space often answers the next.
  private static final ThreadLocal<@Nullable Reader> LAST = new ThreadLocal<>();

  /// A space as this thread read it.
  private record Reader(String identity, Columns columns, Ranges ranges) {}

  /// What came of a range.
  ///
  /// @param part as a folder keeps it: JSON; empty where there is a fault
  /// @param rows of every design: Parquet
  /// @param fault why this computer cannot answer; empty where it did
  @SuppressWarnings("ArrayRecordComponent") // on its way to a file
  public record Answered(String part, byte[] rows, String fault) implements Serializable {}

  /// Answers the range, here.
  public Answered answered() {
    try {
      Reader reader = LAST.get();
      if (reader == null || !reader.identity().equals(identity)) {
        reader = reader();
        LAST.set(reader);
      }
      List<Row> rows = reader.ranges().rows(number);
      Part part = Part.of(number, rows, reader.columns());
      return new Answered(part.json(), parquet(rows, reader.columns()), "");
    } catch (InvalidInputException e) {
      return new Answered("", new byte[0], String.valueOf(e.getMessage()));
    }
  }

  private Reader reader() {
    Space space = SpaceReader.parse("space.yaml", yaml);
    if (!space.identity().equals(identity)) {
      throw InvalidInputException.of(
          "space.yaml", "must refer to the same machines and networks everywhere, got others");
    }
    Columns columns = Columns.of(space);
    return new Reader(identity, columns, new Ranges(space, columns));
  }

  /// Rows by the numbers of their designs.
  static byte[] parquet(List<Row> rows, Columns columns) {
    List<Row> sorted = rows.stream().sorted(Comparator.comparingLong(Row::design)).toList();
    return Parquet.of("designs", columns.table(sorted));
  }
}

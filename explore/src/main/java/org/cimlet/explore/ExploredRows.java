package org.cimlet.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.rows.ParquetReader;
import org.cimlet.document.rows.Table;

/// The rows that an exploration wrote, part by part.
public final class ExploredRows {
  private ExploredRows() {}

  /// Hands over the rows of every part, in the order of the parts.
  ///
  /// @param folder of the exploration
  /// @throws InvalidInputException where a part cannot be read, or is not whole
  public static void each(Path folder, Consumer<Table> rows) {
    for (Path part : parts(folder)) {
      try {
        rows.accept(ParquetReader.read(Files.readAllBytes(part)));
      } catch (IOException | IllegalArgumentException e) {
        throw InvalidInputException.of(
            part.toString(),
            ("must be a whole part that cimlet explore wrote, got '%s'; remove it and the .json of its"
                    + " name, and --resume answers its designs again")
                .formatted(e));
      }
    }
  }

  private static List<Path> parts(Path folder) {
    try (Stream<Path> files = Files.list(folder.resolve("parts"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    } catch (IOException e) {
      throw InvalidInputException.of(
          folder.toString(),
          "must be a folder that cimlet explore wrote, got '%s'; name one that --out made"
              .formatted(e));
    }
  }
}

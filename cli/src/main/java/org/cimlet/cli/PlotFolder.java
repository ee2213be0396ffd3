package org.cimlet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.cli.input.NamedPath;
import org.cimlet.cli.output.Output;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.report.html.PlotFiles;

/// A page's plots as files of a folder.
final class PlotFolder {
  private static final String OPTION = "--plots";

  private PlotFolder() {}

  /// Makes the folder where it is not there.
  ///
  /// @throws InvalidInputException where it cannot be written to
  static void write(Output output, String name, String html) {
    Path folder = NamedPath.of(OPTION, name);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw InvalidInputException.of(
          OPTION, "must name a folder that can be written to, got '%s'".formatted(name));
    }
    PlotFiles.of(html)
        .forEach((file, text) -> output.write(OPTION, folder.resolve(file).toString(), text));
  }
}

package org.cimlet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.cimlet.cli.input.NamedPath;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.network.read.ShippedNetwork;

/// Where a network's files lie while it is used: where the user says, or, of one that ships, in a
/// temporary folder that goes with it.
///
/// @param name what to call it
record NetworkPlace(String name, Path path, boolean temporary) implements AutoCloseable {

  /// @param option which argument named it
  /// @param network a shipped name, which comes before a file of that name, or a path
  static NetworkPlace of(String option, String network) {
    if (!ShippedNetwork.ships(network)) {
      Path named = NamedPath.of(option, network);
      return new NetworkPlace(NamedPath.name(named), NetworkReader.path(network), false);
    }
    try {
      NetworkPlace place =
          new NetworkPlace(network, Files.createTempDirectory("cimlet-" + network), true);
      ShippedNetwork.unpack(network, place.path());
      return place;
    } catch (IOException e) {
      throw InvalidInputException.of(
          network,
          "must be unpacked into the folder for temporary files, which does not take it (%s); free"
                  .formatted(e.getMessage())
              + " some space there");
    }
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> innerFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innerFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

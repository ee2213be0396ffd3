package org.cimlet.cli.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.StoredWeights;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.tensor.file.SingleFile;

/// What a network to be estimated or simulated is: of its files only what describes it is read.
///
/// @param stored how its files hold its weights, where they are quantized; at fault where they hold
///   them in several ways
public record NamedNetwork(NetworkSpec network, Supplier<Optional<StoredWeights>> stored) {
  /// Finds it.
  ///
  /// @param name a shipped name, a HuggingFace folder, a config file, a name on the hub, a GGUF
  ///   file or a llama2.c checkpoint
  /// @throws InvalidInputException if there is no such network, or it is at fault
  public static NamedNetwork of(String name) {
    Path path = name.isBlank() ? Path.of("") : NetworkReader.path(name);
    if (!SingleFile.isNamed(path) || !Files.exists(path)) {
      NetworkSpec network = NetworkReader.read(name);
      return new NamedNetwork(network, () -> NetworkReader.stored(name, network));
    }
    try (SingleFile file = SingleFile.open(path)) {
      StoredWeights stored = file.stored();
      return new NamedNetwork(file.network(), () -> Optional.of(stored));
    }
  }
}

package org.cimlet.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.Transformer;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/// A network with its vocabulary, ready to run.
///
/// @param name the last part of its path
/// @param linears how its linears are computed
record OpenNetwork(
    String name, NetworkFile file, Linears linears, Transformer transformer, Tokenizer tokenizer)
    implements AutoCloseable {

  /// @throws InvalidInputException if the network or its vocabulary is at fault, or they do not
  ///   belong together
  static OpenNetwork open(String network, NetworkOptions options) {
    Path path = path("NETWORK", network);
    NetworkFile file = NetworkFile.open(path);
    try {
      Tokenizer tokenizer = tokenizer(path, options.tokenizer());
      int words = tokenizer.vocabularySize();
      int known = file.network().architecture().vocabulary();
      if (words > known) {
        throw InvalidInputException.of(
            options.tokenizer() == null ? network : options.tokenizer(),
            "must be the vocabulary of a network that knows %s tokens, got %s; name the right one with --tokenizer"
                .formatted(known, words));
      }
      Arithmetics chosen = Arithmetics.choose(network, file.network(), options.linears());
      Transformer transformer = new Transformer(chosen.network(), chosen.arithmetic());
      return new OpenNetwork(name(path), file, chosen.linears(), transformer, tokenizer);
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  Network network() {
    return file.network();
  }

  static Path path(String option, String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw InvalidInputException.of(option, "must be a path, got '%s'".formatted(text));
    }
    throw InvalidInputException.of(option, "must be a path, got an empty one");
  }

  static String name(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? path.toString() : last.toString();
  }

  /// The vocabulary named, or the one in the network's folder.
  static Tokenizer tokenizer(Path network, @Nullable String named) {
    if (named != null) {
      return Tokenizer.open(path("--tokenizer", named));
    }
    boolean folder = network.toFile().isDirectory();
    return Tokenizer.open(folder ? network : network.toAbsolutePath().resolveSibling("."));
  }

  @Override
  public void close() {
    file.close();
  }
}

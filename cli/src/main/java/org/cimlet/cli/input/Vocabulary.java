package org.cimlet.cli.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/// Counts a text's tokens by a vocabulary that is opened when the first text comes.
public final class Vocabulary implements ToIntFunction<String> {
  private final String network;
  private final @Nullable String named;
  private @Nullable Tokenizer tokenizer;

  /// @param network whose folder has its vocabulary
  /// @param named another in its place
  public Vocabulary(String network, @Nullable String named) {
    this.network = network;
    this.named = named;
  }

  @Override
  public int applyAsInt(String text) {
    Tokenizer opened = tokenizer;
    if (opened == null) {
      opened = open();
      tokenizer = opened;
    }
    return opened.encode(text).length;
  }

  private Tokenizer open() {
    Path path = Path.of(named == null ? NetworkReader.path(network).toString() : named);
    if (!Files.exists(path)) {
      throw InvalidInputException.of(
          named == null ? "--network" : "--tokenizer",
          "must have a vocabulary to count the tokens of conversations, got '%s'; name a network's folder, a vocabulary with --tokenizer, or give lengths as input_tokens,output_tokens"
              .formatted(path));
    }
    return Tokenizer.open(path);
  }
}

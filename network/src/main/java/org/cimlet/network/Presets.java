package org.cimlet.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cimlet.document.Document;
import org.cimlet.document.Document.Format;

/// The networks that come with Cimlet: for each a `config.json` of our own writing with the keys
/// that decide its shape.
final class Presets {
  /// A jar's folder cannot be listed, so the names stand here; a test compares them with the
  /// folder.
  static final List<String> NAMES =
      List.of(
          "deepseek-v3",
          "demo",
          "gemma-2b",
          "gemma2-9b",
          "gpt-oss-120b",
          "gpt-oss-20b",
          "gpt2",
          "gpt2-xl",
          "llama-2-13b",
          "llama-2-70b",
          "llama-2-7b",
          "llama-3.1-405b",
          "llama-3.1-70b",
          "llama-3.1-8b",
          "llama-3.2-1b",
          "llama-3.2-3b",
          "mistral-7b",
          "mixtral-8x22b",
          "mixtral-8x7b",
          "opt-6.7b",
          "qwen2.5-0.5b",
          "qwen2.5-32b",
          "qwen2.5-72b",
          "qwen2.5-7b",
          "qwen3-0.6b",
          "qwen3-235b-a22b",
          "qwen3-30b-a3b",
          "qwen3-32b",
          "qwen3-8b",
          "stories260k",
          "tinyllama-1.1b");

  private Presets() {}

  /// @param name one of [#NAMES]
  static NetworkSpec read(String name) {
    return Families.read(name, document(name));
  }

  static Document document(String name) {
    return ShippedNetwork.ships(name)
        ? ShippedNetwork.config(name)
        : Document.parse("preset " + name, text(name), Format.JSON);
  }

  private static String text(String name) {
    try (InputStream in = Presets.class.getResourceAsStream("presets/" + name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the preset " + name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.cimlet.network.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.document.Document;
import org.cimlet.network.NetworkSpec;

/// Networks that ship whole, weights and vocabulary too: HuggingFace folders among our resources.
public final class ShippedNetwork {
  private static final List<String> NAMES = List.of("demo");
  private static final List<String> FILES =
      List.of("config.json", "model.safetensors", "tokenizer.json");

  private ShippedNetwork() {}

  /// Their names, in alphabetical order.
  public static List<String> names() {
    return NAMES;
  }

  /// Whether a name is one of them.
  public static boolean ships(String nameOrPath) {
    return NAMES.contains(nameOrPath);
  }

  /// Copies a network's files into a folder, because weights are mapped and a resource cannot be.
  ///
  /// @param name one of [#names]
  /// @throws IOException if the folder does not take them
  public static void unpack(String name, Path folder) throws IOException {
    for (String file : FILES) {
      try (InputStream in = open(name, file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
  }

  /// A text the network was not trained on.
  ///
  /// @param name one of [#names]
  public static String heldOutText(String name) {
    return text(name, "held-out.txt");
  }

  static Document config(String name) {
    return Document.parse("preset " + name, text(name, "config.json"), Document.Format.JSON);
  }

  private static String text(String name, String file) {
    try (InputStream in = open(name, file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name, String file) {
    InputStream in = NetworkSpec.class.getResourceAsStream("presets/" + name + "/" + file);
    if (in == null) {
      throw new IllegalStateException("%s of %s is missing from this build".formatted(file, name));
    }
    return in;
  }
}

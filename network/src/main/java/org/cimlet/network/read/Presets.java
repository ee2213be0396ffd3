package org.cimlet.network.read;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cimlet.document.Document;
import org.cimlet.document.Document.Format;
import org.cimlet.document.Resources;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.family.Families;

/// The networks that come with Cimlet: for each a `config.json` of our own writing with the keys
/// that decide its shape.
final class Presets {
  private static final Resources RESOURCES = NetworkSpec.class::getResourceAsStream;

  /// As `presets/index.txt` lists them, since a jar's folder cannot be listed.
  static final List<String> NAMES = text("index.txt").lines().toList();

  private Presets() {}

  /// @param name one of [#NAMES]
  static NetworkSpec read(String name) {
    return Families.read(name, document(name));
  }

  static Document document(String name) {
    return ShippedNetwork.ships(name)
        ? ShippedNetwork.config(name)
        : Document.parse("preset " + name, text(name + ".json"), Format.JSON);
  }

  private static String text(String file) {
    return new String(RESOURCES.bytes("presets/" + file), StandardCharsets.UTF_8);
  }
}

package org.cimlet.document;

import com.networknt.schema.utils.JsonNodes;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import org.cimlet.diagnostic.Diagnostic;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON or YAML text whose root is an object, with the place of every key and value.
///
/// What a text says twice or ambiguously is refused while reading: duplicate keys, numbers that are
/// not finite, a second document, and YAML's aliases, merge keys, tags and number spellings that
/// would be taken for text. All such faults of one text are reported together.
///
/// An integer stays an integer of any size (`isIntegralNumber()`); `3.7`, `4096.0` and `1e3` are
/// floating-point numbers, so a reader of counts can refuse them.
public final class Document {
  /// The key under which a mapping of [#readForeign] has its YAML tag, without the mark before it.
  public static final String TAG = "!";

  /// A tokenizer of 256,000 words takes half of it.
  private static final int LARGEST_BYTES = 64 << 20;

  private final String fileName;
  private final ObjectNode root;
  private final @Nullable IdentityHashMap<JsonNode, Map<String, Place>> keys;
  private final Inheritance inherited;
  private final boolean changed;

  /// @param keys where each object's keys stand, by the object's identity; null where places are
  ///   not kept
  Document(
      String fileName,
      ObjectNode root,
      @Nullable IdentityHashMap<JsonNode, Map<String, Place>> keys) {
    this(fileName, root, keys, Inheritance.NONE, false);
  }

  private Document(
      String fileName,
      ObjectNode root,
      @Nullable IdentityHashMap<JsonNode, Map<String, Place>> keys,
      Inheritance inherited,
      boolean changed) {
    this.fileName = fileName;
    this.root = root;
    this.keys = keys;
    this.inherited = inherited;
    this.changed = changed;
  }

  /// The document with another tree. Nodes of the old one keep their places; new ones have none,
  /// and diagnostics of them name the file and the key.
  public Document with(ObjectNode other) {
    return new Document(fileName, other, keys, inherited, true);
  }

  /// The document with a mapping's missing keys taken from another tree, mapping by mapping. What
  /// the document says stands: a number with its evidence, a list, and a mapping of another `kind`
  /// or `preset` are taken or left as a whole. A key that is null here is left out.
  ///
  /// Faults of what is taken have the place of the value that names where it comes from, and say
  /// so. The document's own tree is completed, and no longer to be used without this one.
  ///
  /// @param mapping a mapping of this document
  /// @param name what names the other tree, a value of this document
  public Document filled(ObjectNode mapping, ObjectNode from, JsonNode name) {
    Inheritance more = new Inheritance(inherited);
    more.fill(mapping, from, new Inheritance.From(place(name), name.asString()));
    return new Document(fileName, root, keys, more, true);
  }

  /// How a text is written.
  public enum Format {
    /// RFC 8259.
    JSON(16 << 20),
    /// YAML 1.2.
    YAML(2 << 20);

    private final int maxBytes;

    Format(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    /// Longest file that is read: far above any network or machine.
    int maxBytes() {
      return maxBytes;
    }
  }

  /// Where something stands: line and column, both from 1.
  record Place(int line, int column) {
    /// Of what was set and stands nowhere.
    static final Place NONE = new Place(0, 0);

    static Place of(TokenStreamLocation location) {
      return new Place(location.getLineNr(), location.getColumnNr());
    }
  }

  /// Reads a file whose name ends in `.json`, `.yaml` or `.yml`.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException if there is no such readable UTF-8 file,
  ///   it is larger than 16 MiB (YAML: 2 MiB), or its text is at fault
  public static Document read(Path file) {
    return SourceFile.read(file);
  }

  /// Reads a JSON file that may be large, such as a vocabulary: up to 64 MiB. Its values keep no
  /// places, which would take more memory than they do.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException if there is no such readable file, it is
  ///   larger, or its text is at fault
  public static Document readLarge(Path file) {
    return parseLarge(file.toString(), InputFile.read(file, LARGEST_BYTES));
  }

  /// Reads the UTF-8 bytes of a JSON text as [#readLarge] does.
  ///
  /// @param fileName what diagnostics call it
  public static Document parseLarge(String fileName, byte[] utf8) {
    return TreeReader.large(fileName, utf8).read();
  }

  /// Reads another program's YAML file, whose mappings may have tags (see [#TAG]) and whose numbers
  /// may have exponents. All else is as strict as in [#read]: aliases and merge keys are refused.
  ///
  /// @throws org.cimlet.diagnostic.InvalidInputException as [#read] does
  public static Document readForeign(Path file) {
    return SourceFile.readForeign(file);
  }

  /// Reads a text.
  ///
  /// @param fileName what diagnostics call it
  /// @throws org.cimlet.diagnostic.InvalidInputException if the text is at fault
  public static Document parse(String fileName, String text, Format format) {
    return new TreeReader(fileName, text, format).read();
  }

  /// What diagnostics call this document.
  public String fileName() {
    return fileName;
  }

  /// The whole text as a tree.
  public ObjectNode root() {
    return root;
  }

  /// 1-based line of a node of this document; 0 where places are not kept.
  public int line(JsonNode node) {
    return place(node).line();
  }

  /// 1-based column of a node of this document; 0 where places are not kept.
  public int column(JsonNode node) {
    return place(node).column();
  }

  /// A fault of a value.
  ///
  /// @param node a node of this document
  /// @param keyPath dotted path to it, empty for the root
  public Diagnostic at(JsonNode node, String keyPath, String message) {
    return at(place(node), keyPath, inherited.saidOf(node, message));
  }

  /// A fault of a key rather than its value: one that should not be there.
  ///
  /// @param object the object that holds the key
  /// @throws IllegalArgumentException if it does not
  public Diagnostic atKey(JsonNode object, String key, String keyPath, String message) {
    Inheritance.From from = inherited.from(object);
    if (from != null) {
      return at(from.place(), keyPath, inherited.saidOf(object, message));
    }
    Place place = keys == null ? null : keys.getOrDefault(object, Map.of()).get(key);
    if (place == null && (changed || keys == null)) {
      return at(Place.NONE, keyPath, message);
    }
    if (place == null) {
      throw new IllegalArgumentException("no key " + key + " in that object of " + fileName);
    }
    return at(place, keyPath, message);
  }

  private Diagnostic at(Place place, String keyPath, String message) {
    return new Diagnostic(fileName, place.line(), place.column(), keyPath, message);
  }

  private Place place(JsonNode node) {
    Inheritance.From from = inherited.from(node);
    if (from != null) {
      return from.place();
    }
    try {
      TokenStreamLocation location = JsonNodes.tokenStreamLocationOf(node);
      if (location != null) {
        return Place.of(location);
      }
    } catch (IllegalArgumentException e) {
      // a node that no text was read into
    }
    if (changed || keys == null) {
      return Place.NONE;
    }
    throw new IllegalArgumentException("not a node read from a document: " + node);
  }
}

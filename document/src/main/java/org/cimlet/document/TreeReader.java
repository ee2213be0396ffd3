package org.cimlet.document;

import com.networknt.schema.serialization.node.LocationJsonNodeFactory;
import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document.Format;
import org.cimlet.document.Document.Place;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Builds one document's tree token by token, so that keys keep their places and every duplicate is
/// found.
final class TreeReader {
  /// A tokenizer of 256,000 words has a third of that; a machine or network few thousand.
  private static final int MAX_VALUES = 6_000_000;

  private static final TokenStreamFactory YAML = new YAMLFactory();

  /// Plain YAML scalars that other YAML readers take for a number, a truth value or null, but which
  /// arrive here as text.
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "~|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE"
              + "|[-+]?(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
              + "|[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?"
              + "|\\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF|nan|NaN|NAN))");

  /// What Python writes into JSON: a text to us, so that whoever asks for a number is told.
  private static final Set<String> NOT_FINITE =
      Set.of("NaN", "Infinity", "-Infinity", "+Infinity", "INF", "-INF", "+INF");

  /// Decimal numbers as other YAML readers take them and this one's parser does not: `1e-09`.
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private final String fileName;
  private final Supplier<JsonParser> tokens;
  private final boolean keepsPlaces;
  private final boolean foreign;
  private final Format format;
  private final List<String> yamlLines;
  private final Diagnostics diagnostics = new Diagnostics();
  private final IdentityHashMap<JsonNode, Map<String, Place>> keys = new IdentityHashMap<>();

  private int values;

  TreeReader(String fileName, String text, Format format) {
    this(
        fileName,
        format,
        switch (format) {
          case JSON -> () -> JsonTokens.of(text);
          case YAML ->
              () -> YAML.createParser(ObjectReadContext.empty(), new WholeCharacterReader(text));
        },
        true,
        false,
        format == Format.YAML ? text.lines().toList() : List.of());
  }

  private TreeReader(
      String fileName,
      Format format,
      Supplier<JsonParser> tokens,
      boolean keepsPlaces,
      boolean foreign,
      List<String> yamlLines) {
    this.fileName = fileName;
    this.format = format;
    this.tokens = tokens;
    this.keepsPlaces = keepsPlaces;
    this.foreign = foreign;
    this.yamlLines = yamlLines;
  }

  /// A reader of JSON that keeps no places.
  static TreeReader large(String fileName, byte[] utf8) {
    return new TreeReader(
        fileName, Format.JSON, () -> JsonTokens.of(utf8), false, false, List.of());
  }

  /// A reader of another program's YAML: a mapping's tag is the value of its key [Document#TAG],
  /// and decimal numbers may have exponents.
  static TreeReader foreign(String fileName, String text) {
    return new TreeReader(
        fileName,
        Format.YAML,
        () -> YAML.createParser(ObjectReadContext.empty(), new WholeCharacterReader(text)),
        true,
        true,
        text.lines().toList());
  }

  Document read() {
    try (JsonParser parser = tokens.get()) {
      return document(parser);
    } catch (JacksonException e) {
      // some parsers look at the text as they are made
      throw JsonTokens.malformed(fileName, e);
    }
  }

  private Document document(JsonParser parser) {
    JsonNode root = null;
    try {
      if (parser.nextToken() == null) {
        diagnostics.add(
            Diagnostic.of(
                fileName,
                "must hold a "
                    + format
                    + " object, got an empty text; write one or check the path"));
      } else {
        root =
            node(
                parser,
                keepsPlaces ? new LocationJsonNodeFactory(parser) : JsonNodeFactory.instance,
                "");
        refuseMore(parser);
      }
    } catch (JacksonException e) {
      diagnostics.add(SyntaxError.diagnostic(fileName, format, e, parser));
    }
    if (root != null && !(root instanceof ObjectNode)) {
      report(
          new Place(1, 1),
          "",
          "must hold a %s object, got %s; write keys with their values"
              .formatted(format, root.isArray() ? "a list" : "a single value"));
    }
    diagnostics.throwIfAny();
    if (root instanceof ObjectNode object) {
      return new Document(fileName, object, keepsPlaces ? keys : null);
    }
    throw new IllegalStateException("a root that is no object went unreported: " + fileName);
  }

  private void refuseMore(JsonParser parser) {
    if (parser.nextToken() != null) {
      report(
          Place.of(parser.currentTokenLocation()),
          "",
          "must hold one object only, got more after its end; remove what follows");
    }
  }

  private JsonNode node(JsonParser parser, JsonNodeFactory nodes, String path) {
    refuseYamlReferences(parser, path);
    if (++values > MAX_VALUES) {
      report(
          Place.of(parser.currentTokenLocation()),
          "",
          "must have at most %s values, got more; check that this is the right file"
              .formatted(MAX_VALUES));
      throw new InvalidInputException(diagnostics.found());
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser, nodes, path);
      case START_ARRAY -> array(parser, nodes, path);
      case VALUE_STRING -> string(parser, nodes, path);
      case VALUE_NUMBER_INT -> integer(parser, nodes, path);
      case VALUE_NUMBER_FLOAT -> floating(parser, nodes, path);
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      // bytes, whose tag is refused
      case VALUE_EMBEDDED_OBJECT -> nodes.nullNode();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE ->
          throw new IllegalStateException("no value starts with " + token);
    };
  }

  private ObjectNode object(JsonParser parser, JsonNodeFactory nodes, String path) {
    ObjectNode object = nodes.objectNode();
    Map<String, Place> places = new LinkedHashMap<>();
    if (foreign && parser.getTypeId() instanceof String tag) {
      places.put(Document.TAG, Place.of(parser.currentTokenLocation()));
      object.set(Document.TAG, nodes.stringNode(tag));
    }
    if (keepsPlaces) {
      keys.put(object, places);
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String keyPath = keepsPlaces ? below(path, key) : "";
      if (keepsPlaces) {
        Place earlier = places.putIfAbsent(key, Place.of(parser.currentTokenLocation()));
        if (earlier != null) {
          report(
              Place.of(parser.currentTokenLocation()),
              keyPath,
              "must be given once, got it at line %s already; remove one"
                  .formatted(earlier.line()));
        }
      } else if (object.has(key)) {
        report(
            Place.of(parser.currentTokenLocation()),
            below(path, key),
            "must be given once, got it again; remove one");
      }
      if (format == Format.YAML && key.equals("<<")) {
        Place place = Place.of(parser.currentTokenLocation());
        report(place, keyPath, "must not be a YAML merge key, got <<; write the keys out");
      }
      parser.nextToken();
      object.set(key, node(parser, nodes, keyPath));
    }
    return object;
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private ArrayNode array(JsonParser parser, JsonNodeFactory nodes, String path) {
    ArrayNode array = nodes.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(node(parser, nodes, keepsPlaces ? path + "[" + array.size() + "]" : ""));
    }
    return array;
  }

  private JsonNode string(JsonParser parser, JsonNodeFactory nodes, String path) {
    String value = parser.getString();
    if (foreign && DECIMAL.matcher(value).matches() && plain(parser, value)) {
      return nodes.numberNode(Double.parseDouble(value));
    }
    if (format == Format.YAML && AMBIGUOUS.matcher(value).matches() && plain(parser, value)) {
      report(
          Place.of(parser.currentTokenLocation()),
          path,
          "must be spelled so that all YAML readers agree, got %s; write a number in plain decimal"
                  .formatted(value)
              + " digits, true, false or null in lower case, and quote a text");
    }
    return nodes.stringNode(value);
  }

  /// Whether a YAML scalar stands in the text without quotes: it then starts with its own value.
  private boolean plain(JsonParser parser, String value) {
    Place place = Place.of(parser.currentTokenLocation());
    return yamlLines.get(place.line() - 1).startsWith(value, place.column() - 1);
  }

  private JsonNode integer(JsonParser parser, JsonNodeFactory nodes, String path) {
    return switch (parser.getNumberType()) {
      case INT -> nodes.numberNode(parser.getIntValue());
      case LONG -> nodes.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> {
        BigInteger value = parser.getBigIntegerValue();
        if (Double.isInfinite(value.doubleValue())) {
          report(
              Place.of(parser.currentTokenLocation()),
              path,
              "must be a finite number, got one of %s digits; write one below 1e308"
                  .formatted(value.abs().toString().length()));
        }
        yield nodes.numberNode(value);
      }
    };
  }

  private JsonNode floating(JsonParser parser, JsonNodeFactory nodes, String path) {
    String text = parser.getString();
    if (NOT_FINITE.contains(text)) {
      return nodes.stringNode(text);
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      report(
          Place.of(parser.currentTokenLocation()),
          path,
          "must be a finite number, got %s; write one below 1e308".formatted(text));
    }
    return nodes.numberNode(value);
  }

  /// Aliases would arrive as the text of their name, tags would be dropped.
  private void refuseYamlReferences(JsonParser parser, String path) {
    if (!(parser instanceof YAMLParser yaml)) {
      return;
    }
    Place place = Place.of(parser.currentTokenLocation());
    if (yaml.isCurrentAlias()) {
      report(
          place,
          path,
          "must be written out, got the YAML alias *%s; aliases are not read"
              .formatted(parser.getString()));
    } else if (parser.getTypeId() != null
        && !(foreign && parser.currentToken() == JsonToken.START_OBJECT)) {
      report(place, path, "must not carry a YAML tag, got one; remove the tag");
    }
  }

  private void report(Place place, String path, String message) {
    diagnostics.add(new Diagnostic(fileName, place.line(), place.column(), path, message));
  }
}

package org.cimlet.tensor.json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.disk.MappedFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON text into a [Json]: UTF-8, one object, no key twice, and no larger or deeper than
/// anything that is meant.
public final class JsonReader {
  /// Longest file: a tokenizer of 256,000 words takes half of it.
  public static final int MAX_BYTES = 64 << 20;

  /// A tokenizer of 256,000 words has a third of that.
  private static final int MAX_VALUES = 6_000_000;

  private static final JsonFactory TOKENS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(1 << 24)
                  .maxNameLength(1 << 16)
                  .build())
          .build();

  private final String fileName;
  private final JsonParser parser;
  private int values;

  private JsonReader(String fileName, JsonParser parser) {
    this.fileName = fileName;
    this.parser = parser;
  }

  /// Reads a file.
  ///
  /// @throws InvalidInputException if there is none, it is larger than [#MAX_BYTES], or its text is
  ///   at fault
  public static Json.Members read(Path file) {
    return parse(file.toString(), MappedFile.read(file, MAX_BYTES));
  }

  /// Reads the UTF-8 bytes of a text.
  ///
  /// @param fileName what diagnostics call it
  public static Json.Members parse(String fileName, byte[] utf8) {
    try (JsonParser parser = parser(utf8)) {
      return new JsonReader(fileName, parser).document();
    } catch (JacksonException e) {
      throw malformed(fileName, e);
    }
  }

  /// Tokens of the UTF-8 bytes of a text, within the same bounds.
  public static JsonParser parser(byte[] utf8) {
    return TOKENS.createParser(ObjectReadContext.empty(), utf8);
  }

  /// A fault of the text as a diagnostic.
  public static InvalidInputException malformed(String fileName, JacksonException fault) {
    TokenStreamLocation at = fault.getLocation();
    int line = at == null ? 0 : Math.max(at.getLineNr(), 0);
    int column = at == null ? 0 : Math.max(at.getColumnNr(), 0);
    String original = fault.getOriginalMessage();
    String message = "must be JSON, got a fault: %s; restore the file".formatted(original);
    return new InvalidInputException(List.of(new Diagnostic(fileName, line, column, "", message)));
  }

  private Json.Members document() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw fault("must be a JSON object, got something else; check that this is the right file");
    }
    Json.Members root = members();
    if (parser.nextToken() != null) {
      throw fault("must be one JSON object, got more behind it; remove what follows");
    }
    return root;
  }

  private Json value() {
    if (++values > MAX_VALUES) {
      throw fault(
          "must have at most %s values, got more; check that this is the right file"
              .formatted(MAX_VALUES));
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> members();
      case START_ARRAY -> items();
      case VALUE_STRING -> new Json.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Digits(parser.getString());
      case VALUE_TRUE -> Json.Literal.TRUE;
      case VALUE_FALSE -> Json.Literal.FALSE;
      case VALUE_NULL -> Json.Literal.NULL;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value starts with " + token);
    };
  }

  private Json.Members members() {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (members.put(name, value()) != null) {
        throw fault("must have each key once, got %s twice; remove one".formatted(name));
      }
    }
    return new Json.Members(members);
  }

  private Json.Items items() {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Json.Items(items);
  }

  private InvalidInputException fault(String message) {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new InvalidInputException(
        List.of(new Diagnostic(fileName, at.getLineNr(), at.getColumnNr(), "", message)));
  }
}

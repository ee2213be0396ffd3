package org.cimlet.document;

import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document.Format;
import org.cimlet.document.Document.Place;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// JSON token by token, for what is too large for a tree; no text, however hostile, takes more than
/// its own size of memory.
public final class JsonTokens {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(1 << 24)
                  .maxNameLength(1 << 16)
                  .build())
          .build();

  private JsonTokens() {}

  /// Tokens of the UTF-8 bytes of a text.
  public static JsonParser of(byte[] utf8) {
    return FACTORY.createParser(ObjectReadContext.empty(), utf8);
  }

  static JsonParser of(String text) {
    return FACTORY.createParser(ObjectReadContext.empty(), text);
  }

  /// A fault of the text as a diagnostic.
  ///
  /// @param fileName what diagnostics call it
  public static InvalidInputException malformed(String fileName, JacksonException fault) {
    Place place = fault.getLocation() == null ? Place.NONE : Place.of(fault.getLocation());
    return new InvalidInputException(
        List.of(SyntaxError.diagnostic(fileName, Format.JSON, fault, place)));
  }
}

package org.cimlet.document;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Suggestion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Checks documents against a JSON Schema (2020-12) and says in our words what is wrong.
///
/// The schema's own texts go into the messages: a `title` says what a value must be ("must be two
/// chiplet numbers like `[0, 1]`"), a `description` what a missing key means. `pattern`,
/// `minItems`, `maxItems` and `uniqueItems` need a `title` with them; `oneOf` is understood where
/// every alternative is `{"required": [KEY]}`.
public final class SchemaCheck {
  private static final List<String> LIMITS =
      List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

  private final Schema schema;
  private final SchemaWalk walk;

  private SchemaCheck(Schema schema) {
    this.schema = schema;
    this.walk = new SchemaWalk(schema);
  }

  /// Compiles a schema.
  ///
  /// @param resource the schema's file name
  /// @throws IllegalStateException if there is no such resource, or it uses keywords otherwise than
  ///   described above
  public static SchemaCheck of(Resources resources, String resource) {
    JsonNode text = new JsonMapper().readTree(resources.bytes(resource));
    SchemaKeywords.check(text);
    decimalLimits(text);
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    return new SchemaCheck(registry.getSchema(text));
  }

  /// Rewrites whole limits as decimals: against whole ones the validator (3.0.9) compares as `long`
  /// and throws on a value such as `1e308`.
  private static void decimalLimits(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      for (String limit : LIMITS) {
        if (object.path(limit).isIntegralNumber()) {
          object.put(limit, object.path(limit).decimalValue());
        }
      }
    }
    schema.valueStream().forEach(SchemaCheck::decimalLimits);
  }

  /// Everything the schema finds wrong with a document, in the order of the text.
  ///
  /// A number out of range, a text for a number and the like are reported with the value's place,
  /// an unknown key with its own place, a missing one with the place of the mapping it belongs in.
  /// A key that is both missing and there with a typo is reported once, and where the key `schema`
  /// names another kind or version of file, nothing else is reported.
  public List<Diagnostic> faults(Document document) {
    List<Error> all = schema.validate(document.root());
    Optional<Error> otherKind = all.stream().filter(SchemaCheck::isOtherKind).findFirst();
    return faults(document, otherKind.map(List::of).orElse(all), "");
  }

  /// What the schema finds wrong with the value of one key, in the words that the whole document
  /// gets. The rest is not looked at.
  ///
  /// @param key dotted path to it; empty for the whole document
  public List<Diagnostic> faults(Document document, String key) {
    SchemaWalk.At at = key.isEmpty() ? null : walk.to(document.root(), key);
    return at == null
        ? faults(document)
        : faults(document, walk.schema(at.pointer()).validate(at.node()), key);
  }

  /// Whether the schema has a mapping at a key, with this key in it.
  public boolean takes(Document document, String key, String inside) {
    SchemaWalk.At at = walk.to(document.root(), key);
    return at != null && walk.property(at, inside) != null;
  }

  private List<Diagnostic> faults(Document document, List<Error> errors, String at) {
    SchemaWording wording = new SchemaWording(document, schema.getSchemaNode(), at);
    return errors.stream()
        .filter(error -> !coveredByAnother(error, errors, wording))
        .map(wording::diagnostic)
        .distinct()
        .sorted(
            Comparator.comparingInt(Diagnostic::line)
                .thenComparingInt(Diagnostic::column)
                .thenComparing(Diagnostic::key))
        .toList();
  }

  /// A file of another kind or version: what else it breaks says nothing.
  private static boolean isOtherKind(Error error) {
    return error.getKeyword().equals("const")
        && error.getInstanceLocation().toString().equals("/schema");
  }

  private static boolean coveredByAnother(Error error, List<Error> errors, SchemaWording wording) {
    return errors.stream().anyMatch(other -> !other.equals(error) && covers(other, error, wording));
  }

  /// Whether reporting `other` says all that `error` would.
  private static boolean covers(Error other, Error error, SchemaWording wording) {
    NodePath path = error.getEvaluationPath();
    if (other.getKeyword().equals("oneOf")) {
      return path.startsWith(other.getEvaluationPath()) && !path.equals(other.getEvaluationPath());
    }
    if (!other.getInstanceLocation().equals(error.getInstanceLocation())) {
      return false;
    }
    return switch (other.getKeyword()) {
      case "type" -> !error.getKeyword().equals("type");
      case "additionalProperties" ->
          wording.renames(other, error.getProperty())
              || unknownKeyCovers(other.getProperty(), error);
      default -> false;
    };
  }

  private static boolean unknownKeyCovers(String unknown, Error error) {
    return switch (error.getKeyword()) {
      case "required" -> !Suggestion.didYouMean(unknown, List.of(error.getProperty())).isEmpty();
      case "oneOf" -> SchemaWording.alternativesGiven(error).isEmpty();
      default -> false;
    };
  }
}

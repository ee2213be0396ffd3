package org.cimlet.spec.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cimlet.spec.document.Document.Format;
import org.cimlet.spec.machine.MachineReader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Schemas speak in our words; `check.schema.json` beside this test holds one key per keyword.
class SchemaCheckTest {
  /// Keywords that find faults, all of which the wording knows.
  private static final Set<String> WORDED =
      Set.of(
          "additionalProperties",
          "const",
          "enum",
          "exclusiveMaximum",
          "exclusiveMinimum",
          "maxItems",
          "maximum",
          "minItems",
          "minimum",
          "oneOf",
          "pattern",
          "required",
          "type",
          "uniqueItems");

  /// Keywords that find nothing by themselves.
  private static final Set<String> SILENT =
      Set.of(
          "$defs",
          "$ref",
          "$schema",
          "allOf",
          "description",
          "else",
          "if",
          "items",
          "properties",
          "then",
          "title");

  private static final Set<String> NEED_A_TITLE =
      Set.of("maxItems", "minItems", "pattern", "uniqueItems");

  private static final SchemaCheck CHECK =
      SchemaCheck.of(SchemaCheckTest.class, "check.schema.json");

  @Test
  void everyKeywordHasItsWords() {
    assertThat(faults("count: 3.5"))
        .containsExactly("t:1:8: count: must be a whole number, got 3.5");
    assertThat(faults("count: 0")).containsExactly("t:1:8: count: must be at least 1, got 0");
    assertThat(faults("count: 11")).containsExactly("t:1:8: count: must be at most 10, got 11");
    assertThat(faults("share: 0")).containsExactly("t:1:8: share: must be above 0, got 0");
    assertThat(faults("share: 1.0")).containsExactly("t:1:8: share: must be below 1, got 1");
    assertThat(faults("share: '0.5'"))
        .containsExactly(
            "t:1:8: share: must be a number, got the text \"0.5\"; write it without quotes");
    assertThat(faults("share: 50 %"))
        .containsExactly(
            "t:1:8: share: must be a number, got the text \"50 %\"; write the number alone, in the key's unit");
    assertThat(faults("kind: meshh"))
        .containsExactly("t:1:7: kind: must be one of mesh, 7, got \"meshh\" (did you mean mesh?)");
    assertThat(faults("kind: 8")).containsExactly("t:1:7: kind: must be one of mesh, 7, got 8");
    assertThat(faults("version: 2")).containsExactly("t:1:10: version: must be 1, got 2");
    assertThat(faults("pairs: [[0]]"))
        .containsExactly("t:1:9: pairs[0]: must be two numbers like [0, 1], got [0]");
    assertThat(faults("pairs: [[0, 1, 2]]"))
        .containsExactly("t:1:9: pairs[0]: must be two numbers like [0, 1], got [0, 1, 2]");
    assertThat(faults("pairs: [[0, x]]"))
        .containsExactly("t:1:13: pairs[0][1]: must be a whole number, got the text \"x\"");
    assertThat(faults("pairs: [[3, 3]]"))
        .containsExactly("t:1:9: pairs[0]: must be two numbers like [0, 1], got [3, 3]");
    assertThat(faults("word: '  '")).containsExactly("t:1:7: word: must be one word, got \"  \"");
    assertThat(faults("flag: 1")).containsExactly("t:1:7: flag: must be true or false, got 1");
    assertThat(faults("flag:")).containsExactly("t:1:6: flag: must be true or false, got nothing");
    assertThat(faults("maybe: []"))
        .containsExactly("t:1:8: maybe: must be a text or nothing, got []");
    assertThat(faults("either: {}"))
        .containsExactly("t:1:9: either: must have exactly one of this, that, got none");
    assertThat(faults("either: {this: 1, that: 2}"))
        .containsExactly("t:1:19: either: must have exactly one of this, that, got this and that");
    assertThat(faults("inner: {}"))
        .containsExactly(
            "t:1:8: inner.needed: must be given, got nothing; needed is: What it is for.");
    assertThat(faults("inner: 5"))
        .containsExactly("t:1:8: inner: must be a mapping of keys, got 5");
  }

  @Test
  void soundDocumentHasNoFaults() {
    assertThat(
            faults(
                """
                count: 10
                share: 0.5
                kind: mesh
                version: 1
                pairs: [[0, 1]]
                word: ok
                flag: false
                maybe:
                either: {this: 1}
                inner: {needed: 1}
                """))
        .isEmpty();
  }

  @Test
  void wholeNumberWrittenWithAPointIsAWholeNumber() {
    assertThat(faults("count: 3.0")).isEmpty();
  }

  @Test
  void wholeNumberOfAnySizeIsCompared() {
    assertThat(faults("count: 1e308"))
        .containsExactly("t:1:8: count: must be at most 10, got 1E+308");
    assertThat(faults("count: -1e308"))
        .containsExactly("t:1:8: count: must be at least 1, got -1E+308");
    assertThat(faults("count: 9223372036854775808"))
        .containsExactly("t:1:8: count: must be at most 10, got 9223372036854775808");
  }

  @Test
  void wrongTypeIsAllThatIsToldOfAValue() {
    assertThat(faults("count: 0.5"))
        .containsExactly("t:1:8: count: must be a whole number, got 0.5");
  }

  @Test
  void misspeltKeyIsToldOnceThoughTheRightOneIsMissing() {
    assertThat(faults("inner: {neded: 1}"))
        .containsExactly(
            "t:1:9: inner.neded: must be one of needed, got neded (did you mean needed?)");
  }

  @Test
  void keyAlreadyGivenIsNotSuggested() {
    assertThat(faults("inner: {needed: 1, neede: 2}"))
        .containsExactly("t:1:20: inner.neede: must be one of needed, got neede");
  }

  @Test
  void unknownAlternativeIsToldOnce() {
    assertThat(faults("either: {thiss: 1}"))
        .containsExactly(
            "t:1:10: either.thiss: must be one of this, that, got thiss (did you mean this?)");
  }

  @Test
  void faultsComeInTheOrderOfTheText() {
    assertThat(
            faults("word: ' '\ninner: {}\ncount: 0\nshare: 2\n").stream()
                .map(f -> f.split(":", -1)[1]))
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void otherKindOfFileIsAllThatIsTold() {
    assertThat(faults("schema: other/1\ncount: 0\nnonsense: 1\n"))
        .containsExactly("t:1:9: schema: must be check/1, got \"other/1\"");
  }

  @Test
  void longValuesAreCutShort() {
    assertThat(faults("count: " + "9".repeat(80)))
        .containsExactly("t:1:8: count: must be at most 10, got " + "9".repeat(57) + "...");
  }

  @Test
  void missingSchemaIsOurFault() {
    assertThatThrownBy(() -> SchemaCheck.of(SchemaCheckTest.class, "none.schema.json"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none.schema.json");
  }

  @Test
  void machineSchemaUsesOnlyKeywordsThatHaveWords() {
    expectWorded(SchemaCheck.of(MachineReader.class, "machine.schema.json").text());
    expectWorded(CHECK.text());
  }

  @Test
  void everyKeyOfTheMachineSchemaSaysWhatItMeans() {
    List<String> silent = new ArrayList<>();
    JsonNode schema = SchemaCheck.of(MachineReader.class, "machine.schema.json").text();
    for (JsonNode properties : schema.findValues("properties")) {
      for (Map.Entry<String, JsonNode> property : properties.properties()) {
        JsonNode value = property.getValue();
        boolean condition = value.has("const") || (value.size() == 1 && !value.has("$ref"));
        boolean range = property.getKey().equals("value");
        if (!range
            && !condition
            && value.isObject()
            && value.path("description").asString("").isEmpty()) {
          silent.add(property.getKey());
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  private static void expectWorded(JsonNode schema) {
    Set<String> used = new TreeSet<>();
    keywords(schema, used);
    used.removeAll(SILENT);
    assertThat(WORDED).containsAll(used);
  }

  /// Keywords of a schema and of all schemas in it.
  private static void keywords(JsonNode schema, Set<String> used) {
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      used.add(keyword.getKey());
      JsonNode value = keyword.getValue();
      switch (keyword.getKey()) {
        case "properties", "$defs" -> value.valueStream().forEach(inner -> keywords(inner, used));
        case "allOf", "oneOf" -> value.valueStream().forEach(inner -> keywords(inner, used));
        case "items", "if", "then", "else" -> keywords(value, used);
        default -> {}
      }
    }
    Set<String> needy = new TreeSet<>(NEED_A_TITLE);
    needy.retainAll(schema.propertyNames());
    assertThat(needy.isEmpty() || schema.has("title")).as("a title beside %s", needy).isTrue();
  }

  private static List<String> faults(String yaml) {
    return CHECK.faults(Document.parse("t", yaml, Format.YAML)).stream()
        .map(Object::toString)
        .collect(Collectors.toList());
  }
}

package org.cimlet.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.document.Document.Format;
import org.junit.jupiter.api.Test;

/// Schemas speak in our words; `check.schema.json` beside this test holds one key per keyword.
class SchemaCheckTest {
  private static final SchemaCheck CHECK =
      SchemaCheck.of(SchemaCheckTest.class::getResourceAsStream, "check.schema.json");

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
    assertThatThrownBy(
            () -> SchemaCheck.of(SchemaCheckTest.class::getResourceAsStream, "none.schema.json"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none.schema.json");
  }

  @Test
  void keywordsWithoutWordsAreOurFault() {
    assertThatThrownBy(() -> schema("{\"items\": {\"multipleOf\": 3}}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("multipleOf");
    assertThatThrownBy(() -> schema("{\"properties\": {\"a\": {\"pattern\": \"x+\"}}}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pattern needs a title");
  }

  private static SchemaCheck schema(String json) {
    return SchemaCheck.of(
        _ -> new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "schema.json");
  }

  private static List<String> faults(String yaml) {
    return CHECK.faults(Document.parse("t", yaml, Format.YAML)).stream()
        .map(Object::toString)
        .collect(Collectors.toList());
  }
}

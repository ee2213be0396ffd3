package org.cimlet.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document.Format;
import org.junit.jupiter.api.Test;

/// The contract of the one reader of keys, whoever asks it.
class KeysTest {
  private enum Colour {
    RED,
    DARK_BLUE
  }

  private final Diagnostics diagnostics = new Diagnostics();

  private Keys keys(String yaml) {
    return Keys.of(Document.parse("t", yaml, Format.YAML), diagnostics);
  }

  private List<String> faults() {
    return diagnostics.found().stream().map(Object::toString).toList();
  }

  @Test
  void values_within_their_bounds_are_given_back() {
    Keys keys =
        keys(
            """
            size: 16777216
            whole: -1
            half: 0.5
            on: true
            name: x
            colour: dark_blue
            names: [a, b]
            list: [3, 1]
            alone: 2
            inner: {deep: 7}
            """);
    assertThat(keys.size("size")).isEqualTo(1 << 24);
    assertThat(keys.whole("whole", -1, 1)).isEqualTo(-1);
    assertThat(keys.positive("half")).isEqualTo(0.5);
    assertThat(keys.number("half", 0, 1)).isEqualTo(0.5);
    assertThat(keys.flag("on")).isTrue();
    assertThat(keys.word("name")).contains("x");
    assertThat(keys.oneOf("colour", Colour.RED)).isEqualTo(Colour.DARK_BLUE);
    assertThat(keys.words("names")).contains(List.of("a", "b"));
    assertThat(keys.numbers("list", "layers", 3)).containsExactly(3, 1);
    assertThat(keys.numbers("alone", "layers", 3)).containsExactly(2);
    assertThat(keys.within("inner", "").size("deep")).isEqualTo(7);
    assertThat(keys.find("inner").orElseThrow().has("deep")).isTrue();
    keys.reportUnknown("a test");
    assertThat(faults()).isEmpty();
  }

  @Test
  void what_is_absent_or_null_takes_the_readers_default() {
    Keys keys = keys("nothing: null\n");
    assertThat(keys.optionalSize("nothing")).isEqualTo(OptionalInt.empty());
    assertThat(keys.positiveOr("nothing", 3)).isEqualTo(3);
    assertThat(keys.flag("none", true)).isTrue();
    assertThat(keys.word("none")).isEmpty();
    assertThat(keys.words("none")).isEmpty();
    assertThat(keys.numbers("none", "layers", 3)).isEmpty();
    assertThat(keys.find("none")).isEmpty();
    assertThat(keys.mentions("nothing")).isTrue();
    assertThat(keys.mentions("none")).isFalse();
    assertThat(faults()).isEmpty();
  }

  @Test
  void what_is_required_and_absent_is_reported_at_its_object() {
    Keys keys = keys("a: 1\ninner:\n  b: null\n");
    keys.size("c");
    keys.flag("d");
    Keys inner = keys.within("inner", "");
    inner.positive("b");
    inner.number("e", 0, 1);
    inner.oneOf("f", Colour.RED);
    assertThat(faults())
        .containsExactly(
            "t:1:1: c: must be given as a whole number from 1 to 16777216, got no such key; add it",
            "t:1:1: d: must be given as true or false, got no such key; add it",
            "t:3:6: inner.b: must be given as a number above 0, got null; correct the value",
            "t:3:3: inner.e: must be given as a number from 0.0 to 1.0, got no such key; add it",
            "t:3:3: inner.f: must be given as one of red, dark_blue, got no such key; add it");
  }

  @Test
  void values_of_another_kind_or_out_of_range_are_reported_with_their_place() {
    Keys keys =
        keys(
            """
            size: 16777217
            fraction: 2.0
            zero: 0
            half: 1.5
            on: 1
            name: 7
            colour: drak_blue
            names: [a, 1]
            list: [3, 3]
            inner: 4
            """);
    assertThat(keys.size("size")).isZero();
    assertThat(keys.size("fraction")).isZero();
    assertThat(keys.positive("zero")).isEqualTo(1);
    assertThat(keys.number("half", 0, 1)).isZero();
    keys.flag("on");
    keys.word("name");
    assertThat(keys.oneOf("colour", Colour.RED)).isEqualTo(Colour.RED);
    keys.words("names");
    keys.numbers("list", "layers", 3);
    keys.find("inner");
    assertThat(faults())
        .containsExactly(
            "t:1:7: size: must be a whole number from 1 to 16777216, got 16777217; correct the value",
            "t:2:11: fraction: must be a whole number from 1 to 16777216, got 2.0; write plain digits"
                + " without point or exponent",
            "t:3:7: zero: must be a number above 0, got 0; correct the value",
            "t:4:7: half: must be a number from 0.0 to 1.0, got 1.5; correct the value",
            "t:5:5: on: must be true or false, got 1; correct the value",
            "t:6:7: name: must be a text, got 7; put it in quotes",
            "t:7:9: colour: must be one of red, dark_blue, got \"drak_blue\" (did you mean"
                + " dark_blue?); correct the value",
            "t:8:8: names: must be a list of texts, got [\"a\",1]; correct the list",
            "t:9:7: list: must be a list of different layers from 0 to 3, got [3,3]; correct the list",
            "t:10:8: inner: must be an object, got 4; correct the value");
    assertThatThrownBy(() -> keys.within("inner", "write one"))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void a_null_is_no_true() {
    keys("on: null\n").flag("on", true);
    assertThat(faults())
        .containsExactly("t:1:5: on: must be given as true or false, got null; correct the value");
  }

  @Test
  void typos_and_unknown_keys_are_reported_at_the_key() {
    Keys keys = keys("hiden_size: 1\nother: 2\n");
    keys.optionalSize("hidden_size");
    keys.reportMisspelled("this family");
    assertThat(faults())
        .containsExactly(
            "t:1:1: hiden_size: must be a key this family knows, got hiden_size (did you mean"
                + " hidden_size?); correct or remove it");
    keys.reportUnknown("this family");
    assertThat(faults()).hasSize(2).last().asString().startsWith("t:2:1: other: must be a key");
  }

  @Test
  void what_is_not_supported_must_be_off_or_absent() {
    Keys keys = keys("a: false\nb: []\nc: true\nd: x\n");
    for (String key : List.of("a", "b", "c", "d", "e")) {
      keys.refuseIfSet(key, "it is not supported");
    }
    assertThat(faults())
        .containsExactly(
            "t:3:4: c: must be off or absent, got true; it is not supported",
            "t:4:4: d: must be off or absent, got \"x\"; it is not supported");
  }
}

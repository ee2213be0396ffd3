package org.cimlet.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticTest {
  @Test
  void names_file_place_key_and_message() {
    assertThat(new Diagnostic("m.yaml", 3, 9, "chiplet.macros", "must be at least 1, got 0"))
        .hasToString("m.yaml:3:9: chiplet.macros: must be at least 1, got 0");
  }

  @Test
  void what_terminals_obey_is_not_shown() {
    assertThat(new Diagnostic("\u001b]0;x\u0007.yaml", 1, 1, "a\u009b2J", "got \u001b[31mred"))
        .hasToString("?]0;x?.yaml:1:1: a?2J: got ?[31mred");
    assertThat(Diagnostic.shown("two\nlines, é, 模型")).isEqualTo("two\nlines, é, 模型");
  }

  @Test
  void leaves_out_what_is_not_known() {
    assertThat(Diagnostic.of("--batch", "must be at least 1, got 0"))
        .hasToString("--batch: must be at least 1, got 0");
  }

  @Test
  void everything_found_is_thrown_together() {
    Diagnostics found = new Diagnostics();
    found.throwIfAny();
    found.add(Diagnostic.of("a", "one"));
    found.add(Diagnostic.of("b", "two"));
    assertThat(found.none()).isFalse();
    assertThatThrownBy(found::throwIfAny)
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.diagnostics()).hasSize(2))
        .hasMessage("a: one\nb: two");
  }

  @Test
  void an_exception_without_a_finding_is_our_fault() {
    assertThatThrownBy(() -> new InvalidInputException(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void suggests_the_closest_known_word_and_nothing_far_fetched() {
    List<String> known = List.of("columns", "depth", "macros");
    assertThat(Suggestion.didYouMean("colums", known)).isEqualTo(" (did you mean columns?)");
    assertThat(Suggestion.didYouMean("macro", known)).isEqualTo(" (did you mean macros?)");
    assertThat(Suggestion.didYouMean("depht", known)).isEqualTo(" (did you mean depth?)");
    assertThat(Suggestion.didYouMean("voltage", known)).isEmpty();
  }
}

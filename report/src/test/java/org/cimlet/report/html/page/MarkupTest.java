package org.cimlet.report.html.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void text_and_attributes_are_escaped() {
    String page =
        new Markup().element("p", "a < b & c > \"d\" 'e'", "title", "\"><script>").toString();
    assertThat(page)
        .isEqualTo(
            "<p title=\"&quot;&gt;&lt;script&gt;\">a &lt; b &amp; c &gt; &quot;d&quot;"
                + " &#39;e&#39;</p>");
  }

  @Test
  void what_xml_cannot_hold_becomes_the_replacement_character() {
    // NUL, ESC, DEL, a C1 control, a lone surrogate, a non-character; then what must survive.
    String bad = "\u0000\u001b\u007f\u0085\ud800\uffff";
    assertThat(new Markup().text(bad + "\t\n\u6a21\ud83d\ude00").toString())
        .isEqualTo("\ufffd".repeat(6) + "\t\n\u6a21\ud83d\ude00");
  }

  @Test
  void an_element_left_open_is_refused() {
    assertThatThrownBy(new Markup().open("main").open("p")::toString)
        .hasMessageContaining("[p, main]");
  }

  @Test
  void an_attribute_without_a_value_is_refused() {
    assertThatThrownBy(() -> new Markup().open("p", "class")).hasMessageContaining("odd count");
  }

  @Test
  void an_empty_attribute_is_left_out() {
    assertThat(new Markup().empty("rect", "class", "", "x", "1").toString())
        .isEqualTo("<rect x=\"1\"/>");
  }

  @Test
  void a_resource_cannot_end_its_element() {
    assertThatThrownBy(() -> new Markup().resource("style", "a{}</style><script>"))
        .hasMessageContaining("must not close");
  }
}

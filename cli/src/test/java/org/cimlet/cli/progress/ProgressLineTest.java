package org.cimlet.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static String told(boolean terminal) {
    StringWriter out = new StringWriter();
    try (ProgressLine line = new ProgressLine(new PrintWriter(out), "compress", terminal)) {
      line.advanced(10, 10);
    }
    return out.toString();
  }

  @Test
  void nothing_is_told_where_standard_error_is_no_terminal() {
    assertThat(told(false)).isEmpty();
    assertThat(ProgressLine.onTerminal()).isFalse();
  }

  @Test
  void a_line_is_shown_on_a_terminal_and_erased_at_the_end() {
    String line = "compress [" + "#".repeat(30) + "] 100 %, 0 s left";
    assertThat(told(true)).isEqualTo("\r" + line + "\r" + " ".repeat(line.length()) + "\r");
  }
}

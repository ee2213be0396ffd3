package org.cimlet.execute.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;

class TextStreamTest {
  private static int[] bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      tokens[i] = Byte.toUnsignedInt(utf8[i]);
    }
    return tokens;
  }

  /// A euro sign is three bytes, an e with an accent two.
  @Test
  void bytes_of_a_character_are_told_once_they_are_all_there() {
    TextStream stream = new TextStream(Tokenizer.bytes(), bytes("it costs "));
    List<String> told = new ArrayList<>();
    for (int token : bytes("5€é!")) {
      told.add(stream.add(token));
    }
    assertThat(told).containsExactly("5", "", "", "€", "", "é", "!");
    assertThat(stream.finish()).isEmpty();
  }

  @Test
  void bytes_that_never_become_a_character_are_told_as_such_at_the_end_or_when_others_follow() {
    TextStream stream = new TextStream(Tokenizer.bytes());
    assertThat(stream.add('a')).isEqualTo("a");
    assertThat(stream.add(0xE2)).isEmpty();
    assertThat(stream.add('b')).isEqualTo("\uFFFDb");
    assertThat(stream.add(0xC3)).isEmpty();
    assertThat(stream.finish()).isEqualTo("\uFFFD");
  }
}

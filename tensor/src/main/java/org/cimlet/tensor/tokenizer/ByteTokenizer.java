package org.cimlet.tensor.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalInt;

/// A token for each byte.
final class ByteTokenizer implements Tokenizer {
  static final ByteTokenizer PLAIN = new ByteTokenizer();

  private static final int BYTES = 256;

  private ByteTokenizer() {}

  @Override
  public int vocabularySize() {
    return BYTES;
  }

  @Override
  public int[] encode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      tokens[i] = Byte.toUnsignedInt(utf8[i]);
    }
    return tokens;
  }

  @Override
  public String decode(int... tokens) {
    byte[] utf8 = new byte[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      utf8[i] = (byte) Objects.checkIndex(tokens[i], BYTES);
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public int[] prefixTokens() {
    return new int[0];
  }

  @Override
  public int[] suffixTokens() {
    return new int[0];
  }

  @Override
  public OptionalInt end() {
    return OptionalInt.empty();
  }
}

package org.cimlet.tensor.tokenizer.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// GPT-2's spelling of bytes as printable characters: Latin-1's printable ones stand for
/// themselves, the other 68 bytes for U+0100 and on.
public final class ByteAlphabet {
  private static final int BYTES = 256;
  private static final char[] CHARACTERS = new char[BYTES];
  private static final int[] BYTE_OF = new int[2 * BYTES];

  static {
    Arrays.fill(BYTE_OF, -1);
    char next = (char) BYTES;
    for (int b = 0; b < BYTES; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      CHARACTERS[b] = printable ? (char) b : next++;
      BYTE_OF[CHARACTERS[b]] = b;
    }
  }

  private ByteAlphabet() {}

  /// The UTF-8 bytes of a text, spelt.
  public static String spell(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder spelt = new StringBuilder(utf8.length);
    for (byte b : utf8) {
      spelt.append(CHARACTERS[Byte.toUnsignedInt(b)]);
    }
    return spelt.toString();
  }

  /// Writes the bytes that a word spells; one with other characters stands for its own bytes.
  public static void read(String word, ByteArrayOutputStream into) {
    byte[] bytes = new byte[word.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = word.charAt(i);
      if (c >= BYTE_OF.length || BYTE_OF[c] < 0) {
        into.writeBytes(word.getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[i] = (byte) BYTE_OF[c];
    }
    into.writeBytes(bytes);
  }
}

package org.cimlet.document;

import java.io.Reader;

/// Hands a text out without parting a surrogate pair between two reads, as far as the caller's
/// buffer allows.
///
/// snakeyaml-engine 3.0.1 fails with an `IndexOutOfBoundsException` where the first half of a pair
/// is the last character its buffer takes.
final class WholeCharacterReader extends Reader {
  private final String text;
  private int next;

  WholeCharacterReader(String text) {
    this.text = text;
  }

  @Override
  public int read(char[] buffer, int offset, int length) {
    if (next == text.length()) {
      return -1;
    }
    int end = Math.min(text.length(), next + length);
    if (end - next > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    int count = end - next;
    text.getChars(next, end, buffer, offset);
    next = end;
    return count;
  }

  @Override
  public void close() {
    // nothing is held open
  }
}

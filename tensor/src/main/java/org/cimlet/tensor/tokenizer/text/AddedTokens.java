package org.cimlet.tensor.tokenizer.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.cimlet.tensor.tokenizer.vocabulary.LongestMatch;

/// Words that are found in a text before anything else is done with it.
public final class AddedTokens {
  private final Map<String, AddedToken> byText = new HashMap<>();
  private final LongestMatch match;

  /// A word.
  ///
  /// @param single whether it must not touch letters, digits or underscores
  /// @param stripsLeft whether it takes white space in front of it along
  /// @param stripsRight whether it takes white space behind it along
  public record AddedToken(
      String text, int token, boolean single, boolean stripsLeft, boolean stripsRight) {}

  public AddedTokens(List<AddedToken> words) {
    words.forEach(word -> byText.putIfAbsent(word.text(), word));
    this.match = new LongestMatch(byText.keySet());
  }

  /// Takes what lies between added words.
  @FunctionalInterface
  public interface Between {
    /// @param start where it begins in the text that is searched
    void text(String text, int start);
  }

  /// Finds the words from the left, the longest first, and gives everything in order.
  public void search(String text, IntConsumer tokens, Between between) {
    int done = 0;
    int at = 0;
    while (at < text.length()) {
      int length = match.lengthAt(text, at);
      AddedToken word = length == 0 ? null : byText.get(text.substring(at, at + length));
      if (word == null) {
        at++;
        continue;
      }
      if (word.single() && touchesWord(text, at, at + length)) {
        at += length;
        continue;
      }
      int start = word.stripsLeft() ? spaceBefore(text, done, at) : at;
      int end = word.stripsRight() ? spaceAfter(text, at + length) : at + length;
      if (start > done) {
        between.text(text.substring(done, start), done);
      }
      tokens.accept(word.token());
      done = end;
      at = end;
    }
    if (done < text.length()) {
      between.text(text.substring(done), done);
    }
  }

  private static boolean touchesWord(String text, int start, int end) {
    return (start > 0 && Letters.isWord(text.codePointBefore(start)))
        || (end < text.length() && Letters.isWord(text.codePointAt(end)));
  }

  private static int spaceBefore(String text, int least, int at) {
    int start = at;
    while (start > least && Letters.isWhiteSpace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static int spaceAfter(String text, int at) {
    int end = at;
    while (end < text.length() && Letters.isWhiteSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }
}

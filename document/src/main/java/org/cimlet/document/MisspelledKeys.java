package org.cimlet.document;

import java.util.Arrays;
import java.util.List;
import org.cimlet.diagnostic.Suggestion;

/// Which key another one may be a slip of.
final class MisspelledKeys {
  /// Words of so many letters are each their own: `pad`, `eos`.
  private static final int SHORT_WORD = 3;

  private MisspelledKeys() {}

  /// ` (did you mean rms_norm_eps?)`, or nothing where a key is like none of the others.
  static String meant(String key, List<String> others) {
    return Suggestion.didYouMean(
        key, others.stream().filter(other -> !hasAnotherWord(key, other)).toList());
  }

  /// Whether two keys differ by one word that is no slip of the other's.
  private static boolean hasAnotherWord(String key, String other) {
    String[] words = key.split("_", -1);
    String[] others = other.split("_", -1);
    int at = Arrays.mismatch(words, others);
    if (at < 0 || words.length != others.length) {
      return false;
    }
    String word = words[at];
    words[at] = others[at];
    return Arrays.equals(words, others)
        && (Math.max(word.length(), others[at].length()) <= SHORT_WORD
            || Suggestion.didYouMean(word, List.of(others[at])).isEmpty());
  }
}

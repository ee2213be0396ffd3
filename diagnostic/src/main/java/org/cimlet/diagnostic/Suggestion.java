package org.cimlet.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// "Did you mean ...?": the known word closest to an unknown one.
public final class Suggestion {
  private static final Pattern MEASURE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)([a-z]+)");

  private Suggestion() {}

  /// ` (did you mean WORD?)` for the closest of `known`, or the empty string where none is close:
  /// at most a third of the longer word's letters may differ.
  ///
  /// A word that is a number with its unit, such as `16nm`, means that number: where known words of
  /// the unit have others, the nearest is named as such.
  public static String didYouMean(String unknown, Collection<String> known) {
    Matcher measure = MEASURE.matcher(unknown);
    if (measure.matches()) {
      double asked = Double.parseDouble(measure.group(1));
      return known.stream()
          .filter(word -> isOf(word, measure.group(2)))
          .min(
              Comparator.comparingDouble((String word) -> apart(asked, number(word)))
                  .thenComparing(Comparator.naturalOrder()))
          .map(word -> " (the nearest is " + word + ")")
          .orElse("");
    }
    return known.stream()
        .filter(word -> 3 * distance(unknown, word) <= Math.max(unknown.length(), word.length()))
        .min(
            Comparator.comparingInt((String word) -> distance(unknown, word))
                .thenComparing(Comparator.naturalOrder()))
        .map(word -> " (did you mean " + word + "?)")
        .orElse("");
  }

  private static boolean isOf(String word, String unit) {
    Matcher measure = MEASURE.matcher(word);
    return measure.matches() && measure.group(2).equals(unit);
  }

  private static double number(String word) {
    Matcher measure = MEASURE.matcher(word);
    return measure.matches() ? Double.parseDouble(measure.group(1)) : 0;
  }

  /// By how much the larger is more than the smaller.
  private static double apart(double a, double b) {
    return Math.max(a, b) / Math.max(Double.MIN_NORMAL, Math.min(a, b));
  }

  /// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(last[j], current[j - 1]));
        if (swapped(a, i, b, j)) {
          current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = current;
    }
    return last[b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}

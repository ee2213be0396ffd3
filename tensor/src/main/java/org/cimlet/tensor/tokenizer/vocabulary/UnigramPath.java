package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The cut of a text into words whose scores sum to the most (Viterbi). A character that no word
/// begins with costs 10 more than the least likely word.
public final class UnigramPath {
  /// For a character that is no word.
  public static final int UNKNOWN = -1;

  private static final float UNKNOWN_PENALTY = 10;

  private final Map<String, Integer> tokens;
  private final float[] scores;
  private final int longestWord;
  private final float unknownScore;

  /// @param tokens texts and what they become
  /// @param scores of each token
  public UnigramPath(Map<String, Integer> tokens, float[] scores) {
    this.tokens = tokens;
    this.scores = scores;
    int longest = 1;
    float least = Float.POSITIVE_INFINITY;
    for (Map.Entry<String, Integer> word : tokens.entrySet()) {
      longest = Math.max(longest, word.getKey().length());
      least = Math.min(least, scores[word.getValue()]);
    }
    this.longestWord = longest;
    this.unknownScore = least - UNKNOWN_PENALTY;
  }

  /// A word of the text.
  public record Step(int start, int end, int token) {}

  /// The best cut; each character that is no word is [#UNKNOWN].
  public List<Step> cut(String text) {
    int length = text.length();
    float[] best = new float[length + 1];
    int[] from = new int[length + 1];
    int[] via = new int[length + 1];
    Arrays.fill(from, -1);
    from[0] = 0;
    int start = 0;
    while (start < length) {
      int character = Character.charCount(text.codePointAt(start));
      boolean single = false;
      for (int end = start + character; end <= Math.min(length, start + longestWord); end++) {
        Integer token = tokens.get(text.substring(start, end));
        if (token != null) {
          single |= end == start + character;
          reach(start, end, best[start] + scores[token], token, best, from, via);
        }
      }
      if (!single) {
        reach(start, start + character, best[start] + unknownScore, UNKNOWN, best, from, via);
      }
      start += character;
    }
    return back(length, from, via);
  }

  private static void reach(
      int start, int end, float score, int token, float[] best, int[] from, int[] via) {
    if (from[end] < 0 || score > best[end]) {
      best[end] = score;
      from[end] = start;
      via[end] = token;
    }
  }

  private static List<Step> back(int length, int[] from, int[] via) {
    List<Step> steps = new ArrayList<>();
    for (int at = length; at > 0; at = from[at]) {
      steps.add(new Step(from[at], at, via[at]));
    }
    return steps.reversed();
  }
}

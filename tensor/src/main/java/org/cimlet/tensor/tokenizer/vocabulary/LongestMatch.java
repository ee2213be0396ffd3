package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds which of a set of texts stands at a place of another, the longest where several do.
public final class LongestMatch {
  private final Map<Character, List<String>> byFirst = new HashMap<>();

  /// @param texts empty ones are never found
  public LongestMatch(Collection<String> texts) {
    for (String text : texts) {
      if (!text.isEmpty()) {
        byFirst.computeIfAbsent(text.charAt(0), _ -> new ArrayList<>()).add(text);
      }
    }
    for (List<String> same : byFirst.values()) {
      same.sort(Comparator.comparingInt(String::length).reversed());
    }
  }

  /// Characters of the longest that stands there, 0 for none.
  public int lengthAt(String text, int at) {
    for (String candidate : byFirst.getOrDefault(text.charAt(at), List.of())) {
      if (text.startsWith(candidate, at)) {
        return candidate.length();
      }
    }
    return 0;
  }
}

package org.cimlet.explore.space;

import java.util.List;

/// One thing that varies: a key, or several that move together.
///
/// @param keys dotted paths (`machine.chiplet.macros`), or words of the job (`batch`)
/// @param levels what the keys take, in the order they are written
/// @param ordered whether the levels are numbers that rise or fall, so that neighbours are alike
public record Axis(List<String> keys, List<Level> levels, boolean ordered) {
  /// Copies the lists.
  public Axis {
    keys = List.copyOf(keys);
    levels = List.copyOf(levels);
  }

  /// What the keys of an axis take together.
  ///
  /// @param values one for each key: numbers, texts, lists and mappings
  /// @param words the same, as rows and people have them
  public record Level(List<Object> values, List<String> words) {
    /// Copies the lists.
    public Level {
      values = List.copyOf(values);
      words = List.copyOf(words);
    }
  }

  /// Whether values are numbers that rise.
  static boolean isOrdered(List<Object> values) {
    double before = Double.NEGATIVE_INFINITY;
    for (Object value : values) {
      if (!(value instanceof Number number) || number.doubleValue() <= before) {
        return false;
      }
      before = number.doubleValue();
    }
    return true;
  }

  /// Whether some key is one of the machine's.
  public boolean isOfMachine() {
    return keys.stream().anyMatch(key -> key.equals("machine") || key.startsWith("machine."));
  }
}

package org.cimlet.tensor;

import java.util.List;
import java.util.Optional;

/// How many weights of each group are stored: all of them, or `kept` of every `group` consecutive
/// inputs of one output row.
///
/// @param kept weights kept of a group
/// @param group inputs of a group: one of [#GROUPS], or 1 where dense
public record Pattern(int kept, int group) {
  /// Group sizes a zero skipper can be built for: one mask word each.
  public static final List<Integer> GROUPS = List.of(4, 8, 16, 32, 64);

  /// Every weight stored, no masks.
  public static final Pattern DENSE = new Pattern(1, 1);

  /// @throws IllegalArgumentException unless dense (1:1), or a known group with `1 <= kept < group`
  public Pattern {
    boolean dense = kept == 1 && group == 1;
    if (!dense && (!GROUPS.contains(group) || kept < 1 || kept >= group)) {
      throw new IllegalArgumentException(
          "a pattern needs 1 <= kept < group and a group of %s, got %s:%s"
              .formatted(GROUPS, kept, group));
    }
  }

  /// Reads `none` or `KEPT:GROUP`, such as `8:32`.
  ///
  /// @return empty where the text is no pattern
  public static Optional<Pattern> parse(String text) {
    if (text.equals("none")) {
      return Optional.of(DENSE);
    }
    if (!text.matches("[1-9][0-9]?:[1-9][0-9]?")) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    int kept = Integer.parseInt(text, 0, colon, 10);
    int group = Integer.parseInt(text, colon + 1, text.length(), 10);
    return GROUPS.contains(group) && kept < group
        ? Optional.of(new Pattern(kept, group))
        : Optional.empty();
  }

  /// Whether every weight is stored and no mask is needed.
  public boolean isDense() {
    return group == 1;
  }

  /// Groups of one output row; the last may have fewer than `group` inputs.
  public int groupsPerRow(int inputs) {
    return Math.ceilDiv(inputs, group);
  }

  /// Stored values of one output row: a short last group still stores `kept`.
  public long valuesPerRow(int inputs) {
    return (long) groupsPerRow(inputs) * kept;
  }

  /// Bytes of one output row's masks, 0 where dense: `group` bits a group, whole bytes a row.
  public long maskBytesPerRow(int inputs) {
    return isDense() ? 0 : Math.ceilDiv((long) groupsPerRow(inputs) * group, Byte.SIZE);
  }

  /// Inputs that group number `index` of a row has: `group`, or fewer for a short last one.
  public int inputsOfGroup(int index, int inputs) {
    return Math.min(group, inputs - index * group);
  }

  /// `none` or `8:32`, as [#parse] reads it.
  @Override
  public String toString() {
    return isDense() ? "none" : kept + ":" + group;
  }
}

package org.cimlet.report.html.page;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.report.html.page.Svg.Anchor;

/// Finds room for labels next to their points. A label that finds none is left out: the point still
/// says it when pointed at.
public final class LabelPlacer {
  /// Size of the labels.
  public static final double FONT = 11;

  private static final double AWAY = 8;

  private final Box bounds;
  private final List<Box> taken = new ArrayList<>();

  public LabelPlacer(double left, double top, double right, double bottom) {
    bounds = new Box(left, top, right, bottom);
  }

  private record Box(double left, double top, double right, double bottom) {
    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean within(Box other) {
      return left >= other.left
          && right <= other.right
          && top >= other.top
          && bottom <= other.bottom;
    }
  }

  /// Keeps labels off a point.
  public void keepClear(double x, double y) {
    taken.add(new Box(x - 5, y - 5, x + 5, y + 5));
  }

  /// Writes `text` next to a point, on the first side that is free: right, left, below or above and
  /// their corners.
  public void put(Svg svg, String css, String text, double x, double y) {
    double width = Svg.textWidth(text, FONT);
    double[][] places = {
      {x + AWAY, y + 4},
      {x - AWAY - width, y + 4},
      {x + 5, y + 16},
      {x + 5, y - 8},
      {x - 5 - width, y + 16},
      {x - 5 - width, y - 8},
      {x - width / 2, y + 20},
      {x - width / 2, y - 12},
    };
    for (double[] place : places) {
      Box box = new Box(place[0], place[1] - 10, place[0] + width, place[1] + 3);
      if (box.within(bounds) && taken.stream().noneMatch(box::meets)) {
        taken.add(box);
        svg.text(css, Anchor.START, place[0], place[1], text);
        return;
      }
    }
  }

  /// Moves labels of a column, given from top to bottom, at least `spacing` apart and within
  /// `least` to `most`, each as near its own place as a pass down and a pass up leave it.
  public static double[] spread(double[] wanted, double spacing, double least, double most) {
    double[] at = wanted.clone();
    double limit = least;
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.max(at[i], limit);
      limit = at[i] + spacing;
    }
    limit = most;
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = Math.min(at[i], limit);
      limit = at[i] - spacing;
    }
    return at;
  }
}

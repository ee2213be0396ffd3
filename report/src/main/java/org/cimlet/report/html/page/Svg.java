package org.cimlet.report.html.page;

/// One drawing within a page: shapes with a style class each, in a coordinate system of its own.
/// Colours, strokes and fonts are the style sheet's.
public final class Svg {
  /// Width of every drawing; the page scales it.
  public static final double WIDTH = 840;

  private final Markup out;

  private Svg(Markup out) {
    this.out = out;
  }

  /// Where a text is held.
  public enum Anchor {
    /// By its left end.
    START("start"),
    /// By its middle.
    MIDDLE("middle"),
    /// By its right end.
    END("end");

    private final String word;

    Anchor(String word) {
      this.word = word;
    }
  }

  /// Begins a drawing.
  ///
  /// @param plot its name, by which the page counts what has really been drawn
  /// @param label what it shows, for those who cannot see it
  public static Svg open(Markup out, String plot, String label, double height) {
    out.open("div", "class", "plot");
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + number(WIDTH) + " " + number(height),
        "data-plot",
        plot,
        "role",
        "group",
        "aria-label",
        label);
    return new Svg(out);
  }

  /// Ends the drawing.
  public void close() {
    out.close().close().line();
  }

  /// Opens a group.
  public Svg group(String css) {
    out.open("g", "class", css);
    return this;
  }

  /// Opens a group that says `tip` when pointed at.
  public Svg group(String css, String tip) {
    group(css);
    out.element("title", tip);
    return this;
  }

  /// Closes the innermost group.
  public Svg end() {
    out.close();
    return this;
  }

  public Svg rect(String css, double x, double y, double width, double height) {
    return rect(css, x, y, width, height, 0);
  }

  /// A rectangle with corners of radius `round`.
  public Svg rect(String css, double x, double y, double width, double height, double round) {
    out.empty(
        "rect",
        "class",
        css,
        "x",
        number(x),
        "y",
        number(y),
        "width",
        number(width),
        "height",
        number(height),
        "rx",
        round == 0 ? "" : number(round));
    return this;
  }

  public Svg line(String css, double x1, double y1, double x2, double y2) {
    out.empty(
        "line",
        "class",
        css,
        "x1",
        number(x1),
        "y1",
        number(y1),
        "x2",
        number(x2),
        "y2",
        number(y2));
    return this;
  }

  public Svg circle(String css, double x, double y, double radius) {
    out.empty("circle", "class", css, "cx", number(x), "cy", number(y), "r", number(radius));
    return this;
  }

  public Svg path(String css, Path path) {
    out.empty("path", "class", css, "d", path.toString());
    return this;
  }

  /// A path whose stroke is `width` wide.
  public Svg stroke(String css, Path path, double width) {
    out.empty(
        "path", "class", css, "d", path.toString(), "stroke-width", number(width), "fill", "none");
    return this;
  }

  /// Text on the base line `y`.
  public Svg text(String css, Anchor anchor, double x, double y, String text) {
    out.element(
        "text",
        text,
        "class",
        css,
        "x",
        number(x),
        "y",
        number(y),
        "text-anchor",
        anchor == Anchor.START ? "" : anchor.word);
    return this;
  }

  /// Text of a size the style sheet cannot know.
  public Svg text(String css, Anchor anchor, double x, double y, double size, String text) {
    out.element(
        "text",
        text,
        "class",
        css,
        "x",
        number(x),
        "y",
        number(y),
        "font-size",
        number(size),
        "text-anchor",
        anchor == Anchor.START ? "" : anchor.word);
    return this;
  }

  /// Text that reads upwards, its middle at `y`.
  public Svg upwards(String css, double x, double y, String text) {
    return turned(css, Anchor.MIDDLE, x, y, -90, text);
  }

  /// Text that begins at `x, y` and runs at an angle, clockwise from the horizontal.
  public Svg turned(String css, double x, double y, double degrees, String text) {
    return turned(css, Anchor.START, x, y, degrees, text);
  }

  private Svg turned(String css, Anchor anchor, double x, double y, double degrees, String text) {
    String turn = "translate(" + number(x) + " " + number(y) + ") rotate(" + number(degrees) + ")";
    out.element("text", text, "class", css, "transform", turn, "text-anchor", anchor.word);
    return this;
  }

  /// About how wide a text of the given size is; fonts differ, so leave some room.
  public static double textWidth(String text, double size) {
    return 0.55 * size * text.length();
  }

  /// Two decimals at most, the same in every locale.
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a coordinate must be finite, got " + value);
    }
    long hundredths = Math.round(value * 100);
    String text = Long.toString(Math.abs(hundredths) / 100);
    long rest = Math.abs(hundredths) % 100;
    if (rest != 0) {
      text += rest % 10 == 0 ? "." + rest / 10 : (rest < 10 ? ".0" : ".") + rest;
    }
    return hundredths < 0 ? "-" + text : text;
  }

  /// Data of a path.
  public static final class Path {
    private final StringBuilder data = new StringBuilder();

    /// Empty.
    public Path() {}

    public Path move(double x, double y) {
      return add('M', x, y);
    }

    public Path line(double x, double y) {
      return add('L', x, y);
    }

    /// A curve to `x, y`, pulled towards `pullX, pullY`.
    public Path curve(double pullX, double pullY, double x, double y) {
      return add('Q', pullX, pullY).add(' ', x, y);
    }

    private Path add(char command, double x, double y) {
      data.append(command).append(number(x)).append(' ').append(number(y));
      return this;
    }

    @Override
    public String toString() {
      return data.toString();
    }
  }
}

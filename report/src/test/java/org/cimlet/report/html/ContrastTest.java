package org.cimlet.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Text stands out from what is behind it by 4.5 to 1 (WCAG 2.2, level AA), in light and in dark.
class ContrastTest {
  private static final double LEAST = 4.5;
  private static final Pattern VARIABLE = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{3,6})");

  private static final String CSS = css();

  private static String css() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The colours of the n-th `:root` of the style.
  private static Map<String, String> colours(int theme) {
    Map<String, String> colours = new HashMap<>();
    String[] roots = CSS.split(":root \\{", -1);
    for (int i = 1; i <= theme; i++) {
      Matcher found = VARIABLE.matcher(roots[i].substring(0, roots[i].indexOf('}')));
      while (found.find()) {
        colours.put(found.group(1), found.group(2));
      }
    }
    return colours;
  }

  @Test
  void text_on_paper_is_read_in_both_themes() {
    for (int theme = 1; theme <= 2; theme++) {
      Map<String, String> colours = colours(theme);
      for (String ink :
          new String[] {
            "ink", "soft", "accent", "published", "derived", "calibrated", "extrapolated", "assumed"
          }) {
        assertThat(contrast(colours, ink, "paper"))
            .as("%s, theme %s", ink, theme)
            .isGreaterThanOrEqualTo(LEAST);
      }
      assertThat(contrast(colours, "soft", "wash"))
          .as("theme %s", theme)
          .isGreaterThanOrEqualTo(LEAST);
      assertThat(contrast(colours, "soft", "die"))
          .as("theme %s", theme)
          .isGreaterThanOrEqualTo(LEAST);
    }
  }

  @Test
  void text_on_every_shade_is_read_in_both_themes() {
    for (int theme = 1; theme <= 2; theme++) {
      for (int shade = 0; shade <= 9; shade++) {
        String on = shade < 5 ? "on-low" : shade == 5 ? "on-middle" : "on-high";
        assertThat(contrast(colours(theme), on, "s" + shade))
            .as("shade %s, theme %s", shade, theme)
            .isGreaterThanOrEqualTo(LEAST);
      }
    }
    assertThat(CSS)
        .contains("svg .on4 { fill: var(--on-low); }")
        .contains("svg .on5 { fill: var(--on-middle); }")
        .contains("svg .on9 { fill: var(--on-high); }");
  }

  private static double contrast(Map<String, String> colours, String a, String b) {
    double one = luminance(Objects.requireNonNull(colours.get(a), a));
    double other = luminance(Objects.requireNonNull(colours.get(b), b));
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  /// Relative luminance of sRGB.
  private static double luminance(String colour) {
    String hex =
        colour.length() == 4 ? colour.substring(1).replaceAll("(.)", "$1$1") : colour.substring(1);
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}

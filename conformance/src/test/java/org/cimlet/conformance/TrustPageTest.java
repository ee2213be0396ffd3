package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What `docs/trust.md` says for someone who has to decide is what the studies' tables have, which
/// other tests compute.
class TrustPageTest {
  private static String page(String name) throws IOException {
    return Files.readString(Checkout.root().resolve("docs").resolve(name)).replaceAll("\\s+", " ");
  }

  private static List<String[]> rows(String study, String first) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Checkout.root().resolve("docs/studies").resolve(study))) {
      if (line.startsWith("| " + first)) {
        rows.add(line.substring(2, line.length() - 2).split(" \\| "));
      }
    }
    assertThat(rows).as("rows of %s that begin with %s", study, first).isNotEmpty();
    return rows;
  }

  private static String rounded(String factor) {
    return String.format(Locale.ROOT, "%.1f", Double.parseDouble(factor));
  }

  @Test
  void engines_agree_as_the_page_says() throws IOException {
    Matcher counts =
        Pattern.compile("Of (\\d+) TPOT figures (\\d+) agree within 5 %")
            .matcher(page("studies/estimate-against-simulation.md"));
    assertThat(counts.find()).isTrue();
    assertThat(page("trust.md"))
        .contains(
            "of %s cases the estimate is within 5 %% of simulation in %s"
                .formatted(counts.group(1), counts.group(2)));
  }

  @Test
  void macros_are_as_far_off_as_the_page_says() throws IOException {
    String[] energy = rows("silicon.md", "energy | predicted").getFirst();
    String[] area = rows("silicon.md", "area | predicted").getFirst();
    String[] delay = rows("silicon.md", "delay | predicted").getFirst();
    assertThat(page("trust.md"))
        .contains(
            "energy within %s (median) and %s (worst), area %s and %s, delay %s and %s"
                .formatted(
                    rounded(energy[3]),
                    rounded(energy[4]),
                    rounded(area[3]),
                    rounded(area[4]),
                    rounded(delay[3]),
                    rounded(delay[4])));
  }

  @Test
  void machines_are_as_far_off_as_the_page_says() throws IOException {
    List<String[]> cards = rows("losses.md", "16 NorthPole cards");
    double worst = 1;
    for (String first : List.of("84 NorthPole", "4 WSE-3", "20 WSE-3")) {
      for (String[] row : rows("losses.md", first)) {
        worst = Math.max(worst, Double.parseDouble(row[4]));
      }
    }
    assertThat(page("trust.md"))
        .contains(
            "16 NorthPole cards come out %s times as fast as published and %s times their power"
                .formatted(rounded(cards.get(0)[4]), rounded(cards.get(2)[4])))
        .contains("miss by up to %s".formatted(rounded(String.valueOf(worst))));
  }

  @Test
  void clocks_and_gpus_are_as_far_off_as_the_page_says() throws IOException {
    String[] alpha = rows("silicon.md", "1.0 | ").getFirst();
    long clock = Math.round(Double.parseDouble(alpha[1].replace(" %", "")));
    long worst = Math.round(Double.parseDouble(alpha[3].replace(" %", "")));
    double least = Double.MAX_VALUE;
    double most = 0;
    for (String kernels :
        List.of("products, 16 bits", "products, FP8 | vLLM", "routed", "attent")) {
      Matcher ends =
          Pattern.compile("\\d+").matcher(rows("gpu-calibration.md", kernels).getFirst()[3]);
      while (ends.find()) {
        least = Math.min(least, Integer.parseInt(ends.group()));
        most = Math.max(most, Integer.parseInt(ends.group()));
      }
    }
    assertThat(page("trust.md"))
        .contains(
            "between the ends of measured curves %s %% in the median, %s %% at worst"
                .formatted(clock, worst))
        .contains(
            "no energy or delay can be promised within less than %s to %s."
                .formatted(least(), most()))
        .contains("come out within %.0f to %.0f %% (median)".formatted(least, most));
  }

  private static String least() throws IOException {
    return promised().min(String::compareTo).orElseThrow();
  }

  private static String most() throws IOException {
    return promised().max(String::compareTo).orElseThrow();
  }

  /// Median and worst of what can be promised of energies and delays.
  private static Stream<String> promised() throws IOException {
    List<String> factors = new ArrayList<>();
    for (String figure : List.of("energy | 1.12", "delay | 1.25")) {
      for (String factor : rows("silicon.md", figure).getFirst()[3].split(", ")) {
        factors.add(rounded(factor));
      }
    }
    return factors.stream();
  }
}

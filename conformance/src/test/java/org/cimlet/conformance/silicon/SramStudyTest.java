package org.cimlet.conformance.silicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cimlet.technology.comb.RowAccess;
import org.cimlet.technology.comb.SramArray;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;
import org.junit.jupiter.api.Test;

/// Reads of deep arrays beside CACTI's: 64 bits of 1 to 256 KB.
class SramStudyTest {
  private static final int WORD_BITS = 64;
  private static final int ROWS = 128;
  private static final int SIZES = 9;

  /// Supplies and cells of 146 F2 are those of CACTI's high-performance devices.
  private enum CactiDevices {
    AT_22(22, 0.8),
    AT_32(32, 0.9),
    AT_65(65, 1.1);

    private final double nodeNm;
    private final double voltageV;

    CactiDevices(double nodeNm, double voltageV) {
      this.nodeNm = nodeNm;
      this.voltageV = voltageV;
    }

    double pj(int kilobytes) {
      int words = kilobytes * 8192 / WORD_BITS;
      RowAccess.BitLines lines = RowAccess.BitLines.usual(ROWS, words);
      SramArray array =
          new SramArray(
              ProcessPoint.usual(nodeNm, voltageV),
              Scaled.within(146 * nodeNm * nodeNm / 1e6),
              words,
              WORD_BITS,
              lines.rows(),
              lines.columnMux());
      return array.randomFjPerBit().value() * WORD_BITS / 1000;
    }

    double[] published() throws IOException {
      String item = "CACTI 7 %d nm itrs-hp 64-bit word".formatted(Math.round(nodeNm));
      String[] row =
          SiliconPage.data("sram_links_dram.csv").stream()
              .filter(each -> each[1].equals(item) && each[2].startsWith("read energy"))
              .findFirst()
              .orElseThrow();
      return Arrays.stream(row[3].split("/")).mapToDouble(Double::parseDouble).toArray();
    }

    double[] ratios() throws IOException {
      double[] ratios = published();
      for (int size = 0; size < ratios.length; size++) {
        ratios[size] = pj(1 << size) / ratios[size];
      }
      return ratios;
    }

    String words() {
      return "%d nm".formatted(Math.round(nodeNm));
    }
  }

  @Test
  void arrays_take_what_the_page_says() throws IOException {
    List<String> table = new ArrayList<>();
    table.add("| 64 bits of | 22 nm, pJ | by the parts | 32 nm, pJ | | 65 nm, pJ | |");
    table.add("|---|---|---|---|---|---|---|");
    for (int size = 0; size < SIZES; size++) {
      StringBuilder line = new StringBuilder("| %d KB |".formatted(1 << size));
      for (CactiDevices devices : CactiDevices.values()) {
        line.append(
            String.format(
                Locale.ROOT, " %s | %.2f |", devices.published()[size], devices.pj(1 << size)));
      }
      table.add(line.toString());
    }
    SiliconPage.holds("sram", table);
  }

  /// From 4 KB on, where wires count: one number is calibrated at 22 nm, nothing at 32 and 65.
  @Test
  void no_deep_array_is_off_by_more_than_a_third() throws IOException {
    for (CactiDevices devices : CactiDevices.values()) {
      double[] deep = Arrays.copyOfRange(devices.ratios(), 2, SIZES);
      assertThat(Arrays.stream(deep).boxed().toList())
          .as(devices.words())
          .allSatisfy(ratio -> assertThat(ratio).isBetween(0.75, 1.1));
      double median = SiliconPage.median(deep);
      assertThat(median).as(devices.words()).isBetween(0.85, 1.05);
    }
  }
}

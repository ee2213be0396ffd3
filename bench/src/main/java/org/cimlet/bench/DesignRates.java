package org.cimlet.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cimlet.quantity.Si;

/// The table of `docs/studies/designs-per-second.md`: designs a second of processor time of one
/// thread, which other programs on the machine disturb little.
final class DesignRates {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NS = 1e-9;
  private static final int RUNS = 5;
  private static final double WARMING_S = 8;
  private static final double RUN_S = 2;

  /// What is asked for, by mapping.
  private static final Map<String, Integer> BARS =
      Map.of("filled", 100_000, "pipelined", 10_000, "mixed:6", 5000, "spread", 2000, "auto", 2000);

  private DesignRates() {}

  /// Measures mappings.
  ///
  /// @param mappings of them; all where empty
  static String table(List<String> mappings) {
    StringBuilder table =
        new StringBuilder(
            "| mapping | designs/s | of five runs | a design | asked for |\n|---|---|---|---|---|\n");
    for (String mapping : List.of("filled", "pipelined", "mixed:6", "spread", "auto")) {
      if (mappings.isEmpty() || mappings.contains(mapping)) {
        table.append(row(mapping)).append('\n');
      }
    }
    return table.toString();
  }

  private static String row(String mapping) {
    SweptDesigns designs = new SweptDesigns(mapping);
    rate(designs, WARMING_S);
    double[] rates = new double[RUNS];
    Arrays.setAll(rates, run -> rate(designs, RUN_S));
    Arrays.sort(rates);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s to %s | %.1f µs | %s |",
        mapping,
        Si.grouped(Math.round(rates[RUNS / 2])),
        Si.grouped(Math.round(rates[0])),
        Si.grouped(Math.round(rates[RUNS - 1])),
        1e6 / rates[RUNS / 2],
        Si.grouped(BARS.getOrDefault(mapping, 0)));
  }

  private static double rate(SweptDesigns designs, double seconds) {
    long begin = THREADS.getCurrentThreadCpuTime();
    long end = begin;
    long answered = 0;
    while ((end - begin) * NS < seconds) {
      for (int i = 0; i < 64; i++) {
        designs.answer();
      }
      answered += 64;
      end = THREADS.getCurrentThreadCpuTime();
    }
    return answered / ((end - begin) * NS);
  }
}

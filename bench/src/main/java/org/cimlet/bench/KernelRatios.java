package org.cimlet.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/// What the times of [PackedKernel] mean compared with each other: the median of all calls, which
/// neighbours on the same machine move less than the mean.
final class KernelRatios {
  private static final int BENCHMARKS = 6;

  private KernelRatios() {}

  /// A table, empty unless all of the benchmark ran.
  ///
  /// @param kernel what it ran with
  static String table(Collection<RunResult> results, String kernel) {
    Map<String, Double> ms = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      if (name.startsWith(PackedKernel.class.getName() + ".")) {
        double median = result.getPrimaryResult().getStatistics().getPercentile(50);
        ms.put(name.substring(name.lastIndexOf('.') + 1), median);
      }
    }
    return ms.size() == BENCHMARKS ? table(ms, kernel) : "";
  }

  private static String table(Map<String, Double> ms, String kernel) {
    double packed = Objects.requireNonNull(ms.get("packedOneToken"));
    double dense = Objects.requireNonNull(ms.get("denseOneToken"));
    double packedPrompt = Objects.requireNonNull(ms.get("packedPrompt")) / PackedKernel.PROMPT;
    double densePrompt = Objects.requireNonNull(ms.get("densePrompt")) / PackedKernel.PROMPT;
    double weights = PackedKernel.weights();
    double bytes = PackedKernel.packedBytes();
    double streaming = Objects.requireNonNull(ms.get("streamingRead"));
    double streamingDense = Objects.requireNonNull(ms.get("streamingReadDense"));
    StringBuilder text = new StringBuilder(kernel).append('\n');
    line(text, "", "ms", "GB/s", "of streaming", "Gweights/s", "over dense");
    line(text, "read of packed bytes", ms(streaming), gb(bytes / streaming), share(1), "", "");
    line(
        text,
        "read of dense bytes",
        ms(streamingDense),
        gb(weights / streamingDense),
        share(1),
        "",
        "");
    line(
        text,
        "packed 8:32, one token",
        ms(packed),
        gb(bytes / packed),
        share(streaming / packed),
        gb(weights / packed),
        times(dense / packed));
    line(
        text,
        "dense INT8, one token",
        ms(dense),
        gb(weights / dense),
        share(streamingDense / dense),
        gb(weights / dense),
        times(1));
    batched(text, "packed, a token of 64", packedPrompt, weights, densePrompt / packedPrompt);
    batched(text, "dense, a token of 64", densePrompt, weights, 1);
    return text.toString();
  }

  private static void batched(
      StringBuilder text, String name, double ms, double weights, double over) {
    line(text, name, ms(ms), "", "", gb(weights / ms), times(over));
  }

  private static void line(StringBuilder text, Object... cells) {
    String line = String.format(Locale.ROOT, "%-24s %8s %6s %14s %12s %12s", cells);
    text.append(line.stripTrailing()).append('\n');
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /// Things a millisecond as billions a second.
  private static String gb(double perMs) {
    return String.format(Locale.ROOT, "%.1f", perMs / 1e6);
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * value);
  }

  private static String times(double value) {
    return String.format(Locale.ROOT, "%.2f x", value);
  }
}

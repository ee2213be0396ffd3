package org.cimlet.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/// What the times of [PackedKernel] mean beside each other.
final class KernelRatios {
  private KernelRatios() {}

  /// A table, empty unless all of the benchmark ran.
  static String table(Collection<RunResult> results) {
    Map<String, Double> ms = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      if (name.startsWith(PackedKernel.class.getName() + ".")) {
        ms.put(name.substring(name.lastIndexOf('.') + 1), result.getPrimaryResult().getScore());
      }
    }
    return ms.size() == 5 ? table(ms) : "";
  }

  private static String table(Map<String, Double> ms) {
    double stream = ms.get("streamingRead");
    double packed = ms.get("packedOneToken");
    double dense = ms.get("denseOneToken");
    double weights = PackedKernel.weights();
    double bytes = PackedKernel.packedBytes();
    double stored = weights * 12 / 32;
    double rate = bytes / stream;
    StringBuilder text = new StringBuilder();
    line(text, "", "ms", "GB/s", "of streaming", "Gweights/s", "over dense");
    line(text, "streaming read", ms(stream), gb(bytes / stream), share(1), "", "");
    line(
        text,
        "packed 8:32, one token",
        ms(packed),
        gb(bytes / packed),
        share(bytes / packed / rate),
        gb(weights / packed),
        times(dense / packed));
    line(
        text,
        "  its bytes as stored",
        "",
        gb(stored / packed),
        share(stored / packed / rate),
        "",
        "");
    line(
        text,
        "dense INT8, one token",
        ms(dense),
        gb(weights / dense),
        share(weights / dense / rate),
        gb(weights / dense),
        times(1));
    double packedPrompt = ms.get("packedPrompt") / PackedKernel.PROMPT;
    double densePrompt = ms.get("densePrompt") / PackedKernel.PROMPT;
    line(
        text,
        "packed, a token of 64",
        ms(packedPrompt),
        "",
        "",
        gb(weights / packedPrompt),
        times(densePrompt / packedPrompt));
    line(
        text, "dense, a token of 64", ms(densePrompt), "", "", gb(weights / densePrompt), times(1));
    return text.toString();
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append(String.format(Locale.ROOT, "%-24s %8s %8s %14s %12s %12s%n", cells));
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

package org.cimlet.estimate.gpu;

import java.util.List;
import java.util.Locale;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.AttentionWork;

/// A kernel whose time somebody measured.
sealed interface MeasuredKernel {
  /// What was measured.
  double us();

  /// What the laws say, in seconds.
  double seconds(GpuKernels kernels);

  /// The same for all kernels of a shape, whatever the number of tokens: shapes are fitted or held
  /// out as a whole.
  long shape();

  /// What a row's part of its table is called; empty where the table is one.
  default String part() {
    return "";
  }

  /// Share of the error: 0.05 where 5 % too long.
  default double error(GpuKernels kernels) {
    return 1e6 * seconds(kernels) / us() - 1;
  }

  /// Whether the shape belongs to the half that is fitted.
  default boolean isFitted() {
    return (shape() * 0x9E3779B97F4A7C15L) >>> 63 == 0;
  }

  /// A product of `outputs x inputs` weights.
  record Gemm(GpuFormat weights, int tokens, int outputs, int inputs, double us)
      implements MeasuredKernel {
    @Override
    public double seconds(GpuKernels kernels) {
      return kernels.product(weights, tokens, outputs, inputs).seconds();
    }

    @Override
    public long shape() {
      return 31L * outputs + inputs;
    }

    static List<Gemm> read(String file, String format) {
      Table table = Table.read("gpu-kernels/" + file);
      return table.rows().stream()
          .filter(row -> table.text(row, "gemm_dtype").equals(format) && table.count(row, "m") > 0)
          .map(row ->
              new Gemm(
                  format(format),
                  table.count(row, "m"),
                  table.count(row, "n"),
                  table.count(row, "k"),
                  1e3 * table.number(row, "latency")))
          .toList();
    }
  }

  /// Both products of routed experts, their activation between them.
  record Moe(
      GpuFormat weights,
      int tokens,
      int hidden,
      int inner,
      int active,
      int experts,
      int ranks,
      double us,
      Routing routing)
      implements MeasuredKernel {
    @Override
    public double seconds(GpuKernels kernels) {
      return kernels.routed(weights, routing, 2 * inner, hidden).seconds()
          + kernels.routed(weights, routing, hidden, inner).seconds();
    }

    @Override
    public long shape() {
      return ((hidden * 31L + inner) * 31 + experts) * 31 + ranks;
    }

    static List<Moe> read(String file, String format) {
      Table table = Table.read("gpu-kernels/" + file);
      return table.rows().stream()
          .filter(row -> table.text(row, "moe_dtype").equals(format))
          .map(row -> of(table, row, format))
          .toList();
    }

    private static Moe of(Table table, List<String> row, String format) {
      int tokens = table.count(row, "num_tokens");
      int active = table.count(row, "topk");
      int experts = table.count(row, "num_experts");
      int ranks = table.count(row, "moe_ep_size");
      return new Moe(
          format(format),
          tokens,
          table.count(row, "hidden_size"),
          table.count(row, "inter_size") / table.count(row, "moe_tp_size"),
          active,
          experts,
          ranks,
          1e3 * table.number(row, "latency"),
          BenchmarkRouting.of(tokens, active, experts, ranks, table.text(row, "distribution")));
    }
  }

  /// Attention of equal prompts.
  record Prompts(
      int prompts,
      int tokens,
      int heads,
      int caches,
      int headDim,
      GpuFormat cache,
      int window,
      double us)
      implements MeasuredKernel {
    @Override
    public double seconds(GpuKernels kernels) {
      return kernels
          .promptAttention(prompts, tokens, 0, window, heads, caches, head(headDim), cache)
          .seconds();
    }

    @Override
    public long shape() {
      return (heads * 131L + caches) * 1031 + headDim;
    }

    @Override
    public String part() {
      return window == Integer.MAX_VALUE ? "" : ", window of " + window;
    }

    static List<Prompts> read(String file) {
      Table table = Table.read("gpu-kernels/" + file);
      return table.rows().stream()
          .map(row ->
              new Prompts(
                  table.count(row, "batch_size"),
                  table.count(row, "isl"),
                  table.count(row, "num_heads"),
                  table.count(row, "num_key_value_heads"),
                  table.count(row, "head_dim"),
                  format(table.text(row, "kv_cache_dtype")),
                  lookingBack(table.count(row, "window_size")),
                  1e3 * table.number(row, "latency")))
          .toList();
    }
  }

  /// Attention of one token for each sequence, again and again on the same cache.
  record Decoding(
      int sequences,
      int positions,
      int heads,
      int caches,
      int headDim,
      GpuFormat cache,
      int window,
      double us)
      implements MeasuredKernel {
    @Override
    public double seconds(GpuKernels kernels) {
      return kernels
          .repeatedDecodeAttention(
              sequences, Math.min(positions, window), heads, caches, head(headDim), cache)
          .seconds();
    }

    @Override
    public long shape() {
      return (heads * 131L + caches) * 1031 + headDim;
    }

    @Override
    public String part() {
      if (window != Integer.MAX_VALUE) {
        return ", window of " + window;
      }
      return heads == caches ? ", a key for each head" : "";
    }

    static List<Decoding> read(String file) {
      Table table = Table.read("gpu-kernels/" + file);
      return table.rows().stream()
          .map(row ->
              new Decoding(
                  table.count(row, "batch_size"),
                  table.count(row, "isl") + table.count(row, "step"),
                  table.count(row, "num_heads"),
                  table.count(row, "num_key_value_heads"),
                  table.count(row, "head_dim"),
                  format(table.text(row, "kv_cache_dtype")),
                  lookingBack(table.count(row, "window_size")),
                  1e3 * table.number(row, "latency")))
          .toList();
    }
  }

  /// Adding up a vector over devices.
  record AllReduce(int devices, double bytes, double us) implements MeasuredKernel {
    @Override
    public double seconds(GpuKernels kernels) {
      return kernels.allReduceS(bytes, devices);
    }

    @Override
    public long shape() {
      return devices;
    }

    /// Two and eight devices are fitted, four held out.
    @Override
    public boolean isFitted() {
      return devices != 4;
    }

    static List<AllReduce> read(String file) {
      Table table = Table.read("gpu-kernels/" + file);
      return table.rows().stream()
          .filter(row -> table.text(row, "kernel_source").endsWith("graph"))
          .map(row ->
              new AllReduce(
                  table.count(row, "num_gpus"),
                  2.0 * table.count(row, "message_size"),
                  1e3 * table.number(row, "latency")))
          .toList();
    }
  }

  private static AttentionWork.Head head(int headDim) {
    return new AttentionWork.Head(headDim, headDim, false);
  }

  private static int lookingBack(int written) {
    return written == 0 ? Integer.MAX_VALUE : written;
  }

  /// A format by the name that the tables have for it.
  private static GpuFormat format(String written) {
    return switch (written.toLowerCase(Locale.ROOT)) {
      case "bfloat16" -> GpuFormat.BF16;
      case "fp8" -> GpuFormat.FP8;
      case "fp8_block" -> GpuFormat.FP8_BLOCK;
      case "int4_wo" -> GpuFormat.INT4;
      default -> throw new IllegalArgumentException(written);
    };
  }
}

package org.cimlet.estimate.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.cimlet.compile.Compiler;
import org.cimlet.estimate.gpu.LawFit.Constant;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.KernelLaws;

/// Every group of measured kernels, and which constants are fitted to which of them.
final class KernelCalibration {
  private static final Gpu H100 = Compiler.gpu(GpuReader.read("h100"));
  private static final Gpu A100 = Compiler.gpu(GpuReader.read("a100"));

  private static final double GEMM_BAND = 0.10;
  private static final double MOE_BAND = 0.20;
  private static final double ATTENTION_BAND = 0.15;
  private static final double ALL_REDUCE_BAND = 0.15;

  private static List<KernelGroup> read = List.of();

  private KernelCalibration() {}

  /// All of them, read once.
  static List<KernelGroup> groups() {
    if (read.isEmpty()) {
      read = List.copyOf(readAll());
    }
    return read;
  }

  private static List<KernelGroup> readAll() {
    List<KernelGroup> groups = new ArrayList<>();
    gemm(groups);
    moe(groups);
    attention(groups);
    allReduce(groups);
    return groups;
  }

  private static void gemm(List<KernelGroup> groups) {
    String h100 = "h100_sxm_gemm_vllm_0.19.0.csv.gz";
    String tensorRt = "h100_sxm_gemm_trtllm_1.2.0rc5.csv.gz";
    groups.add(
        group(
            "GEMM BF16, vLLM",
            H100,
            MeasuredKernel.Gemm.read(h100, "bfloat16"),
            products(),
            (laws, c) -> new LawsWith(laws).products(product(c)),
            GEMM_BAND));
    List<Constant> fp8 = new ArrayList<>(products());
    fp8.add(new Constant("quantise_efficiency", 0.5, 0.01, 1));
    groups.add(
        group(
            "GEMM FP8, vLLM",
            H100,
            MeasuredKernel.Gemm.read(h100, "fp8"),
            fp8,
            (laws, c) -> new LawsWith(laws).fp8Products(product(c), c[5]),
            GEMM_BAND));
    List<Constant> blocks = new ArrayList<>(products());
    blocks.add(new Constant("align_us", 4, 0.1, 1000));
    groups.add(
        group(
            "GEMM FP8 in blocks, vLLM",
            H100,
            MeasuredKernel.Gemm.read(h100, "fp8_block"),
            blocks,
            (laws, c) -> new LawsWith(laws).fp8BlockProducts(product(c), c[5] / 1e6),
            GEMM_BAND));
    heldOut(groups, "GEMM BF16, TensorRT-LLM", MeasuredKernel.Gemm.read(tensorRt, "bfloat16"));
    heldOut(groups, "GEMM FP8, TensorRT-LLM", MeasuredKernel.Gemm.read(tensorRt, "fp8"));
    heldOut(
        groups,
        "GEMM FP8 in blocks, TensorRT-LLM",
        MeasuredKernel.Gemm.read(tensorRt, "fp8_block"));
    groups.add(
        group(
            "GEMM BF16, vLLM",
            A100,
            MeasuredKernel.Gemm.read("a100_sxm_gemm_vllm_0.14.0.csv.gz", "bfloat16"),
            products(),
            (laws, c) -> new LawsWith(laws).products(product(c)),
            GEMM_BAND));
  }

  private static void heldOut(
      List<KernelGroup> groups, String title, List<MeasuredKernel.Gemm> rows) {
    groups.add(
        new KernelGroup(title, H100, rows, _ -> true, List.of(), (laws, _) -> laws, GEMM_BAND));
  }

  private static void moe(List<KernelGroup> groups) {
    String h100 = "h100_sxm_moe_vllm_0.19.0.csv.gz";
    groups.add(
        group(
            "MoE BF16, vLLM",
            H100,
            MeasuredKernel.Moe.read(h100, "bfloat16"),
            routed(),
            (laws, c) -> new LawsWith(laws).routed(routed(c)),
            MOE_BAND));
    groups.add(
        group(
            "MoE FP8, vLLM",
            H100,
            MeasuredKernel.Moe.read(h100, "fp8"),
            routed(),
            (laws, c) -> new LawsWith(laws).fp8Routed(routed(c)),
            MOE_BAND));
    groups.add(
        group(
            "MoE FP8 in blocks, vLLM",
            H100,
            MeasuredKernel.Moe.read(h100, "fp8_block"),
            routed(),
            (laws, c) -> new LawsWith(laws).fp8BlockRouted(routed(c)),
            MOE_BAND));
    groups.add(
        group(
            "MoE BF16, vLLM",
            A100,
            MeasuredKernel.Moe.read("a100_sxm_moe_vllm_0.14.0.csv.gz", "bfloat16"),
            routed(),
            (laws, c) -> new LawsWith(laws).routed(routed(c)),
            MOE_BAND));
  }

  private static void attention(List<KernelGroup> groups) {
    Predicate<MeasuredKernel> whole =
        row -> row instanceof MeasuredKernel.Prompts p && p.window() == Integer.MAX_VALUE;
    groups.add(
        new KernelGroup(
            "prompt attention, vLLM",
            H100,
            MeasuredKernel.Prompts.read("h100_sxm_attention_vllm_0.19.0_context.csv.gz"),
            whole,
            prompts(),
            (laws, c) -> new LawsWith(laws).prompts(prompts(c)),
            ATTENTION_BAND));
    groups.add(
        new KernelGroup(
            "prompt attention, vLLM",
            A100,
            MeasuredKernel.Prompts.read("a100_sxm_attention_vllm_0.14.0_context.csv.gz"),
            whole,
            prompts(),
            (laws, c) -> new LawsWith(laws).prompts(prompts(c)),
            ATTENTION_BAND));
    // software that does not cut a head's keys where no heads share them is another law
    Predicate<MeasuredKernel> shared =
        row ->
            row instanceof MeasuredKernel.Decoding d
                && d.window() == Integer.MAX_VALUE
                && d.heads() > d.caches();
    groups.add(
        new KernelGroup(
            "decode attention, vLLM",
            H100,
            MeasuredKernel.Decoding.read("h100_sxm_attention_vllm_0.19.0_generation.csv.gz"),
            shared,
            decoding(),
            (laws, c) -> new LawsWith(laws).decoding(decoding(c)),
            ATTENTION_BAND));
    groups.add(
        new KernelGroup(
            "decode attention, vLLM",
            A100,
            MeasuredKernel.Decoding.read("a100_sxm_attention_vllm_0.14.0_generation.csv.gz"),
            shared,
            decoding(),
            (laws, c) -> new LawsWith(laws).decoding(decoding(c)),
            ATTENTION_BAND));
  }

  private static void allReduce(List<KernelGroup> groups) {
    groups.add(
        group(
            "all-reduce in a graph, vLLM",
            H100,
            MeasuredKernel.AllReduce.read("h100_sxm_comm_vllm_0.19.0_custom.csv.gz"),
            allReduce(),
            (laws, c) -> new LawsWith(laws).allReduce(allReduce(c)),
            ALL_REDUCE_BAND));
    groups.add(
        group(
            "all-reduce in a graph, vLLM",
            A100,
            MeasuredKernel.AllReduce.read("a100_sxm_comm_vllm_0.14.0_custom.csv.gz"),
            allReduce(),
            (laws, c) -> new LawsWith(laws).allReduce(allReduce(c)),
            ALL_REDUCE_BAND));
  }

  private static KernelGroup group(
      String title,
      Gpu gpu,
      List<? extends MeasuredKernel> rows,
      List<Constant> constants,
      BiFunction<KernelLaws, double[], KernelLaws> law,
      double band) {
    return new KernelGroup(title, gpu, rows, _ -> true, constants, law, band);
  }

  private static List<Constant> products() {
    return List.of(
        new Constant("start_us", 4, 0.1, 1000),
        new Constant("memory_efficiency", 0.8, 0.01, 1),
        new Constant("compute_efficiency", 0.7, 0.01, 1),
        new Constant("overlap", 2, 1, 8),
        new Constant("tail", 0.5, 0.01, 2));
  }

  private static KernelLaws.Product product(double[] c) {
    return new KernelLaws.Product(c[0] / 1e6, c[1], c[2], c[3], c[4]);
  }

  private static List<Constant> routed() {
    return List.of(
        new Constant("start_us", 25, 0.1, 1000),
        new Constant("memory_efficiency", 0.8, 0.01, 1),
        new Constant("compute_efficiency", 0.5, 0.01, 1),
        new Constant("overlap", 2, 1, 8));
  }

  private static KernelLaws.Routed routed(double[] c) {
    return new KernelLaws.Routed(c[0] / 1e6, c[1], c[2], c[3]);
  }

  private static List<Constant> prompts() {
    return List.of(
        new Constant("start_us", 10, 0.1, 1000),
        new Constant("memory_efficiency", 0.6, 0.01, 1),
        new Constant("compute_efficiency", 0.7, 0.01, 1),
        new Constant("softmax_macs", 30, 0.1, 1000),
        new Constant("tail", 0.5, 0.01, 10));
  }

  private static KernelLaws.PromptAttention prompts(double[] c) {
    return new KernelLaws.PromptAttention(c[0] / 1e6, c[1], c[2], c[3], c[4]);
  }

  private static List<Constant> decoding() {
    return List.of(
        new Constant("start_us", 10, 0.1, 1000),
        new Constant("memory_efficiency", 0.8, 0.01, 1),
        new Constant("cached_efficiency", 1.2, 0.01, 10),
        new Constant("compute_efficiency", 0.4, 0.01, 1),
        new Constant("key_ns", 3, 0.01, 1000),
        new Constant("job_ns", 3000, 1, 100_000),
        new Constant("overlap", 1.5, 1, 8));
  }

  private static KernelLaws.DecodeAttention decoding(double[] c) {
    return new KernelLaws.DecodeAttention(
        c[0] / 1e6, c[1], c[2], c[3], c[4] / 1e9, c[5] / 1e9, c[6]);
  }

  private static List<Constant> allReduce() {
    return List.of(
        new Constant("start_us", 5, 0.1, 1000),
        new Constant("second_start_us", 5, 0.1, 1000),
        new Constant("ring_start_us", 20, 0.1, 1000),
        new Constant("link_efficiency", 0.7, 0.01, 1));
  }

  private static KernelLaws.AllReduce allReduce(double[] c) {
    return new KernelLaws.AllReduce(c[0] / 1e6, c[1] / 1e6, c[2] / 1e6, c[3]);
  }

  /// Fitted constants, for a person to write into the laws' files.
  static String constants(KernelGroup group, double[] values) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      words.add(String.format(Locale.ROOT, "%s %.4g", group.constants().get(i).key(), values[i]));
    }
    return String.join(", ", words);
  }
}

package org.cimlet.estimate.gpu;

import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Program;

/// A closed loop that somebody measured.
///
/// @param program the network
/// @param network what the table calls it
record ServedRow(
    String network,
    Program program,
    GpuFormat weights,
    GpuFormat experts,
    int devices,
    int concurrency,
    int input,
    int output,
    double ttftS,
    double tpotS) {

  /// All of the table.
  static List<ServedRow> read() {
    Table table = Table.read("serving/vllm_h100_closed_loop.csv");
    return table.rows().stream().map(row -> of(table, row)).toList();
  }

  private static ServedRow of(Table table, List<String> row) {
    String name = table.text(row, "model_path");
    return switch (table.text(row, "precision")) {
      case "bf16" -> of(table, row, name, GpuFormat.BF16, GpuFormat.BF16);
      case "fp8" -> of(table, row, name, GpuFormat.FP8, GpuFormat.FP8);
      case "fp4" -> of(table, row, name, GpuFormat.BF16, GpuFormat.MXFP4);
      default -> throw new IllegalArgumentException(String.join(",", row));
    };
  }

  private static ServedRow of(
      Table table, List<String> row, String name, GpuFormat weights, GpuFormat experts) {
    return new ServedRow(
        name.substring(name.indexOf('/') + 1),
        Programs.of(name),
        weights,
        experts,
        table.count(row, "tp_size"),
        table.count(row, "concurrency"),
        table.count(row, "isl"),
        table.count(row, "osl"),
        table.number(row, "ttft_ms") / 1e3,
        table.number(row, "tpot_ms") / 1e3);
  }

  /// What the model says.
  ClosedLoop.Latency predicted(Gpu gpu) {
    return ClosedLoop.run(
        new GpuDevices(gpu, devices, weights, experts, GpuFormat.BF16),
        program,
        concurrency,
        input,
        output);
  }

  /// Networks as they ship, lowered once.
  private static final class Programs {
    private static final Program QWEN = shipped("qwen3-32b");
    private static final Program LLAMA = shipped("llama-3.1-70b");
    private static final Program GPT_OSS = shipped("gpt-oss-120b");

    static Program of(String name) {
      return switch (name) {
        case "Qwen/Qwen3-32B" -> QWEN;
        case "meta-llama/Llama-3.1-70B" -> LLAMA;
        case "openai/gpt-oss-120b" -> GPT_OSS;
        default -> throw new IllegalArgumentException(name);
      };
    }

    private static Program shipped(String name) {
      return new Compiler(NetworkReader.read(name), WeightStorage.dense(8)).program(true);
    }
  }
}

package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Operation;
import org.cimlet.plan.program.Program;

/// The networks GPUs were measured with, from their published shapes; biases and positions left
/// out.
final class Networks {
  private static final int CONTEXT = 1 << 20;

  private Networks() {}

  static Program llama7b() {
    return of("LLaMA 7B", 4096, 32, heads(32, 32, 128), new FeedForward.Gated(11008, false), 32000);
  }

  static Program llama70b() {
    return of("LLaMA 70B", 8192, 80, heads(64, 8, 128), new FeedForward.Gated(28672, false), 32000);
  }

  static Program llama8b() {
    return of(
        "Llama 3.1 8B", 4096, 32, heads(32, 8, 128), new FeedForward.Gated(14336, false), 128256);
  }

  static Program llama33() {
    return of(
        "Llama 3.3 70B", 8192, 80, heads(64, 8, 128), new FeedForward.Gated(28672, false), 128256);
  }

  static Program llama405b() {
    return of(
        "Llama 3.1 405B",
        16384,
        126,
        heads(128, 8, 128),
        new FeedForward.Gated(53248, false),
        128256);
  }

  static Program gptJ() {
    return of("GPT-J 6B", 4096, 28, heads(16, 16, 256), new FeedForward.Plain(16384, true), 50400);
  }

  static Program falcon180b() {
    return of(
        "Falcon 180B", 14848, 80, heads(232, 8, 64), new FeedForward.Plain(59392, false), 65024);
  }

  static Program mistral7b() {
    return of(
        "Mistral 7B", 4096, 32, heads(32, 8, 128), new FeedForward.Gated(14336, false), 32000);
  }

  static Program mixtral() {
    return of("Mixtral 8x7B", 4096, 32, heads(32, 8, 128), experts(8, 2, 14336), 32000);
  }

  static Program qwen235b() {
    return of("Qwen3-235B-A22B", 4096, 94, heads(64, 4, 128), experts(128, 8, 1536), 151936);
  }

  /// By the name a table of measurements has for it.
  static Program named(String name) {
    return switch (name) {
      case "LLaMA 7B" -> llama7b();
      case "LLaMA 70B" -> llama70b();
      case "Llama 3.1 8B" -> llama8b();
      case "Llama 3.3 70B" -> llama33();
      case "Llama 3.1 405B" -> llama405b();
      case "GPT-J 6B" -> gptJ();
      case "Falcon 180B" -> falcon180b();
      case "Mistral 7B" -> mistral7b();
      case "Mixtral 8x7B" -> mixtral();
      case "Qwen3-235B-A22B" -> qwen235b();
      default -> throw new IllegalArgumentException("no network called " + name);
    };
  }

  /// The same network on software that reads shared keys and values once for every query head: each
  /// head reads a key and a value of its own.
  static Program rereadByEveryQueryHead(Program program) {
    List<Block> layers = new ArrayList<>();
    for (Block block : program.layers()) {
      List<AttentionWork.WindowGroup> reread =
          block.attention().windowGroups().stream()
              .map(reach ->
                  new AttentionWork.WindowGroup(
                      reach.window(), reach.heads(), reach.heads(), reach.head()))
              .toList();
      List<Operation> operations = new ArrayList<>();
      for (Operation operation : block.operations()) {
        operations.add(operation instanceof AttentionWork ? new AttentionWork(reread) : operation);
      }
      layers.add(new Block(block.linears(), operations, block.normWeights()));
    }
    return new Program(
        program.name(),
        program.family(),
        program.hiddenSize(),
        program.vocabulary(),
        program.maxContext(),
        layers,
        program.head(),
        program.embeddingWeights(),
        program.headWeights(),
        program.tiedHead(),
        program.otherWeights());
  }

  /// LLaMA 7B with every layer looking back on `window` positions at most.
  static Program llama7bWithWindow(int window) {
    return of(
        "LLaMA 7B, window",
        4096,
        32,
        new Attention.Grouped(32, 32, 128, window, false, false),
        new FeedForward.Gated(11008, false),
        32000);
  }

  private static Attention heads(int heads, int keyValueHeads, int headDim) {
    return new Attention.Grouped(heads, keyValueHeads, headDim, Integer.MAX_VALUE, false, false);
  }

  private static FeedForward experts(int experts, int active, int inner) {
    return new FeedForward.Experts(experts, active, new FeedForward.Gated(inner, false), 0, false);
  }

  static Program of(
      String name, int hidden, int layers, Attention attention, FeedForward feed, int vocabulary) {
    NetworkSpec.Layer layer = new NetworkSpec.Layer(attention, feed, 0);
    NetworkSpec spec =
        new NetworkSpec(
            name,
            "test",
            hidden,
            vocabulary,
            CONTEXT,
            0,
            false,
            false,
            0,
            Collections.nCopies(layers, layer));
    return new Compiler(spec, WeightStorage.dense(8)).program(true);
  }
}

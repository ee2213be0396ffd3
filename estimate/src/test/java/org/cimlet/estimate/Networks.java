package org.cimlet.estimate;

import java.util.Collections;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.plan.Program;
import org.cimlet.spec.network.NetworkSpec;
import org.cimlet.spec.network.NetworkSpec.Attention;
import org.cimlet.spec.network.NetworkSpec.FeedForward;

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

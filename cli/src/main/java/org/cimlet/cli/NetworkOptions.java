package org.cimlet.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which network runs, and how, as options.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class NetworkOptions {
  @Parameters(
      index = "0",
      paramLabel = "NETWORK",
      description =
          "HuggingFace or compressed folder, GGUF file, llama2.c checkpoint (.bin), name on the hub"
              + " that is in the local cache, or shipped name: demo")
  private String network = "";

  @Option(
      names = "--linears",
      paramLabel = "HOW",
      description = "arithmetic of the linears: ${COMPLETION-CANDIDATES} (default: as stored)")
  private @Nullable Linears linears;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "tokenizer file (default: the one in the network's folder)")
  private @Nullable String tokenizer;

  @Option(
      names = "--machine",
      paramLabel = "M",
      description =
          "compute bit-exactly in the macros of this machine and count their actions; YAML file or"
              + " shipped name (default: the processor's vectors)")
  private @Nullable String machine;

  @Option(
      names = "--operands",
      paramLabel = "FILE",
      description =
          "write the shares of ones, zeros and toggles among the bits that the layers multiply (- for"
              + " the terminal), which run takes for a machine whose parts say operands: network")
  private @Nullable String operands;

  @Mixin private AnalogOptions analog;

  String network() {
    return network;
  }

  AnalogOptions analog() {
    return analog;
  }

  @Nullable Linears linears() {
    return linears;
  }

  @Nullable String tokenizer() {
    return tokenizer;
  }

  @Nullable String operands() {
    return operands;
  }

  @Nullable String machine() {
    return machine;
  }
}

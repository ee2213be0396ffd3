package org.cimlet.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which network is run, and how, as options.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class NetworkOptions {
  @Parameters(
      index = "0",
      paramLabel = "NETWORK",
      description =
          "a HuggingFace or compressed folder, a llama2.c checkpoint (.bin), or a shipped name:"
              + " demo")
  private String network = "";

  @Option(
      names = "--linears",
      paramLabel = "HOW",
      description =
          "compute linears with ${COMPLETION-CANDIDATES} (default: as the network is stored)")
  private @Nullable Linears linears;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "the vocabulary (default: the one in the network's folder)")
  private @Nullable String tokenizer;

  @Option(
      names = "--machine",
      paramLabel = "M",
      description =
          "multiply in the macros of this machine, bit by bit, and count what they do; a YAML file or"
              + " a shipped name (default: the processor's own vectors)")
  private @Nullable String machine;

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

  @Nullable String machine() {
    return machine;
  }
}

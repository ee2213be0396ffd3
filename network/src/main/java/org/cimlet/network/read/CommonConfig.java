package org.cimlet.network.read;

import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.read.Family.Header;

/// What every family says about its network as a whole; a size at fault is 0.
record CommonConfig(int hidden, int vocabulary, int context, int layers, boolean tied) {
  static final int MAX_LAYERS = 1 << 12;

  /// Reads the usual HuggingFace keys.
  ///
  /// `context_window_size` is mlc-llm's: where given it replaces the longest context, as it does
  /// there.
  ///
  /// @param tiedByDefault the HuggingFace class's default of `tie_word_embeddings`
  static CommonConfig read(Keys config, boolean tiedByDefault) {
    return new CommonConfig(
        config.size("hidden_size"),
        config.size("vocab_size"),
        context(config, "max_position_embeddings"),
        config.whole("num_hidden_layers", 1, MAX_LAYERS),
        config.flag("tie_word_embeddings", tiedByDefault));
  }

  /// Reads the keys of GPT-2 and its kin.
  static CommonConfig gpt(Keys config, boolean tiedByDefault) {
    return new CommonConfig(
        config.size("n_embd"),
        config.size("vocab_size"),
        context(config, "n_positions"),
        config.whole("n_layer", 1, MAX_LAYERS),
        config.flag("tie_word_embeddings", tiedByDefault));
  }

  private static int context(Keys config, String key) {
    OptionalInt made = config.optionalSize(key);
    OptionalInt served = config.optionalSize("context_window_size");
    if (served.isPresent()) {
      return served.getAsInt();
    }
    return made.isPresent() ? made.getAsInt() : config.size(key);
  }

  /// The network with rotary positions, one RMS norm at its end and no bias on its head.
  NetworkSpec network(Header header, Computation computation, IntFunction<Layer> layer) {
    return network(header, computation, 0, false, hidden, layer);
  }

  /// The network.
  NetworkSpec network(
      Header header,
      Computation computation,
      int learnedPositions,
      boolean headBias,
      int finalNormWeights,
      IntFunction<Layer> layer) {
    return new NetworkSpec(
        header.name(),
        header.family(),
        hidden,
        vocabulary,
        context,
        learnedPositions,
        tied,
        headBias,
        finalNormWeights,
        // a faulty number of layers still needs one to hold
        IntStream.range(0, Math.max(1, layers)).mapToObj(layer).toList(),
        computation);
  }
}

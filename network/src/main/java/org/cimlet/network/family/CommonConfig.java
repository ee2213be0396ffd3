package org.cimlet.network.family;

import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Omissions;
import org.cimlet.network.family.Family.Header;

/// What every family says about its network as a whole; a size at fault is 0.
record CommonConfig(int hidden, int vocabulary, int context, int layers, boolean tied) {
  static final int MAX_LAYERS = 1 << 12;

  /// Reads the usual HuggingFace keys, or what others call them.
  ///
  /// `context_window_size` is mlc-llm's: where given it replaces the longest context, as it does
  /// there.
  ///
  /// @param tiedByDefault the HuggingFace class's default of `tie_word_embeddings`
  static CommonConfig read(Keys config, boolean tiedByDefault) {
    return read(config, tiedByDefault, context(config, "max_position_embeddings"));
  }

  /// The same for classes that say nothing of the longest context.
  static CommonConfig read(Keys config, boolean tiedByDefault, int context) {
    return new CommonConfig(
        config.size(config.nameOf("hidden_size", "n_embd", "n_embed", "d_model", "dim")),
        config.size(config.nameOf("vocab_size", "padded_vocab_size", "n_vocab")),
        context,
        config.whole(
            config.nameOf("num_hidden_layers", "n_layer", "n_layers", "num_layers"), 1, MAX_LAYERS),
        tied(config, tiedByDefault));
  }

  /// Reads the keys of GPT-2 and its kin.
  static CommonConfig gpt(Keys config, boolean tiedByDefault) {
    return new CommonConfig(
        config.size(config.nameOf("n_embd", "hidden_size", "n_embed")),
        config.size("vocab_size"),
        context(config, "n_positions"),
        config.whole(config.nameOf("n_layer", "num_hidden_layers"), 1, MAX_LAYERS),
        tied(config, tiedByDefault));
  }

  private static boolean tied(Keys config, boolean byDefault) {
    return config.flag(config.nameOf("tie_word_embeddings", "tie_embedding"), byDefault);
  }

  private static int context(Keys config, String key) {
    String name = contextName(config, key);
    OptionalInt made = config.optionalSize(name);
    OptionalInt served = config.optionalSize("context_window_size");
    if (served.isPresent()) {
      return served.getAsInt();
    }
    return made.isPresent() ? made.getAsInt() : config.size(name);
  }

  private static String contextName(Keys config, String key) {
    return config.nameOf(
        key,
        "max_position_embeddings",
        "n_positions",
        "seq_length",
        "max_seq_len",
        "max_seq_length",
        "max_sequence_length",
        "model_max_length",
        "context_length",
        "n_ctx");
  }

  /// The longest context, where the class may say nothing of it.
  ///
  /// @param absent what its networks were trained with
  static int contextOr(Keys config, int absent) {
    return config
        .optionalSize("context_window_size")
        .orElseGet(() ->
            config.optionalSize(contextName(config, "max_position_embeddings")).orElse(absent));
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
        computation,
        Omissions.NONE);
  }
}

package org.cimlet.network.family;

import java.util.OptionalInt;
import org.cimlet.document.Keys;
import org.cimlet.network.NetworkSpec.Attention.Grouped;

/// Query and key/value heads of grouped attention; a number at fault is 0.
record Heads(int heads, int keyValueHeads, int headDim) {
  static final int MAX_HEADS = 1 << 16;

  /// Width of a head where the file leaves it out.
  sealed interface HeadDim {
    /// The hidden size, shared out evenly.
    record Quotient(String hiddenKey, int hidden) implements HeadDim {}

    /// The class's own number.
    record Fixed(int headDim) implements HeadDim {}
  }

  /// Reads `num_attention_heads`, `num_key_value_heads` and `head_dim`. Key/value heads left out
  /// are as many as the heads: so LlamaConfig and its like.
  static Heads read(Keys config, HeadDim absent) {
    return read(
        config,
        config.nameOf("num_attention_heads", "n_head", "n_heads", "num_heads"),
        config.nameOf(
            "num_key_value_heads",
            "num_kv_heads",
            "n_head_kv",
            "n_kv_heads",
            "kv_n_heads",
            "num_attention_groups",
            "multi_query_group_num"),
        absent);
  }

  /// The same where the class's default for key/value heads is one network's own number: they must
  /// be mentioned, a null standing for as many as the heads.
  static Heads readMentioned(Keys config, HeadDim absent) {
    if (!config.mentions("num_key_value_heads")) {
      config.reportMissing("num_key_value_heads", "a whole number");
    }
    return read(config, absent);
  }

  /// Reads a family's own keys; key/value heads left out are as many as the heads.
  static Heads read(Keys config, String headsKey, String keyValueKey, HeadDim absent) {
    int heads = config.whole(headsKey, 1, MAX_HEADS);
    int keyValueHeads = config.optionalSize(keyValueKey).orElse(heads);
    return of(config, headsKey, heads, keyValueKey, keyValueHeads, absent);
  }

  /// Reads multi-head attention: a key and a value for each head.
  static Heads multi(Keys config, String headsKey, HeadDim absent) {
    int heads = config.whole(headsKey, 1, MAX_HEADS);
    return of(config, headsKey, heads, headsKey, heads, absent);
  }

  /// Checks and completes what was read.
  static Heads of(
      Keys config,
      String headsKey,
      int heads,
      String keyValueKey,
      int keyValueHeads,
      HeadDim absent) {
    if (heads > 0 && keyValueHeads > 0 && heads % keyValueHeads != 0) {
      config.report(
          keyValueKey,
          "must divide %s, got %s key/value heads for %s heads; correct one of them"
              .formatted(headsKey, keyValueHeads, heads));
    }
    int headDim = headDim(config, headsKey, heads, absent);
    if ((long) heads * headDim > Keys.MAX_SIZE) {
      config.report(
          headsKey,
          "must be at most %s elements over all heads, got %s heads of %s; correct one of them"
              .formatted(Keys.MAX_SIZE, heads, headDim));
    }
    return new Heads(heads, keyValueHeads, headDim);
  }

  private static int headDim(Keys config, String headsKey, int heads, HeadDim absent) {
    OptionalInt given = config.optionalSize(config.nameOf("head_dim", "kv_channels"));
    if (given.isPresent()) {
      return given.getAsInt();
    }
    return switch (absent) {
      case HeadDim.Fixed(int own) -> {
        if (config.mentions("head_dim")) {
          config.reportMissing("head_dim", "a whole number, or left out for " + own);
        }
        yield own;
      }
      case HeadDim.Quotient(String hiddenKey, int hidden) -> {
        if (heads > 0 && hidden % heads != 0) {
          config.report(
              headsKey,
              "must divide %s where head_dim is absent, got %s heads for %s; correct one of them"
                  .formatted(hiddenKey, heads, hidden));
        }
        yield heads > 0 ? hidden / heads : 0;
      }
    };
  }

  /// Attention with these heads.
  Grouped grouped(int window, boolean inputBias, boolean outputBias) {
    return new Grouped(heads, keyValueHeads, headDim, window, inputBias, outputBias);
  }
}

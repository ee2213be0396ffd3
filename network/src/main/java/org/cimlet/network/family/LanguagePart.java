package org.cimlet.network.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cimlet.document.Keys;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.Omissions;
import org.cimlet.network.tower.VisionTower;

/// The part of a network that generates text, where its file describes others beside it: towers
/// that see or hear, speech, layers that draft.
final class LanguagePart {
  /// Where files put it, by their publishers' names.
  private static final List<String> NAMES =
      List.of(
          "text_config",
          "llm_config",
          "language_config",
          "thinker_config",
          "language_model_config",
          "model_config");

  /// Whose class it is where neither it nor the file around it says.
  private static final Map<String, String> IMPLIED =
      Map.of(
          "aya_vision", "cohere2",
          "idefics3", "llama",
          "llava", "llama",
          "llava_next", "llama",
          "mistral3", "mistral",
          "paligemma", "gemma",
          "qwen2_audio", "qwen2",
          "smolvlm", "llama",
          "voxtral", "llama");

  private static final String USUALLY = "llama";

  /// Sizes that HuggingFace's classes have by themselves: inside another file they write only what
  /// differs from these.
  private static final Map<String, Map<String, Object>> OF_CLASS =
      Map.of(
          "llama", sizes(4096, 11_008, 32, 32, 32, 32_000, 2048),
          "mistral", sizes(4096, 14_336, 32, 32, 8, 32_000, 131_072),
          "qwen2", sizes(4096, 22_016, 32, 32, 32, 151_936, 32_768),
          "qwen3", sizes(4096, 22_016, 32, 32, 32, 151_936, 32_768),
          "gemma", sizes(3072, 24_576, 28, 16, 16, 256_000, 8192),
          "gemma2", sizes(2304, 9216, 26, 8, 4, 256_000, 8192),
          "phi", sizes(2048, 8192, 24, 32, 32, 51_200, 2048),
          "phi3", sizes(3072, 8192, 32, 32, 32, 32_064, 4096),
          "cohere", sizes(8192, 22_528, 40, 64, 64, 256_000, 8192),
          "cohere2", sizes(8192, 22_528, 40, 64, 64, 256_000, 8192));

  private LanguagePart() {}

  private static Map<String, Object> sizes(
      int hidden,
      int inner,
      int layers,
      int heads,
      int keyValueHeads,
      int vocabulary,
      int context) {
    return Map.of(
        "hidden_size", hidden,
        "intermediate_size", inner,
        "num_hidden_layers", layers,
        "num_attention_heads", heads,
        "num_key_value_heads", keyValueHeads,
        "vocab_size", vocabulary,
        "max_position_embeddings", context);
  }

  /// A language part.
  ///
  /// @param family its own `model_type`, or what stands for it
  /// @param around what it stands in
  /// @param assumed whether neither it nor what it stands in says so
  record Part(String family, Keys config, Keys around, boolean assumed) {
    /// What is assumed, for who reads the report.
    Omissions assumption() {
      return assumed
          ? Omissions.simplified(
              "the language part has no model_type and %s is not known: read as %s"
                  .formatted(around.word("model_type").orElse("the file's"), family))
          : Omissions.NONE;
    }
  }

  /// The part inside a file, where the file is more than one network.
  static Optional<Part> in(Keys config) {
    for (String name : NAMES) {
      if (config.given().has(name)) {
        Optional<Keys> inner = config.find(name);
        if (inner.isEmpty()) {
          return Optional.empty();
        }
        Optional<Part> further = in(inner.get());
        return further.isPresent() ? further : Optional.of(part(config, inner.get()));
      }
    }
    return Optional.empty();
  }

  private static Part part(Keys around, Keys inner) {
    String outer = around.word("model_type").orElse("");
    Optional<String> said =
        inner
            .word("model_type")
            .or(() ->
                Families.isRead(outer) && !outer.equals("mistral3")
                    ? Optional.of(outer)
                    : Optional.ofNullable(IMPLIED.get(outer)));
    String family = said.orElse(USUALLY);
    Keys whole = inner.withDefaults(OF_CLASS.getOrDefault(family, Map.of()));
    // the head may be tied by the whole or by its language part
    boolean tied =
        around.given().has("tie_word_embeddings") && !inner.given().has("tie_word_embeddings");
    return new Part(
        family,
        tied
            ? whole.withDefaults(
                Map.of("tie_word_embeddings", around.flag("tie_word_embeddings", false)))
            : whole,
        around,
        said.isEmpty());
  }

  /// Whether networks of a family always have a language part inside.
  static boolean isAround(String family) {
    return IMPLIED.containsKey(family);
  }

  /// What a file describes beside its language part.
  static Omissions others(Keys config, NetworkSpec network) {
    Omissions others = Omissions.NONE;
    for (String key :
        List.of("vision_config", "img_processor", "visual", "vision_encoder_config")) {
      if (config.given().isObject(key)) {
        others =
            others.and(
                Omissions.part(
                    "vision tower", VisionTower.parameters(config, key, network.hiddenSize())));
      }
    }
    for (String key : List.of("audio_config", "audio_processor", "speech_config", "sound_config")) {
      if (config.given().isObject(key)) {
        others = others.and(Omissions.part("audio tower", OptionalLong.empty()));
      }
    }
    for (String key : List.of("vision_lora", "speech_lora")) {
      if (config.given().isObject(key)) {
        others = others.and(Omissions.part("adapters (" + key + ")", OptionalLong.empty()));
      }
    }
    for (String key : List.of("talker_config", "code2wav_config", "token2wav_config")) {
      if (config.given().isObject(key)) {
        others = others.and(Omissions.part("speech (" + key + ")", OptionalLong.empty()));
      }
    }
    return others;
  }

  /// Layers that guess further tokens ahead: they take no part in plain generation.
  static Omissions drafts(Keys config) {
    for (String key :
        List.of(
            "num_nextn_predict_layers",
            "mtp_num_hidden_layers",
            "num_mtp_modules",
            "mtp_num_layers")) {
      if (config.given().has(key) && config.isSet(key) && !config.given().is(key, 0)) {
        return Omissions.part("layers that draft (" + key + ")", OptionalLong.empty());
      }
    }
    return Omissions.NONE;
  }
}

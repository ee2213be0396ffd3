package org.cimlet.network.family;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.document.Keys;
import org.cimlet.network.Omissions;

/// What a file's `architectures` say: only networks that generate text token by token are read, and
/// only as the family whose class they name.
final class Architectures {
  private static final Pattern DRAFTS =
      Pattern.compile("eagle|medusa|mtp|speculator|draft", Pattern.CASE_INSENSITIVE);

  /// What only networks that draft for others say.
  private static final List<String> DRAFT_KEYS =
      List.of("draft_vocab_size", "eagle_config", "medusa_num_heads", "speculators_config");

  private static final Pattern GENERATES =
      Pattern.compile("(.+?)(ForCausalLM|ForConditionalGeneration|LMHeadModel|ForImageTextToText)");

  /// Networks that generate though their class's name sounds like one without a head.
  private static final Set<String> MODELS_WITH_HEAD = Set.of("ChatGLMModel", "InternVLChatModel");

  /// Families whose networks are published under another's class.
  private static final Map<String, Set<String>> SHARED =
      Map.of(
          "bailing_moe", Set.of("bailingmoev2"),
          "kimi_k2", Set.of("deepseekv3"),
          "phi-msft", Set.of("phi"),
          "phi", Set.of("mixformersequential"),
          "glm4_moe", Set.of("glm4moe"),
          "minimax_text_01", Set.of("minimaxtext01"),
          "minimax_m1", Set.of("minimaxm1", "minimaxtext01"));

  private static final String DRAFTS_ONLY =
      "a head that drafts tokens for another network, whose hidden states it reads, and generates"
          + " nothing by itself; read that network instead";

  private Architectures() {}

  /// Reports what cannot be read as a network that generates.
  ///
  /// @param known families that are read
  static void check(Keys config, String family, Set<String> known) {
    for (String key : DRAFT_KEYS) {
      if (config.given().has(key) && config.isSet(key)) {
        config.report(
            key, "must not be there, got %s: this is %s".formatted(config.shown(key), DRAFTS_ONLY));
        return;
      }
    }
    for (String name : config.words("architectures").orElse(List.of())) {
      Optional<String> why = whyNot(name, config).or(() -> otherFamily(name, family, known));
      if (why.isPresent()) {
        config.report(
            "architectures",
            "must be a network that generates text as %s does, got %s: %s"
                .formatted(family, name, why.get()));
        return;
      }
    }
  }

  /// Why a class's networks are none that generate.
  private static Optional<String> whyNot(String name, Keys config) {
    if (DRAFTS.matcher(name).find()) {
      return Optional.of(DRAFTS_ONLY);
    }
    if (name.contains("Reward") || (classifies(name) && labels(config) == 1)) {
      return Optional.of("a reward head, which gives a text one score");
    }
    if (name.contains("ForMaskedLM") || name.contains("ForPreTraining")) {
      return Optional.of("an encoder, which sees a whole text at once");
    }
    if (name.contains("Embedding") || (name.endsWith("Model") && !hasHead(name))) {
      return Optional.of(
          "a network without a head that scores tokens, as embeddings are made with");
    }
    if (name.contains("ForTokenClassification") || name.contains("ForQuestionAnswering")) {
      return Optional.of("a head that labels tokens");
    }
    return Optional.empty();
  }

  private static boolean hasHead(String name) {
    return name.endsWith("LMHeadModel") || MODELS_WITH_HEAD.contains(name);
  }

  private static boolean classifies(String name) {
    return name.contains("ForSequenceClassification");
  }

  /// 2 where the file does not say, as for the class.
  private static int labels(Keys config) {
    return config
        .given()
        .countOf("id2label")
        .orElse(config.given().has("num_labels") && config.given().is("num_labels", 1) ? 1 : 2);
  }

  /// A classifier is read as the network it was made from.
  static Omissions omissions(Keys config, String family) {
    for (String name : config.words("architectures").orElse(List.of())) {
      if (classifies(name)) {
        return Omissions.simplified(
            "architectures says %s: read as the %s that it was made from, with a head that scores tokens instead of its own"
                .formatted(name, family));
      }
    }
    return Omissions.NONE;
  }

  private static Optional<String> otherFamily(String name, String family, Set<String> known) {
    Matcher matcher = GENERATES.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String named = letters(matcher.group(1));
    if (named.equals(letters(family).replaceFirst("text$", ""))
        || named.equals(letters(family))
        || SHARED.getOrDefault(family, Set.of()).contains(named)) {
      return Optional.empty();
    }
    return known.stream()
        .filter(other -> letters(other).equals(named))
        .findFirst()
        .map(other ->
            "that is the class of %s; correct model_type or architectures".formatted(other));
  }

  /// Whether one of the classes named is that of a family.
  static boolean name(Keys config, String family) {
    return config.words("architectures").orElse(List.of()).stream()
        .map(GENERATES::matcher)
        .anyMatch(
            matcher -> matcher.matches() && letters(matcher.group(1)).equals(letters(family)));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}

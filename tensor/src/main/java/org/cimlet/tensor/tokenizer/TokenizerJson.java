package org.cimlet.tensor.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.cimlet.document.Document;
import org.cimlet.tensor.tokenizer.text.AddedTokens;
import org.cimlet.tensor.tokenizer.text.Normalizer;
import org.cimlet.tensor.tokenizer.vocabulary.BytePairModel;
import org.cimlet.tensor.tokenizer.vocabulary.Merges;
import org.cimlet.tensor.tokenizer.vocabulary.TokenModel;
import org.cimlet.tensor.tokenizer.vocabulary.UnigramModel;
import org.cimlet.tensor.tokenizer.vocabulary.WordPieceModel;

/// Reads HuggingFace's `tokenizer.json`. What it names and we do not have is refused, so that no
/// text becomes other tokens than the network knows.
///
/// The token that ends a text is the `eos_token` of a `tokenizer_config.json` in its folder.
final class TokenizerJson {
  private final ConfigNode root;
  private final Map<Integer, String> words = new HashMap<>();
  private final Map<String, Integer> tokens = new HashMap<>();
  private final Set<Integer> controls = new HashSet<>();
  private final List<AddedTokens.AddedToken> addedToText = new ArrayList<>();
  private final List<AddedTokens.AddedToken> addedToChanged = new ArrayList<>();
  private final List<Integer> prefix = new ArrayList<>();
  private final List<Integer> suffix = new ArrayList<>();

  private TokenizerJson(ConfigNode root) {
    this.root = root;
  }

  static Tokenizer read(Path file) {
    Path config = file.resolveSibling("tokenizer_config.json");
    Optional<String> end =
        Files.exists(config)
            ? ConfigNode.root(Document.read(config)).find("eos_token").map(TokenizerJson::endText)
            : Optional.empty();
    return parse(Document.readLarge(file), end);
  }

  /// The text itself, or an object with it as `content`.
  private static String endText(ConfigNode token) {
    return token.value().isObject() ? token.at("content").text() : token.text();
  }

  static Tokenizer parse(Document document, Optional<String> end) {
    return new TokenizerJson(ConfigNode.root(document)).tokenizer(end);
  }

  private Tokenizer tokenizer(Optional<String> end) {
    TokenModel model = model(root.at("model"));
    tokens.forEach((text, token) -> name(root.at("model"), token, text));
    List<Normalizer> changes = TokenizerSteps.changes(root.find("normalizer"));
    root.find("added_tokens").ifPresent(added -> added(added, changes));
    root.find("post_processor").ifPresent(this::template);
    OptionalInt endToken = OptionalInt.empty();
    if (end.isPresent()) {
      Integer token = tokens.get(end.get());
      if (token == null) {
        throw root.fault("must have the eos_token %s, got no such word".formatted(end.get()));
      }
      endToken = OptionalInt.of(token);
    }
    return new PipelineTokenizer(
        words,
        new PipelineTokenizer.Pipeline(
            new AddedTokens(addedToText),
            changes,
            new AddedTokens(addedToChanged),
            TokenizerSteps.cuts(root.find("pre_tokenizer")),
            model,
            TokenizerSteps.joins(root.find("decoder")),
            List.copyOf(prefix),
            List.copyOf(suffix),
            Set.copyOf(controls),
            endToken));
  }

  private TokenModel model(ConfigNode model) {
    // older files leave the type out
    String type = model.text("type", model.find("merges").isPresent() ? "BPE" : "WordPiece");
    return switch (type) {
      case "BPE" -> bytePairs(model);
      case "WordPiece" -> wordPieces(model);
      case "Unigram" -> unigram(model);
      default -> throw model.notSupported("BPE, WordPiece, Unigram");
    };
  }

  private void vocabulary(ConfigNode vocabulary) {
    vocabulary
        .members()
        .forEach(word ->
            tokens.put(
                word.getKey(),
                new ConfigNode(
                        root.document(), vocabulary.path() + "." + word.getKey(), word.getValue())
                    .count()));
  }

  private int token(ConfigNode text) {
    Integer token = tokens.get(text.text());
    if (token == null) {
      throw text.fault("must be a word, got %s, which is none".formatted(text.text()));
    }
    return token;
  }

  private TokenModel bytePairs(ConfigNode model) {
    model.onlyKeys(
        "vocab",
        "merges",
        "unk_token",
        "byte_fallback",
        "fuse_unk",
        "ignore_merges",
        "dropout",
        "continuing_subword_prefix",
        "end_of_word_suffix",
        "cache_capacity");
    for (String key : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
      if (!model.text(key, "").isEmpty()) {
        throw model.at(key).fault("must be empty, got something, which we do not have");
      }
    }
    vocabulary(model.at("vocab"));
    ConfigNode merges = model.at("merges");
    Merges pairs =
        merges.understood(() ->
            Gpt2Vocabulary.pairs(
                tokens, merges.items().stream().map(TokenizerJson::pair).toList()));
    Optional<ConfigNode> unknown = model.find("unk_token");
    return new BytePairModel(
        tokens,
        pairs,
        unknown.isPresent() ? OptionalInt.of(token(unknown.get())) : OptionalInt.empty(),
        new BytePairModel.Options(
            model.flag("byte_fallback", false),
            model.flag("fuse_unk", false),
            model.flag("ignore_merges", false)));
  }

  /// `"a b"`, or `["a", "b"]` where words have spaces in them.
  private static Gpt2Vocabulary.Pair pair(ConfigNode merge) {
    if (merge.value().isString()) {
      return Gpt2Vocabulary.pair(merge.text());
    }
    List<ConfigNode> both = merge.items();
    if (both.size() != 2) {
      throw merge.fault("must be two words, got %s".formatted(both.size()));
    }
    return new Gpt2Vocabulary.Pair(both.getFirst().text(), both.getLast().text());
  }

  private TokenModel wordPieces(ConfigNode model) {
    model.onlyKeys("vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word");
    vocabulary(model.at("vocab"));
    return new WordPieceModel(
        tokens,
        token(model.at("unk_token")),
        model.text("continuing_subword_prefix", "##"),
        model.find("max_input_chars_per_word").map(ConfigNode::count).orElse(100));
  }

  private TokenModel unigram(ConfigNode model) {
    model.onlyKeys("vocab", "unk_id", "byte_fallback");
    List<ConfigNode> entries = model.at("vocab").items();
    List<String> texts = new ArrayList<>();
    float[] scores = new float[entries.size()];
    for (int token = 0; token < scores.length; token++) {
      List<ConfigNode> entry = entries.get(token).items();
      if (entry.size() != 2) {
        throw entries.get(token).fault("must be a word and its score, got something else");
      }
      texts.add(entry.getFirst().text());
      scores[token] = entry.getLast().real();
      tokens.putIfAbsent(texts.get(token), token);
    }
    int unknown = model.at("unk_id").count();
    if (unknown >= scores.length) {
      throw model.at("unk_id").fault("must be a token, got %s".formatted(unknown));
    }
    return new UnigramModel(texts, scores, unknown, model.flag("byte_fallback", false));
  }

  private void added(ConfigNode added, List<Normalizer> changes) {
    for (ConfigNode token : added.items()) {
      token.onlyKeys("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
      int id = token.at("id").count();
      String content = token.at("content").text();
      Integer word = tokens.putIfAbsent(content, id);
      if (word != null && word != id) {
        throw token.fault("must have its word's token %s, got %s".formatted(word, id));
      }
      name(token, id, content);
      boolean special = token.flag("special", false);
      if (special) {
        controls.add(id);
      }
      boolean changed = token.flag("normalized", !special);
      String text = content;
      if (changed) {
        for (Normalizer change : changes) {
          text = change.apply(text);
        }
      }
      (changed ? addedToChanged : addedToText)
          .add(
              new AddedTokens.AddedToken(
                  text,
                  id,
                  token.flag("single_word", false),
                  token.flag("lstrip", false),
                  token.flag("rstrip", false)));
    }
  }

  /// A token has one word.
  private void name(ConfigNode where, int token, String text) {
    String other = words.putIfAbsent(token, text);
    if (other != null && !other.equals(text)) {
      throw where.fault(
          "must have a token for each word, got %s for %s and %s".formatted(token, other, text));
    }
  }

  /// The token that stands last.
  private int known(List<ConfigNode> items) {
    if (items.isEmpty()) {
      throw root.at("post_processor").fault("must name a word and its token, got none");
    }
    ConfigNode token = items.getLast();
    if (!words.containsKey(token.count())) {
      throw token.fault("must be a token, got %s, which is none".formatted(token.count()));
    }
    return token.count();
  }

  private void template(ConfigNode processor) {
    switch (processor.at("type").text()) {
      case "Sequence" -> processor.at("processors").items().forEach(this::template);
      case "ByteLevel" -> {} // only moves offsets, which we do not give
      case "BertProcessing", "RobertaProcessing" -> {
        prefix.add(known(processor.at("cls").items()));
        suffix.add(known(processor.at("sep").items()));
      }
      case "TemplateProcessing" -> {
        boolean behind = false;
        for (ConfigNode item : processor.at("single").items()) {
          if (item.find("Sequence").isPresent()) {
            behind = true;
          } else {
            String name = item.at("SpecialToken").at("id").text();
            for (ConfigNode token : processor.at("special_tokens").at(name).at("ids").items()) {
              (behind ? suffix : prefix).add(known(List.of(token)));
            }
          }
        }
      }
      default ->
          throw processor.notSupported(
              "Sequence, ByteLevel, BertProcessing, RobertaProcessing, TemplateProcessing");
    }
  }
}

package org.cimlet.tensor.tokenizer;

import java.text.Normalizer.Form;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.tensor.tokenizer.text.Decoder;
import org.cimlet.tensor.tokenizer.text.Normalizer;
import org.cimlet.tensor.tokenizer.text.PreTokenizer;

/// The steps of a `tokenizer.json` around its words: normalizers, pre-tokenizers, decoders.
final class TokenizerSteps {
  private static final Pattern WHITE_SPACE = PreTokenizer.expression("\\s");
  private static final Pattern WORDS_AND_SYMBOLS = PreTokenizer.expression("\\w+|[^\\w\\s]+");
  private static final Pattern NUMERIC = PreTokenizer.expression("\\p{N}");
  private static final Pattern PUNCTUATION = PreTokenizer.expression("[\\p{P}!-/:-@\\[-`{-~]");

  private TokenizerSteps() {}

  static List<Normalizer> changes(Optional<ConfigNode> normalizer) {
    return normalizer.map(setting -> change(setting).toList()).orElse(List.of());
  }

  private static Stream<Normalizer> change(ConfigNode setting) {
    return switch (setting.at("type").text()) {
      case "Sequence" ->
          setting.onlyKeys("normalizers").at("normalizers").items().stream()
              .flatMap(TokenizerSteps::change);
      case "NFC" -> Stream.of(new Normalizer.UnicodeForm(Form.NFC));
      case "NFD" -> Stream.of(new Normalizer.UnicodeForm(Form.NFD));
      case "NFKC" -> Stream.of(new Normalizer.UnicodeForm(Form.NFKC));
      case "NFKD" -> Stream.of(new Normalizer.UnicodeForm(Form.NFKD));
      case "Lowercase" -> Stream.of(new Normalizer.LowerCase());
      case "StripAccents" -> Stream.of(new Normalizer.WithoutMarks(true));
      case "Strip" -> {
        setting.onlyKeys("strip_left", "strip_right");
        yield Stream.of(
            new Normalizer.Strip(
                setting.flag("strip_left", true), setting.flag("strip_right", true)));
      }
      case "Replace" -> {
        setting.onlyKeys("pattern", "content");
        yield Stream.of(
            new Normalizer.Replace(pattern(setting.at("pattern")), setting.at("content").text()));
      }
      case "Prepend" ->
          Stream.of(new Normalizer.Prepend(setting.onlyKeys("prepend").at("prepend").text()));
      case "BertNormalizer" -> Stream.of(bert(setting));
      default ->
          throw setting.notSupported(
              "Sequence, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Replace, Prepend,"
                  + " BertNormalizer");
    };
  }

  private static Normalizer bert(ConfigNode setting) {
    setting.onlyKeys("clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
    boolean lowerCase = setting.flag("lowercase", true);
    return new Normalizer.Bert(
        setting.flag("clean_text", true),
        setting.flag("handle_chinese_chars", true),
        setting.flag("strip_accents", lowerCase), // null means: as the letters
        lowerCase);
  }

  static List<PreTokenizer> cuts(Optional<ConfigNode> preTokenizer) {
    return preTokenizer.map(setting -> cut(setting).toList()).orElse(List.of());
  }

  private static Stream<PreTokenizer> cut(ConfigNode setting) {
    return switch (setting.at("type").text()) {
      case "Sequence" ->
          setting.onlyKeys("pretokenizers").at("pretokenizers").items().stream()
              .flatMap(TokenizerSteps::cut);
      case "ByteLevel" -> byteLevel(setting);
      case "Split" -> {
        setting.onlyKeys("pattern", "behavior", "invert");
        yield Stream.of(
            new PreTokenizer.Split(
                pattern(setting.at("pattern")),
                behaviour(setting.at("behavior")),
                setting.flag("invert", false)));
      }
      case "Metaspace" -> Stream.of(metaspace(setting));
      case "Whitespace" ->
          Stream.of(
              new PreTokenizer.Split(WORDS_AND_SYMBOLS, PreTokenizer.Behaviour.REMOVED, true));
      case "WhitespaceSplit" ->
          Stream.of(new PreTokenizer.Split(WHITE_SPACE, PreTokenizer.Behaviour.REMOVED, false));
      case "Digits" -> {
        setting.onlyKeys("individual_digits");
        yield Stream.of(
            new PreTokenizer.Split(
                NUMERIC,
                setting.flag("individual_digits", false)
                    ? PreTokenizer.Behaviour.ISOLATED
                    : PreTokenizer.Behaviour.CONTIGUOUS,
                false));
      }
      case "Punctuation" -> {
        setting.onlyKeys("behavior");
        PreTokenizer.Behaviour behaviour =
            setting
                .find("behavior")
                .map(TokenizerSteps::behaviour)
                .orElse(PreTokenizer.Behaviour.ISOLATED);
        yield Stream.of(new PreTokenizer.Split(PUNCTUATION, behaviour, false));
      }
      case "BertPreTokenizer" ->
          Stream.of(
              new PreTokenizer.Split(WHITE_SPACE, PreTokenizer.Behaviour.REMOVED, false),
              new PreTokenizer.Split(PUNCTUATION, PreTokenizer.Behaviour.ISOLATED, false));
      default ->
          throw setting.notSupported(
              "Sequence, ByteLevel, Split, Metaspace, Whitespace, WhitespaceSplit, Digits,"
                  + " Punctuation, BertPreTokenizer");
    };
  }

  private static Stream<PreTokenizer> byteLevel(ConfigNode setting) {
    setting.onlyKeys("add_prefix_space", "trim_offsets", "use_regex");
    Stream<PreTokenizer> space =
        setting.flag("add_prefix_space", true)
            ? Stream.of(new PreTokenizer.SpaceInFront())
            : Stream.empty();
    Stream<PreTokenizer> words =
        setting.flag("use_regex", true)
            ? Stream.of(
                new PreTokenizer.Split(
                    PreTokenizer.expression(PreTokenizer.GPT_2),
                    PreTokenizer.Behaviour.ISOLATED,
                    false))
            : Stream.empty();
    return Stream.concat(Stream.concat(space, words), Stream.of(new PreTokenizer.SpeltBytes()));
  }

  private static PreTokenizer metaspace(ConfigNode setting) {
    setting.onlyKeys("replacement", "prepend_scheme", "add_prefix_space", "split", "str_rep");
    return new PreTokenizer.Metaspace(mark(setting), inFront(setting), setting.flag("split", true));
  }

  private static char mark(ConfigNode setting) {
    String mark = setting.text("replacement", "\u2581");
    if (mark.length() != 1) {
      throw setting.at("replacement").fault("must be one character, got %s".formatted(mark));
    }
    return mark.charAt(0);
  }

  private static PreTokenizer.InFront inFront(ConfigNode setting) {
    boolean always = setting.flag("add_prefix_space", true); // the older key
    String scheme = setting.text("prepend_scheme", always ? "always" : "never");
    return switch (scheme) {
      case "always" -> PreTokenizer.InFront.ALWAYS;
      case "first" -> PreTokenizer.InFront.FIRST;
      case "never" -> PreTokenizer.InFront.NEVER;
      default ->
          throw setting
              .at("prepend_scheme")
              .fault("must be always, first or never, got %s".formatted(scheme));
    };
  }

  private static PreTokenizer.Behaviour behaviour(ConfigNode setting) {
    return switch (setting.text()) {
      case "Removed" -> PreTokenizer.Behaviour.REMOVED;
      case "Isolated" -> PreTokenizer.Behaviour.ISOLATED;
      case "MergedWithPrevious" -> PreTokenizer.Behaviour.MERGED_WITH_PREVIOUS;
      case "MergedWithNext" -> PreTokenizer.Behaviour.MERGED_WITH_NEXT;
      case "Contiguous" -> PreTokenizer.Behaviour.CONTIGUOUS;
      default -> throw setting.fault("must be a behaviour, got %s".formatted(setting.text()));
    };
  }

  /// `{"String": "..."}` or `{"Regex": "..."}`.
  private static Pattern pattern(ConfigNode setting) {
    setting.onlyKeys("String", "Regex");
    Optional<ConfigNode> literal = setting.find("String");
    return literal.isPresent()
        ? Pattern.compile(literal.get().text(), Pattern.LITERAL)
        : setting.understood(() -> PreTokenizer.expression(setting.at("Regex").text()));
  }

  static List<Decoder> joins(Optional<ConfigNode> decoder) {
    return decoder.map(setting -> join(setting).toList()).orElse(List.of());
  }

  private static Stream<Decoder> join(ConfigNode setting) {
    return switch (setting.at("type").text()) {
      case "Sequence" ->
          setting.onlyKeys("decoders").at("decoders").items().stream()
              .flatMap(TokenizerSteps::join);
      case "ByteLevel" -> Stream.of(new Decoder.SpeltBytes());
      case "ByteFallback" -> Stream.of(new Decoder.Bytes());
      case "Fuse" -> Stream.of(new Decoder.Fuse());
      case "Strip" -> {
        setting.onlyKeys("content", "start", "stop");
        yield Stream.of(
            new Decoder.Strip(
                setting.at("content").text(),
                setting.at("start").count(),
                setting.at("stop").count()));
      }
      case "Replace" -> {
        setting.onlyKeys("pattern", "content");
        yield Stream.of(
            new Decoder.Replace(pattern(setting.at("pattern")), setting.at("content").text()));
      }
      case "Metaspace" -> {
        setting.onlyKeys("replacement", "prepend_scheme", "add_prefix_space", "split", "str_rep");
        yield Stream.of(
            new Decoder.Metaspace(mark(setting), inFront(setting) != PreTokenizer.InFront.NEVER));
      }
      case "WordPiece" -> {
        setting.onlyKeys("prefix", "cleanup");
        yield Stream.of(
            new Decoder.WordPieces(setting.text("prefix", "##"), setting.flag("cleanup", true)));
      }
      default ->
          throw setting.notSupported(
              "Sequence, ByteLevel, ByteFallback, Fuse, Strip, Replace, Metaspace, WordPiece");
    };
  }
}

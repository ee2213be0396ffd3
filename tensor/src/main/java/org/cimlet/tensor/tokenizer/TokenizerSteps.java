package org.cimlet.tensor.tokenizer;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The steps of a `tokenizer.json` around its words: normalizers, pre-tokenizers, decoders.
final class TokenizerSteps {
  private static final Pattern WHITE_SPACE = TextCut.expression("\\s");
  private static final Pattern WORDS_AND_SYMBOLS = TextCut.expression("\\w+|[^\\w\\s]+");
  private static final Pattern NUMERIC = TextCut.expression("\\p{N}");
  private static final Pattern PUNCTUATION = TextCut.expression("[\\p{P}!-/:-@\\[-`{-~]");

  private TokenizerSteps() {}

  static List<TextChange> changes(Optional<ConfigNode> normalizer) {
    return normalizer.map(setting -> change(setting).toList()).orElse(List.of());
  }

  private static Stream<TextChange> change(ConfigNode setting) {
    return switch (setting.at("type").text()) {
      case "Sequence" ->
          setting.onlyKeys("normalizers").at("normalizers").items().stream()
              .flatMap(TokenizerSteps::change);
      case "NFC" -> Stream.of(new TextChange.Form(Normalizer.Form.NFC));
      case "NFD" -> Stream.of(new TextChange.Form(Normalizer.Form.NFD));
      case "NFKC" -> Stream.of(new TextChange.Form(Normalizer.Form.NFKC));
      case "NFKD" -> Stream.of(new TextChange.Form(Normalizer.Form.NFKD));
      case "Lowercase" -> Stream.of(new TextChange.LowerCase());
      case "StripAccents" -> Stream.of(new TextChange.WithoutMarks(true));
      case "Strip" -> {
        setting.onlyKeys("strip_left", "strip_right");
        yield Stream.of(
            new TextChange.Strip(
                setting.flag("strip_left", true), setting.flag("strip_right", true)));
      }
      case "Replace" -> {
        setting.onlyKeys("pattern", "content");
        yield Stream.of(
            new TextChange.Replace(pattern(setting.at("pattern")), setting.at("content").text()));
      }
      case "Prepend" ->
          Stream.of(new TextChange.Prepend(setting.onlyKeys("prepend").at("prepend").text()));
      case "BertNormalizer" -> Stream.of(bert(setting));
      default ->
          throw setting.notSupported(
              "Sequence, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Replace, Prepend,"
                  + " BertNormalizer");
    };
  }

  private static TextChange bert(ConfigNode setting) {
    setting.onlyKeys("clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
    boolean lowerCase = setting.flag("lowercase", true);
    return new TextChange.Bert(
        setting.flag("clean_text", true),
        setting.flag("handle_chinese_chars", true),
        setting.flag("strip_accents", lowerCase), // null means: as the letters
        lowerCase);
  }

  static List<TextCut> cuts(Optional<ConfigNode> preTokenizer) {
    return preTokenizer.map(setting -> cut(setting).toList()).orElse(List.of());
  }

  private static Stream<TextCut> cut(ConfigNode setting) {
    return switch (setting.at("type").text()) {
      case "Sequence" ->
          setting.onlyKeys("pretokenizers").at("pretokenizers").items().stream()
              .flatMap(TokenizerSteps::cut);
      case "ByteLevel" -> byteLevel(setting);
      case "Split" -> {
        setting.onlyKeys("pattern", "behavior", "invert");
        yield Stream.of(
            new TextCut.Split(
                pattern(setting.at("pattern")),
                behaviour(setting.at("behavior")),
                setting.flag("invert", false)));
      }
      case "Metaspace" -> Stream.of(metaspace(setting));
      case "Whitespace" ->
          Stream.of(new TextCut.Split(WORDS_AND_SYMBOLS, TextCut.Behaviour.REMOVED, true));
      case "WhitespaceSplit" ->
          Stream.of(new TextCut.Split(WHITE_SPACE, TextCut.Behaviour.REMOVED, false));
      case "Digits" -> {
        setting.onlyKeys("individual_digits");
        yield Stream.of(
            new TextCut.Split(
                NUMERIC,
                setting.flag("individual_digits", false)
                    ? TextCut.Behaviour.ISOLATED
                    : TextCut.Behaviour.CONTIGUOUS,
                false));
      }
      case "Punctuation" -> {
        setting.onlyKeys("behavior");
        TextCut.Behaviour behaviour =
            setting
                .find("behavior")
                .map(TokenizerSteps::behaviour)
                .orElse(TextCut.Behaviour.ISOLATED);
        yield Stream.of(new TextCut.Split(PUNCTUATION, behaviour, false));
      }
      case "BertPreTokenizer" ->
          Stream.of(
              new TextCut.Split(WHITE_SPACE, TextCut.Behaviour.REMOVED, false),
              new TextCut.Split(PUNCTUATION, TextCut.Behaviour.ISOLATED, false));
      default ->
          throw setting.notSupported(
              "Sequence, ByteLevel, Split, Metaspace, Whitespace, WhitespaceSplit, Digits,"
                  + " Punctuation, BertPreTokenizer");
    };
  }

  private static Stream<TextCut> byteLevel(ConfigNode setting) {
    setting.onlyKeys("add_prefix_space", "trim_offsets", "use_regex");
    Stream<TextCut> space =
        setting.flag("add_prefix_space", true)
            ? Stream.of(new TextCut.SpaceInFront())
            : Stream.empty();
    Stream<TextCut> words =
        setting.flag("use_regex", true)
            ? Stream.of(
                new TextCut.Split(
                    TextCut.expression(TextCut.GPT_2), TextCut.Behaviour.ISOLATED, false))
            : Stream.empty();
    return Stream.concat(Stream.concat(space, words), Stream.of(new TextCut.SpeltBytes()));
  }

  private static TextCut metaspace(ConfigNode setting) {
    setting.onlyKeys("replacement", "prepend_scheme", "add_prefix_space", "split", "str_rep");
    return new TextCut.Metaspace(mark(setting), inFront(setting), setting.flag("split", true));
  }

  private static char mark(ConfigNode setting) {
    String mark = setting.text("replacement", "\u2581");
    if (mark.length() != 1) {
      throw setting.at("replacement").fault("must be one character, got %s".formatted(mark));
    }
    return mark.charAt(0);
  }

  private static TextCut.InFront inFront(ConfigNode setting) {
    boolean always = setting.flag("add_prefix_space", true); // the older key
    String scheme = setting.text("prepend_scheme", always ? "always" : "never");
    return switch (scheme) {
      case "always" -> TextCut.InFront.ALWAYS;
      case "first" -> TextCut.InFront.FIRST;
      case "never" -> TextCut.InFront.NEVER;
      default ->
          throw setting
              .at("prepend_scheme")
              .fault("must be always, first or never, got %s".formatted(scheme));
    };
  }

  private static TextCut.Behaviour behaviour(ConfigNode setting) {
    return switch (setting.text()) {
      case "Removed" -> TextCut.Behaviour.REMOVED;
      case "Isolated" -> TextCut.Behaviour.ISOLATED;
      case "MergedWithPrevious" -> TextCut.Behaviour.MERGED_WITH_PREVIOUS;
      case "MergedWithNext" -> TextCut.Behaviour.MERGED_WITH_NEXT;
      case "Contiguous" -> TextCut.Behaviour.CONTIGUOUS;
      default -> throw setting.fault("must be a behaviour, got %s".formatted(setting.text()));
    };
  }

  /// `{"String": "..."}` or `{"Regex": "..."}`.
  private static Pattern pattern(ConfigNode setting) {
    setting.onlyKeys("String", "Regex");
    Optional<ConfigNode> literal = setting.find("String");
    return literal.isPresent()
        ? Pattern.compile(literal.get().text(), Pattern.LITERAL)
        : setting.understood(() -> TextCut.expression(setting.at("Regex").text()));
  }

  static List<WordJoin> joins(Optional<ConfigNode> decoder) {
    return decoder.map(setting -> join(setting).toList()).orElse(List.of());
  }

  private static Stream<WordJoin> join(ConfigNode setting) {
    return switch (setting.at("type").text()) {
      case "Sequence" ->
          setting.onlyKeys("decoders").at("decoders").items().stream()
              .flatMap(TokenizerSteps::join);
      case "ByteLevel" -> Stream.of(new WordJoin.SpeltBytes());
      case "ByteFallback" -> Stream.of(new WordJoin.Bytes());
      case "Fuse" -> Stream.of(new WordJoin.Fuse());
      case "Strip" -> {
        setting.onlyKeys("content", "start", "stop");
        yield Stream.of(
            new WordJoin.Strip(
                setting.at("content").text(),
                setting.at("start").count(),
                setting.at("stop").count()));
      }
      case "Replace" -> {
        setting.onlyKeys("pattern", "content");
        yield Stream.of(
            new WordJoin.Replace(pattern(setting.at("pattern")), setting.at("content").text()));
      }
      case "Metaspace" -> {
        setting.onlyKeys("replacement", "prepend_scheme", "add_prefix_space", "split", "str_rep");
        yield Stream.of(
            new WordJoin.Metaspace(mark(setting), inFront(setting) != TextCut.InFront.NEVER));
      }
      case "WordPiece" -> {
        setting.onlyKeys("prefix", "cleanup");
        yield Stream.of(
            new WordJoin.WordPieces(setting.text("prefix", "##"), setting.flag("cleanup", true)));
      }
      default ->
          throw setting.notSupported(
              "Sequence, ByteLevel, ByteFallback, Fuse, Strip, Replace, Metaspace, WordPiece");
    };
  }
}

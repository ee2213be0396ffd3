package org.cimlet.conformance.fuzz;

import java.util.List;

/// Small `tokenizer.json` files that together name every kind of model and step that is read.
final class SmallTokenizers {
  private static final String WORDS =
      """
      {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
       "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "hell": 3,
       "##o": 4, ",": 5, "w": 6, "##or": 7, "##ld": 8, "4": 9, "##2": 10}}
      """;

  private static final String PAIRS =
      """
      {"type": "BPE", "dropout": null, "unk_token": "<unk>", "byte_fallback": true,
       "fuse_unk": true, "ignore_merges": false, "vocab": {"<unk>": 0, "<s>": 1, "▁": 2, "H": 3,
       "e": 4, "l": 5, "o": 6, "ll": 7, "He": 8, "Hell": 9, "<0xC3>": 10, "<0xB6>": 11},
       "merges": ["l l", ["H", "e"], "He ll"]}
      """;

  private static final String PIECES =
      """
      {"type": "Unigram", "unk_id": 0, "byte_fallback": false,
       "vocab": [["<unk>", 0.0], ["▁", -2.5], ["H", -3.0], ["ello", -1.5], ["▁Hello", -1.0],
       [",", -4.25], ["w", -5.0], ["or", -2.0], ["4", -7.0]]}
      """;

  private SmallTokenizers() {}

  static List<String> all() {
    return List.of(
        json(
            """
            [{"id": 1, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false,
              "normalized": false, "special": true}]
            """,
            """
            {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
             "strip_accents": null, "lowercase": true}
            """,
            "{\"type\": \"BertPreTokenizer\"}",
            """
            {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]}
            """,
            "{\"type\": \"WordPiece\", \"prefix\": \"##\", \"cleanup\": true}",
            WORDS),
        json(
            """
            [{"id": 1, "content": "<s>", "special": true},
             {"id": 12, "content": "<tag>", "single_word": true, "lstrip": true, "rstrip": true,
              "normalized": true, "special": false}]
            """,
            """
            {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
             {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}, {"type": "NFC"}]}
            """,
            "null",
            """
            {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
             {"Sequence": {"id": "A", "type_id": 0}}], "pair": [],
             "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}}
            """,
            """
            {"type": "Sequence", "decoders": [
             {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
             {"type": "ByteFallback"}, {"type": "Fuse"},
             {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
            """,
            PAIRS),
        json(
            "[]",
            """
            {"type": "Sequence", "normalizers": [{"type": "NFKD"}, {"type": "StripAccents"},
             {"type": "Lowercase"}, {"type": "Strip", "strip_left": true, "strip_right": false},
             {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "}]}
            """,
            """
            {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"},
             {"type": "Split", "pattern": {"Regex": "[aeiou]|\\\\p{N}{1,3}"},
              "behavior": "MergedWithPrevious", "invert": false},
             {"type": "Digits", "individual_digits": true},
             {"type": "Punctuation", "behavior": "Isolated"},
             {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true}]}
            """,
            "null",
            "{\"type\": \"Metaspace\", \"replacement\": \"▁\", \"prepend_scheme\": \"always\"}",
            PIECES));
  }

  private static String json(
      String added,
      String normalizer,
      String preTokenizer,
      String postProcessor,
      String decoder,
      String model) {
    return """
    {"version": "1.0", "truncation": null, "padding": null, "added_tokens": %s,
     "normalizer": %s, "pre_tokenizer": %s, "post_processor": %s, "decoder": %s, "model": %s}
    """
        .formatted(added, normalizer, preTokenizer, postProcessor, decoder, model);
  }
}

package org.cimlet.tensor.tokenizer.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cimlet.tensor.disk.Utf8;
import org.cimlet.tensor.tokenizer.vocabulary.Word;

/// A step that turns words back into text ("decoder").
public sealed interface Decoder {
  /// The changed words, fewer where some were joined.
  List<String> apply(List<String> words);

  /// Bytes that words spell in GPT-2's alphabet.
  record SpeltBytes() implements Decoder {
    @Override
    public List<String> apply(List<String> words) {
      ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
      words.forEach(word -> ByteAlphabet.read(word, utf8));
      return List.of(utf8.toString(StandardCharsets.UTF_8));
    }
  }

  /// Neighbouring `<0x41>` and the like as the text of these bytes, or � for each.
  record Bytes() implements Decoder {
    @Override
    public List<String> apply(List<String> words) {
      List<String> joined = new ArrayList<>();
      ByteArrayOutputStream open = new ByteArrayOutputStream();
      for (String word : words) {
        if (Word.spellsByte(word)) {
          open.write(Integer.parseInt(word, 3, 5, 16));
        } else {
          close(open, joined);
          joined.add(word);
        }
      }
      close(open, joined);
      return joined;
    }

    private static void close(ByteArrayOutputStream open, List<String> joined) {
      if (open.size() > 0) {
        Optional<String> text = Utf8.decode(open.toByteArray());
        joined.add(text.orElseGet(() -> "\uFFFD".repeat(open.size())));
        open.reset();
      }
    }
  }

  /// All words as one.
  record Fuse() implements Decoder {
    @Override
    public List<String> apply(List<String> words) {
      return List.of(String.join("", words));
    }
  }

  /// Up to so many of a character gone from the ends of each word.
  record Strip(String character, int left, int right) implements Decoder {
    @Override
    public List<String> apply(List<String> words) {
      return words.stream().map(this::strip).toList();
    }

    private String strip(String word) {
      String stripped = word;
      for (int i = 0; i < left && stripped.startsWith(character); i++) {
        stripped = stripped.substring(character.length());
      }
      for (int i = 0; i < right && stripped.endsWith(character); i++) {
        stripped = stripped.substring(0, stripped.length() - character.length());
      }
      return stripped;
    }
  }

  /// Every match within a word replaced.
  record Replace(Pattern pattern, String content) implements Decoder {
    @Override
    public List<String> apply(List<String> words) {
      Normalizer.Replace change = new Normalizer.Replace(pattern, content);
      return words.stream().map(change::apply).toList();
    }
  }

  /// Marks as spaces; none in the first word where one was put in front.
  record Metaspace(char mark, boolean fronted) implements Decoder {
    @Override
    public List<String> apply(List<String> words) {
      List<String> spaced = new ArrayList<>();
      for (String word : words) {
        String space = fronted && spaced.isEmpty() ? "" : " ";
        spaced.add(word.replace(Character.toString(mark), space));
      }
      return spaced;
    }
  }

  /// A space in front of all words but the first and continuations.
  ///
  /// @param cleans whether spaces before punctuation and English contractions go
  record WordPieces(String continuation, boolean cleans) implements Decoder {
    private static final String[] CLEANING = {
      " .", ".", " ?", "?", " !", "!", " ,", ",", " ' ", "'", " n't", "n't", " 'm", "'m", " do not",
      " don't", " 's", "'s", " 've", "'ve", " 're", "'re"
    };

    @Override
    public List<String> apply(List<String> words) {
      List<String> spaced = new ArrayList<>();
      for (String word : words) {
        String text = word;
        if (!spaced.isEmpty()) {
          text = word.startsWith(continuation) ? word.substring(continuation.length()) : " " + word;
        }
        spaced.add(cleans ? clean(text) : text);
      }
      return spaced;
    }

    private static String clean(String text) {
      String cleaned = text;
      for (int i = 0; i < CLEANING.length; i += 2) {
        cleaned = cleaned.replace(CLEANING[i], CLEANING[i + 1]);
      }
      return cleaned;
    }
  }
}

package org.cimlet.tensor.tokenizer.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A step that cuts text into the pieces that become tokens each by itself ("pre-tokenizer").
public sealed interface PreTokenizer {
  /// GPT-2's cut: contractions, words, numbers and the rest, each with a space in front.
  String GPT_2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /// Llama 3's cut: numbers by three digits.
  String LLAMA_3 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
          + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /// Qwen 2's cut: numbers by one digit.
  String QWEN_2 = LLAMA_3.replace("{1,3}", "");

  /// A piece of text.
  ///
  /// @param first whether it begins where the whole text begins
  record Piece(String text, boolean first) {}

  /// Adds what a piece is cut into.
  void cut(Piece piece, List<Piece> into);

  /// An expression as tokenizers mean it: classes by Unicode.
  ///
  /// @throws java.util.regex.PatternSyntaxException if it is none
  static Pattern expression(String regex) {
    return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
  }

  /// What happens to a match.
  enum Behaviour {
    REMOVED,
    ISOLATED,
    MERGED_WITH_PREVIOUS,
    MERGED_WITH_NEXT,
    CONTIGUOUS
  }

  /// Cuts at the matches of an expression.
  ///
  /// @param inverted whether what does not match is meant
  record Split(Pattern pattern, Behaviour behaviour, boolean inverted) implements PreTokenizer {

    /// From one character to before another, and whether it is a match.
    private record Span(int start, int end, boolean match) {}

    @Override
    public void cut(Piece piece, List<Piece> into) {
      String text = piece.text();
      for (Span span : joined(spans(text))) {
        boolean dropped = behaviour == Behaviour.REMOVED && span.match();
        if (span.start() < span.end() && !dropped) {
          into.add(
              new Piece(
                  text.substring(span.start(), span.end()), piece.first() && span.start() == 0));
        }
      }
    }

    private List<Span> spans(String text) {
      List<Span> spans = new ArrayList<>();
      Matcher matcher = pattern.matcher(text);
      int end = 0;
      while (matcher.find()) {
        if (matcher.start() > end) {
          spans.add(new Span(end, matcher.start(), inverted));
        }
        if (matcher.end() > matcher.start()) {
          spans.add(new Span(matcher.start(), matcher.end(), !inverted));
        }
        end = matcher.end();
      }
      if (end < text.length()) {
        spans.add(new Span(end, text.length(), inverted));
      }
      return spans;
    }

    private List<Span> joined(List<Span> spans) {
      return switch (behaviour) {
        case REMOVED, ISOLATED -> spans;
        case CONTIGUOUS -> contiguous(spans);
        case MERGED_WITH_PREVIOUS -> mergedWithPrevious(spans);
        case MERGED_WITH_NEXT -> mergedWithNext(spans);
      };
    }

    private static List<Span> contiguous(List<Span> spans) {
      List<Span> joined = new ArrayList<>();
      for (Span span : spans) {
        if (!joined.isEmpty() && joined.getLast().match() == span.match()) {
          Span last = joined.removeLast();
          joined.add(new Span(last.start(), span.end(), span.match()));
        } else {
          joined.add(span);
        }
      }
      return joined;
    }

    private static List<Span> mergedWithPrevious(List<Span> spans) {
      List<Span> joined = new ArrayList<>();
      boolean afterMatch = false;
      for (Span span : spans) {
        if (span.match() && !afterMatch && !joined.isEmpty()) {
          Span last = joined.removeLast();
          joined.add(new Span(last.start(), span.end(), false));
        } else {
          joined.add(span);
        }
        afterMatch = span.match();
      }
      return joined;
    }

    private static List<Span> mergedWithNext(List<Span> spans) {
      List<Span> joined = new ArrayList<>();
      boolean beforeMatch = false;
      for (Span span : spans.reversed()) {
        if (span.match() && !beforeMatch && !joined.isEmpty()) {
          Span last = joined.removeLast();
          joined.add(new Span(span.start(), last.end(), false));
        } else {
          joined.add(span);
        }
        beforeMatch = span.match();
      }
      Collections.reverse(joined);
      return joined;
    }
  }

  /// When a space mark is put in front of a piece that has none.
  enum InFront {
    ALWAYS,
    FIRST,
    NEVER
  }

  /// Spells spaces as a mark, and cuts in front of each.
  record Metaspace(char mark, InFront inFront, boolean cuts) implements PreTokenizer {
    @Override
    public void cut(Piece piece, List<Piece> into) {
      String text = piece.text().replace(' ', mark);
      boolean fronted =
          switch (inFront) {
            case ALWAYS -> true;
            case FIRST -> piece.first();
            case NEVER -> false;
          };
      if (fronted && text.charAt(0) != mark) {
        text = mark + text;
      }
      if (cuts) {
        Pattern pattern = Pattern.compile(Character.toString(mark), Pattern.LITERAL);
        new Split(pattern, Behaviour.MERGED_WITH_NEXT, false)
            .cut(new Piece(text, piece.first()), into);
      } else {
        into.add(new Piece(text, piece.first()));
      }
    }
  }

  /// Puts a space in front of a piece that begins with none.
  record SpaceInFront() implements PreTokenizer {
    @Override
    public void cut(Piece piece, List<Piece> into) {
      String text = piece.text();
      into.add(new Piece(text.startsWith(" ") ? text : " " + text, piece.first()));
    }
  }

  /// Spells each byte of the UTF-8 text as a character of its own.
  record SpeltBytes() implements PreTokenizer {
    @Override
    public void cut(Piece piece, List<Piece> into) {
      into.add(new Piece(ByteAlphabet.spell(piece.text()), piece.first()));
    }
  }
}

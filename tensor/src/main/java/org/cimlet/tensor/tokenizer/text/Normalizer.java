package org.cimlet.tensor.tokenizer.text;

import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A step that changes text before it is cut ("normalizer").
public sealed interface Normalizer {
  /// The changed text.
  String apply(String text);

  /// One of Unicode's normal forms.
  record UnicodeForm(Form form) implements Normalizer {
    @Override
    public String apply(String text) {
      return java.text.Normalizer.normalize(text, form);
    }
  }

  /// Each character in lower case.
  record LowerCase() implements Normalizer {
    @Override
    public String apply(String text) {
      // character by character: a final sigma is not special
      StringBuilder lower = new StringBuilder(text.length());
      text.codePoints().forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
      return lower.toString();
    }
  }

  /// Without combining marks.
  ///
  /// @param spacing whether those that take space go, too
  record WithoutMarks(boolean spacing) implements Normalizer {
    private static final Pattern ALL = Pattern.compile("\\p{M}+");
    private static final Pattern NON_SPACING = Pattern.compile("\\p{Mn}+");

    @Override
    public String apply(String text) {
      return (spacing ? ALL : NON_SPACING).matcher(text).replaceAll("");
    }
  }

  /// Without white space at an end.
  record Strip(boolean left, boolean right) implements Normalizer {
    private static final Pattern LEFT = PreTokenizer.expression("^\\s+");
    private static final Pattern RIGHT = PreTokenizer.expression("\\s+\\z");

    @Override
    public String apply(String text) {
      String begun = left ? LEFT.matcher(text).replaceFirst("") : text;
      return right ? RIGHT.matcher(begun).replaceFirst("") : begun;
    }
  }

  /// Every match replaced.
  record Replace(Pattern pattern, String content) implements Normalizer {
    @Override
    public String apply(String text) {
      return pattern.matcher(text).replaceAll(Matcher.quoteReplacement(content));
    }
  }

  /// Something in front of a text that is not empty.
  record Prepend(String front) implements Normalizer {
    @Override
    public String apply(String text) {
      return text.isEmpty() ? text : front + text;
    }
  }

  /// BERT's cleaning.
  ///
  /// @param clean whether control characters go and all white space becomes spaces
  /// @param chinese whether Chinese characters get spaces around them
  /// @param withoutMarks whether accents go
  /// @param lowerCase whether letters become lower case
  record Bert(boolean clean, boolean chinese, boolean withoutMarks, boolean lowerCase)
      implements Normalizer {
    @Override
    public String apply(String text) {
      StringBuilder out = new StringBuilder(text.length());
      text.codePoints().forEach(c -> append(c, out));
      String changed = out.toString();
      if (withoutMarks) {
        changed = new WithoutMarks(false).apply(java.text.Normalizer.normalize(changed, Form.NFD));
      }
      return lowerCase ? new LowerCase().apply(changed) : changed;
    }

    private void append(int c, StringBuilder out) {
      if (clean && (c == 0 || c == 0xFFFD || isControl(c))) {
        return;
      }
      if (clean && Letters.isWhiteSpace(c)) {
        out.append(' ');
      } else if (chinese && isChinese(c)) {
        out.append(' ').appendCodePoint(c).append(' ');
      } else {
        out.appendCodePoint(c);
      }
    }

    private static boolean isControl(int c) {
      return switch (Character.getType(c)) {
        case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
        case Character.FORMAT, Character.PRIVATE_USE -> true;
        default -> false;
      };
    }

    /// The blocks of unified ideographs that BERT counts.
    private static boolean isChinese(int c) {
      return (c >= 0x4E00 && c <= 0x9FFF)
          || (c >= 0x3400 && c <= 0x4DBF)
          || (c >= 0x20000 && c <= 0x2A6DF)
          || (c >= 0x2A700 && c <= 0x2B73F)
          || (c >= 0x2B740 && c <= 0x2B81F)
          || (c >= 0x2B920 && c <= 0x2CEAF)
          || (c >= 0xF900 && c <= 0xFAFF)
          || (c >= 0x2F800 && c <= 0x2FA1F);
    }
  }
}

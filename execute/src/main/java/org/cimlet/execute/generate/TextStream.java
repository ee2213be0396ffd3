package org.cimlet.execute.generate;

import java.util.Arrays;
import org.cimlet.tensor.tokenizer.Tokenizer;

/// The text of tokens that come one by one: what each adds to the text of all before it. Bytes that
/// do not yet make a character are held back until they do.
public final class TextStream {
  private static final String UNFINISHED = "\uFFFD";

  private final Tokenizer tokenizer;
  private int[] tokens;
  private int count;
  private String told;

  /// @param prompt tokens whose text is known already
  public TextStream(Tokenizer tokenizer, int... prompt) {
    this.tokenizer = tokenizer;
    this.tokens = prompt.clone();
    this.count = prompt.length;
    this.told = tokenizer.decode(prompt);
  }

  /// What a token adds; often a word, sometimes nothing yet.
  public String add(int token) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(64, 2 * count));
    }
    tokens[count++] = token;
    return tell(text().replaceFirst(UNFINISHED + "+$", ""));
  }

  /// What was held back; the replacement character for bytes that never became one.
  public String finish() {
    return tell(text());
  }

  private String text() {
    return tokenizer.decode(Arrays.copyOf(tokens, count));
  }

  private String tell(String text) {
    if (text.length() <= told.length() || !text.startsWith(told)) {
      return "";
    }
    String more = text.substring(told.length());
    told = text;
    return more;
  }
}

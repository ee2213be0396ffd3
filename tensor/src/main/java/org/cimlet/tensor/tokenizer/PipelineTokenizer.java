package org.cimlet.tensor.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Tokens as HuggingFace's tokenizers make them: added words are found, the text between is
/// changed, cut, and each piece encoded by itself.
final class PipelineTokenizer implements Tokenizer {
  private final Map<Integer, String> words;
  private final Parts parts;
  private final int vocabularySize;

  /// The steps.
  ///
  /// @param before tokens in front of a text
  /// @param after tokens behind a text
  /// @param controls tokens that stand for no text
  record Parts(
      AddedWords addedToText,
      List<TextChange> changes,
      AddedWords addedToChanged,
      List<TextCut> cuts,
      WordModel model,
      List<WordJoin> joins,
      List<Integer> before,
      List<Integer> after,
      Set<Integer> controls,
      OptionalInt end) {}

  /// @param words texts by token, those of added words included
  PipelineTokenizer(Map<Integer, String> words, Parts parts) {
    this.words = words;
    this.parts = parts;
    this.vocabularySize = 1 + words.keySet().stream().mapToInt(i -> i).max().orElse(-1);
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public int[] encode(String text) {
    IntList tokens = new IntList();
    Map<String, int[]> known = new HashMap<>();
    parts
        .addedToText()
        .search(
            text,
            tokens::add,
            (between, start) ->
                parts
                    .addedToChanged()
                    .search(
                        changed(between),
                        tokens::add,
                        (piece, within) ->
                            encode(
                                new TextCut.Piece(piece, start == 0 && within == 0),
                                tokens,
                                known)));
    return tokens.toArray();
  }

  private String changed(String text) {
    String changed = text;
    for (TextChange change : parts.changes()) {
      changed = change.apply(changed);
    }
    return changed;
  }

  private void encode(TextCut.Piece text, IntList tokens, Map<String, int[]> known) {
    List<TextCut.Piece> pieces = List.of(text);
    for (TextCut cut : parts.cuts()) {
      List<TextCut.Piece> finer = new ArrayList<>();
      pieces.forEach(piece -> cut.cut(piece, finer));
      pieces = finer;
    }
    for (TextCut.Piece piece : pieces) {
      tokens.addAll(known.computeIfAbsent(piece.text(), this::encodePiece));
    }
  }

  private int[] encodePiece(String piece) {
    IntList tokens = new IntList();
    parts.model().encode(piece, tokens);
    return tokens.toArray();
  }

  @Override
  public String decode(int... tokens) {
    List<String> texts = new ArrayList<>();
    for (int token : tokens) {
      String text = words.get(token);
      if (text == null) {
        throw new IndexOutOfBoundsException("no token %s".formatted(token));
      }
      if (!parts.controls().contains(token)) {
        texts.add(text);
      }
    }
    if (parts.joins().isEmpty()) {
      return String.join(" ", texts);
    }
    for (WordJoin join : parts.joins()) {
      texts = join.apply(texts);
    }
    return String.join("", texts);
  }

  @Override
  public int[] before() {
    return parts.before().stream().mapToInt(i -> i).toArray();
  }

  @Override
  public int[] after() {
    return parts.after().stream().mapToInt(i -> i).toArray();
  }

  @Override
  public OptionalInt end() {
    return parts.end();
  }
}

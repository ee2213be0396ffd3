package org.cimlet.tensor.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.cimlet.tensor.tokenizer.text.AddedTokens;
import org.cimlet.tensor.tokenizer.text.Decoder;
import org.cimlet.tensor.tokenizer.text.Normalizer;
import org.cimlet.tensor.tokenizer.text.PreTokenizer;
import org.cimlet.tensor.tokenizer.vocabulary.IntList;
import org.cimlet.tensor.tokenizer.vocabulary.TokenModel;

/// Tokens as HuggingFace's tokenizers make them: added words are found, the text between is
/// changed, cut, and each piece encoded by itself.
final class PipelineTokenizer implements Tokenizer {
  private final Map<Integer, String> words;
  private final Pipeline pipeline;
  private final int vocabularySize;

  /// The steps.
  ///
  /// @param prefixTokens tokens in front of a text
  /// @param suffixTokens tokens behind a text
  /// @param controls tokens that stand for no text
  record Pipeline(
      AddedTokens addedToText,
      List<Normalizer> changes,
      AddedTokens addedToChanged,
      List<PreTokenizer> cuts,
      TokenModel model,
      List<Decoder> joins,
      List<Integer> prefixTokens,
      List<Integer> suffixTokens,
      Set<Integer> controls,
      OptionalInt end) {}

  /// @param words texts by token, those of added words included
  PipelineTokenizer(Map<Integer, String> words, Pipeline pipeline) {
    this.words = words;
    this.pipeline = pipeline;
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
    pipeline
        .addedToText()
        .search(
            text,
            tokens::add,
            (between, start) ->
                pipeline
                    .addedToChanged()
                    .search(
                        changed(between),
                        tokens::add,
                        (piece, within) ->
                            encode(
                                new PreTokenizer.Piece(piece, start == 0 && within == 0),
                                tokens,
                                known)));
    return tokens.toArray();
  }

  private String changed(String text) {
    String changed = text;
    for (Normalizer change : pipeline.changes()) {
      changed = change.apply(changed);
    }
    return changed;
  }

  private void encode(PreTokenizer.Piece text, IntList tokens, Map<String, int[]> known) {
    List<PreTokenizer.Piece> pieces = List.of(text);
    for (PreTokenizer cut : pipeline.cuts()) {
      List<PreTokenizer.Piece> finer = new ArrayList<>();
      pieces.forEach(piece -> cut.cut(piece, finer));
      pieces = finer;
    }
    for (PreTokenizer.Piece piece : pieces) {
      tokens.addAll(known.computeIfAbsent(piece.text(), this::encodePiece));
    }
  }

  private int[] encodePiece(String piece) {
    IntList tokens = new IntList();
    pipeline.model().encode(piece, tokens);
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
      if (!pipeline.controls().contains(token)) {
        texts.add(text);
      }
    }
    if (pipeline.joins().isEmpty()) {
      return String.join(" ", texts);
    }
    for (Decoder join : pipeline.joins()) {
      texts = join.apply(texts);
    }
    return String.join("", texts);
  }

  @Override
  public int[] prefixTokens() {
    return pipeline.prefixTokens().stream().mapToInt(i -> i).toArray();
  }

  @Override
  public int[] suffixTokens() {
    return pipeline.suffixTokens().stream().mapToInt(i -> i).toArray();
  }

  @Override
  public OptionalInt end() {
    return pipeline.end();
  }
}

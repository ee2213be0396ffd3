package org.cimlet.tensor.tokenizer.vocabulary;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/// Byte pair encoding by a list of merges.
///
/// A character that is no word becomes its bytes where the vocabulary has them and is asked to,
/// else the unknown word, else nothing.
public final class BytePairModel implements TokenModel {
  private final Map<String, Integer> tokens;
  private final Merges pairs;
  private final OptionalInt unknown;
  private final Options options;

  /// @param bytes whether unknown characters become `<0x41>` and the like
  /// @param fusesUnknown whether neighbouring unknown characters become one unknown word
  /// @param wordsFirst whether a piece that is a word stays whole, whatever the merges
  public record Options(boolean bytes, boolean fusesUnknown, boolean wordsFirst) {}

  public BytePairModel(
      Map<String, Integer> tokens, Merges pairs, OptionalInt unknown, Options options) {
    this.tokens = tokens;
    this.pairs = pairs;
    this.unknown = unknown;
    this.options = options;
  }

  @Override
  public void encode(String piece, IntList into) {
    Integer whole = options.wordsFirst() ? tokens.get(piece) : null;
    if (whole != null) {
      into.add(whole);
    } else {
      into.addAll(PairMerging.merge(characters(piece), pairs));
    }
  }

  private int[] characters(String piece) {
    IntList symbols = new IntList();
    boolean afterUnknown = false;
    for (int at = 0; at < piece.length(); ) {
      int length = Character.charCount(piece.codePointAt(at));
      String character = piece.substring(at, at + length);
      at += length;
      Integer token = tokens.get(character);
      if (token != null) {
        symbols.add(token);
        afterUnknown = false;
      } else if (!(options.bytes() && addBytes(character, symbols))) {
        if (unknown.isPresent() && !(afterUnknown && options.fusesUnknown())) {
          symbols.add(unknown.getAsInt());
        }
        afterUnknown = true;
      } else {
        afterUnknown = false;
      }
    }
    return symbols.toArray();
  }

  private boolean addBytes(String character, IntList symbols) {
    byte[] utf8 = character.getBytes(StandardCharsets.UTF_8);
    int[] found = new int[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      Integer token = tokens.get(TokenModel.spellByte(utf8[i]));
      if (token == null) {
        return false;
      }
      found[i] = token;
    }
    symbols.addAll(found);
    return true;
  }
}

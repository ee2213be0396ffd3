package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.Map;

/// The longest word that a piece begins with, then the longest of the rest, marked as a
/// continuation, and so on; a piece that cannot be cut so is unknown.
public final class WordPieceModel implements TokenModel {
  private final Map<String, Integer> tokens;
  private final int unknown;
  private final String continuation;
  private final int longestPiece;
  private final int longestWord;

  /// @param continuation what words begin with that stand behind another
  /// @param longestPiece longer ones are unknown
  public WordPieceModel(
      Map<String, Integer> tokens, int unknown, String continuation, int longestPiece) {
    this.tokens = tokens;
    this.unknown = unknown;
    this.continuation = continuation;
    this.longestPiece = longestPiece;
    this.longestWord = tokens.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  @Override
  public void encode(String piece, IntList into) {
    IntList found = new IntList();
    if (piece.codePointCount(0, piece.length()) > longestPiece || !cut(piece, found)) {
      into.add(unknown);
    } else {
      into.addAll(found.toArray());
    }
  }

  private boolean cut(String piece, IntList found) {
    int start = 0;
    while (start < piece.length()) {
      String front = start == 0 ? "" : continuation;
      int end = Math.min(piece.length(), start + longestWord);
      Integer token = null;
      while (end > start) {
        token = tokens.get(front + piece.substring(start, end));
        if (token != null) {
          break;
        }
        end = piece.offsetByCodePoints(end, -1);
      }
      if (token == null) {
        return false;
      }
      found.add(token);
      start = end;
    }
    return true;
  }
}

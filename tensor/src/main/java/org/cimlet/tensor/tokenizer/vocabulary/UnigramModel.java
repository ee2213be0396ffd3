package org.cimlet.tensor.tokenizer.vocabulary;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The cut of a piece into words whose scores sum to the most; neighbouring unknown characters
/// become bytes, or one unknown word.
public final class UnigramModel implements TokenModel {
  private final UnigramPath path;
  private final Map<String, Integer> tokens = new HashMap<>();
  private final int unknown;
  private final boolean bytes;

  /// @param words in the order of their tokens
  /// @param bytes whether unknown characters become `<0x41>` and the like
  public UnigramModel(List<String> words, float[] scores, int unknown, boolean bytes) {
    for (int token = 0; token < scores.length; token++) {
      tokens.putIfAbsent(words.get(token), token);
    }
    this.path = new UnigramPath(tokens, scores);
    this.unknown = unknown;
    this.bytes = bytes;
  }

  @Override
  public void encode(String piece, IntList into) {
    int unknownFrom = -1;
    for (UnigramPath.Step step : path.cut(piece)) {
      boolean isUnknown = step.token() == UnigramPath.UNKNOWN || step.token() == unknown;
      if (isUnknown && unknownFrom < 0) {
        unknownFrom = step.start();
      }
      if (!isUnknown) {
        addUnknown(piece, unknownFrom, step.start(), into);
        unknownFrom = -1;
        into.add(step.token());
      }
    }
    addUnknown(piece, unknownFrom, piece.length(), into);
  }

  private void addUnknown(String piece, int from, int to, IntList into) {
    if (from < 0) {
      return;
    }
    IntList found = new IntList();
    for (byte b : piece.substring(from, to).getBytes(StandardCharsets.UTF_8)) {
      Integer token = bytes ? tokens.get(TokenModel.spellByte(b)) : null;
      if (token == null) {
        into.add(unknown);
        return;
      }
      found.add(token);
    }
    into.addAll(found.toArray());
  }
}

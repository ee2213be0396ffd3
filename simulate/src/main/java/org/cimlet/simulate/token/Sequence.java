package org.cimlet.simulate.token;

import org.jspecify.annotations.Nullable;

/// A request: a prompt to be read, the tokens generated after it, and the KV cache they leave.
///
/// What of it goes through the package at a time is a [Pass]: a chunk of the prompt, several of
/// which follow each other, or the token generated last.
public final class Sequence {
  private static final long ENDLESS = Long.MAX_VALUE;

  private final int id;
  private final int promptTokens;
  private final int chunkTokens;
  private final boolean scoresAll;
  private final long context;
  private final boolean contextGrows;
  private final long answerTokens;
  private final int together;
  private long generated;
  private int chunksRead;
  private final @Nullable Pass[] chunks;
  private int[] chunksAttended = new int[0];

  private Sequence(
      int id,
      int promptTokens,
      int chunkTokens,
      boolean scoresAll,
      long context,
      boolean contextGrows,
      long answerTokens,
      int together) {
    this.id = id;
    this.together = together;
    this.promptTokens = promptTokens;
    this.chunkTokens = chunkTokens;
    this.scoresAll = scoresAll;
    this.context = context;
    this.contextGrows = contextGrows;
    this.answerTokens = answerTokens;
    chunks = new @Nullable Pass[promptTokens == 0 ? 0 : Math.ceilDiv(promptTokens, chunkTokens)];
  }

  /// A sequence whose KV cache is filled, and which generates tokens without end.
  ///
  /// @param context positions its first token looks back on, itself included
  /// @param contextGrows whether each further token looks back on one more; otherwise all tokens
  ///   are alike
  public static Sequence generating(int id, long context, boolean contextGrows) {
    return generating(id, context, contextGrows, 1);
  }

  /// A micro-batch of such sequences, whose tokens always pass together, each with a KV cache of
  /// its own.
  ///
  /// @param together sequences of it
  public static Sequence generating(int id, long context, boolean contextGrows, int together) {
    return new Sequence(id, 0, 1, false, context, contextGrows, ENDLESS, together);
  }

  /// A sequence with a prompt to be read.
  ///
  /// @param promptTokens at least 1
  /// @param chunkTokens that pass together
  /// @param scoresAll whether the head scores every token of the prompt, or its last alone
  /// @param answerTokens to be generated, at least 1: the first follows from the prompt
  public static Sequence prompted(
      int id, int promptTokens, int chunkTokens, boolean scoresAll, long answerTokens) {
    return new Sequence(
        id, promptTokens, chunkTokens, scoresAll, promptTokens, true, answerTokens, 1);
  }

  /// Number among all sequences of a run.
  public int id() {
    return id;
  }

  /// Sequences of a micro-batch that it stands for; 1 where it is one.
  int together() {
    return together;
  }

  /// Tokens generated so far, of each where it is a micro-batch.
  public long generated() {
    return generated;
  }

  /// Whether it has all its tokens.
  public boolean isDone() {
    return generated >= answerTokens;
  }

  /// Whether all its tokens are alike and there is no end of them.
  boolean repeats() {
    return !contextGrows && answerTokens == ENDLESS;
  }

  /// Chunks of its prompt; 0 where none is to be read.
  int chunks() {
    return chunks.length;
  }

  int tokensOf(int chunk) {
    return Math.min(chunkTokens, promptTokens - chunk * chunkTokens);
  }

  /// Tokens of a chunk that the head scores; with none its pass ends before the head.
  int headTokensOf(int chunk) {
    int scored = chunk == chunks.length - 1 ? 1 : 0;
    return scoresAll ? tokensOf(chunk) : scored;
  }

  /// Number of a chunk's first token in the sequence, from 1.
  long firstTokenOf(int chunk) {
    return (long) chunk * chunkTokens + 1;
  }

  /// Number of the token to be passed next, once the prompt is read.
  long nextToken() {
    return context + generated;
  }

  /// Positions that a token looks back on, itself included.
  long positions(long token) {
    return contextGrows ? token : context;
  }

  /// A chunk sets out.
  void sets(Pass chunk) {
    chunks[chunk.chunk()] = chunk;
  }

  /// A pass has ended. Returns whether that made a token.
  boolean passEnded() {
    if (chunksRead < chunks.length) {
      chunks[chunksRead++] = null;
      if (chunksRead < chunks.length) {
        return false;
      }
    }
    generated++;
    return true;
  }

  /// Whether the KV cache has all that a pass looks back on in a step; takes note that it attends
  /// where it has.
  boolean mayAttend(Pass pass) {
    int step = pass.stepNumber();
    if (step >= chunksAttended.length) {
      chunksAttended = new int[pass.schedule().size()];
    }
    if (chunksAttended[step] < pass.chunk()) {
      return false;
    }
    chunksAttended[step] = pass.chunk() + 1;
    return true;
  }

  /// The chunk after one, which waits for its keys and values in the same step; null where none
  /// does.
  @Nullable Pass waitingAfter(Pass pass) {
    int next = pass.chunk() + 1;
    Pass after = next < chunks.length ? chunks[next] : null;
    return after != null && after.waitsForKv() && after.stepNumber() == pass.stepNumber()
        ? after
        : null;
  }
}

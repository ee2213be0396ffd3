package org.cimlet.serve.engine;

/// Memory for keys and values, and how it is given out.
///
/// @param capacityBytes of a server
/// @param bytes that a number of tokens takes
/// @param blockTokens it is given out in blocks of so many tokens
/// @param admit what a request takes as it starts
/// @param prefixCache whether blocks of prompts are kept for those that begin alike
/// @param prefixBlockTokens tokens of a block of a prefix; 0 where prefixes are not known
public record KvSpec(
    long capacityBytes,
    Bytes bytes,
    int blockTokens,
    Admit admit,
    boolean prefixCache,
    int prefixBlockTokens) {

  /// What a request takes as it starts.
  public enum Admit {
    /// All that its prompt and answer will take. That is to know the answer's length.
    RESERVE,
    /// What its tokens take as they come. Where there is no block left, the request that started
    /// last loses its keys and values, and is read again.
    GROW
  }

  /// Bytes of keys and values.
  @FunctionalInterface
  public interface Bytes {
    /// Of so many tokens of a sequence.
    long of(int tokens);
  }

  /// Bytes of so many tokens, in whole blocks.
  long blocks(int tokens) {
    return bytes.of(wholeBlocks(tokens));
  }

  /// Tokens of as many whole blocks as so many tokens need.
  int wholeBlocks(int tokens) {
    return Math.ceilDiv(tokens, blockTokens) * blockTokens;
  }

  /// Whether a sequence of so many tokens fits at all.
  public boolean holds(int tokens) {
    return blocks(tokens) <= capacityBytes;
  }
}

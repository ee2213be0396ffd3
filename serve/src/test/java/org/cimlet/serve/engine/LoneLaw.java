package org.cimlet.serve.engine;

/// A package whose tokens meet nobody: its only station is busy with prompts alone. A token takes a
/// joule.
///
/// @param tokenPs until a token is back
/// @param promptTokenPs for which the station is busy with a token of a prompt
/// @param tailPs from the end of a prompt at the station to its first token
/// @param chunkTokens tokens of a chunk
record LoneLaw(int ranks, long tokenPs, long promptTokenPs, long tailPs, int chunkTokens)
    implements PackageLaw {
  @Override
  public int stations() {
    return 1;
  }

  @Override
  public boolean isShared(int station) {
    return false;
  }

  @Override
  public long latencyPs(int context) {
    return tokenPs;
  }

  @Override
  public long excessPs(int underWay, int context) {
    return 0;
  }

  @Override
  public long betweenPs() {
    return 0;
  }

  @Override
  public long tokenPs(int station, int context) {
    return 0;
  }

  @Override
  public long promptPs(int station, int tokens) {
    return promptTokenPs * tokens;
  }

  @Override
  public long spacingPs(int tokens) {
    return promptTokenPs * tokens;
  }

  @Override
  public long metPs() {
    return 0;
  }

  @Override
  public long promptTailPs(int tokens) {
    return tailPs;
  }

  @Override
  public double tokenJ(int context) {
    return 1;
  }

  @Override
  public double promptJ(int tokens) {
    return tokens;
  }

  @Override
  public double idleW() {
    return 0;
  }
}

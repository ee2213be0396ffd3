package org.cimlet.estimate;

import org.cimlet.estimate.walk.ClosedLoop;
import org.cimlet.plan.Plan;

/// Where tokens of several sequences wait for each other, and for prompts, in a package that holds
/// all its weights: beyond what the two bounds of [Estimator] say, which no schedule beats.
public final class Contention {
  private final ClosedLoop token;
  private final ClosedLoop chunk;
  private final int chunkTokens;

  private Contention(Plan plan) {
    token = ClosedLoop.ofToken(plan);
    chunk = ClosedLoop.ofChunk(plan);
    chunkTokens = Math.min(plan.scenario().prefillChunkTokens(), plan.scenario().promptTokens());
  }

  /// Of a plan at its context, reading its prompt.
  ///
  /// @throws IllegalArgumentException where weights are reloaded
  public static Contention of(Plan plan) {
    if (plan.placement().isReloaded()) {
      throw new IllegalArgumentException("weights must be at rest, got a plan that reloads them");
    }
    return new Contention(plan);
  }

  /// How much longer a token takes than the larger of the two bounds where so many sequences of a
  /// rank circulate; at least 0.
  public double excessS(int sequences) {
    double bound = Math.max(token.aloneS(), sequences * token.busiestS());
    return Math.max(0, token.loopS(sequences) - bound);
  }

  /// What a token waits for prompts that are read without end, in the mean.
  ///
  /// @param spacing from one chunk to the next, over the busy time of the part that is busiest
  public double promptWaitS(double spacing) {
    return token.waitS(chunk, chunkTokens, spacing * chunk.busiestS());
  }

  /// How long the parts that a prompt's chunk visits are busy with a token each, in the mean over
  /// the chunk's time.
  public double tokenMetS() {
    return token.metS(chunk);
  }

  /// A token alone over the time it keeps the busiest part busy: with so many sequences a part can
  /// be saturated.
  public double saturatingSequences() {
    return token.aloneS() / token.busiestS();
  }
}

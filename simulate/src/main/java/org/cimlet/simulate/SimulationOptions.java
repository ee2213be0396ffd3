package org.cimlet.simulate;

import org.cimlet.plan.machine.Topology;
import org.cimlet.simulate.network.Packets;
import org.jspecify.annotations.Nullable;

/// How a plan is simulated.
///
/// @param network packets and buffers other than the machine's; null for those of its links
/// @param window what is measured, and what comes before
/// @param speedups fast paths
/// @param promptScores whether prefill scores only the last token of a prompt, or every one
/// @param contextGrows whether a sequence's context grows with every token; otherwise it stays the
///   scenario's, so that all tokens are alike
/// @param seed for the choice of routed experts
public record SimulationOptions(
    @Nullable Network network,
    Window window,
    Speedups speedups,
    PromptScores promptScores,
    boolean contextGrows,
    long seed) {

  /// Of which tokens of a prompt the head makes scores.
  public enum PromptScores {
    /// Of the last, which is all that answering takes.
    LAST,
    /// Of all, as for judging a text.
    ALL
  }

  /// When the sequences of a batch begin.
  public enum Start {
    /// Evenly over the time a token takes at batch 1, or as fast as the busiest resource allows:
    /// what a server does that has been running for a while. Sequences then seldom meet until a
    /// resource is busy all the time.
    SPACED,
    /// All at once. Sequences then stay behind one another in a convoy, and wait for each other at
    /// every step even where nothing is busy all the time.
    TOGETHER
  }

  /// Packets on the links.
  ///
  /// @param packetBytes bytes of a packet; the last of a message may be shorter
  /// @param bufferPackets packets an input buffer behind a link holds beyond those in flight while
  ///   a credit makes its round trip; with none beyond, a link could not be kept busy
  public record Network(int packetBytes, int bufferPackets) {
    private static final int MAX_PACKET_BYTES = 1 << 20;

    /// @throws IllegalArgumentException where a count is out of range
    public Network {
      if (packetBytes < 1 || packetBytes > MAX_PACKET_BYTES) {
        throw new IllegalArgumentException(
            "a packet must be of 1 to %s bytes, got %s".formatted(MAX_PACKET_BYTES, packetBytes));
      }
      if (bufferPackets < 1) {
        throw new IllegalArgumentException("buffers must be at least 1, got " + bufferPackets);
      }
    }
  }

  /// What is measured.
  ///
  /// @param warmUpTokens tokens every sequence generates before anything is measured
  /// @param tokens tokens of all sequences together that are measured
  /// @param start when the sequences begin
  public record Window(int warmUpTokens, int tokens, Start start) {
    /// @throws IllegalArgumentException where a count is out of range
    public Window {
      if (warmUpTokens < 1 || tokens < 2) {
        throw new IllegalArgumentException(
            "warm-up must be at least 1, tokens 2, got %s, %s".formatted(warmUpTokens, tokens));
      }
    }
  }

  /// Fast paths: the result is the same to the last bit with them and without.
  ///
  /// @param fastForward whether a state that comes back is recognised, and what would repeat is
  ///   skipped
  /// @param packetTrains whether packets that meet no others are accounted for together instead of
  ///   one by one
  public record Speedups(boolean fastForward, boolean packetTrains) {
    /// Both.
    public static final Speedups ALL = new Speedups(true, true);

    /// Every packet of every token.
    public static final Speedups NONE = new Speedups(false, false);
  }

  /// 4 tokens of every sequence to warm up, begun [Start#SPACED]; all fast paths; scores of the
  /// last token of the prompt; a context that stays; seed 1.
  ///
  /// @param tokens tokens measured
  public static SimulationOptions measuring(int tokens) {
    return new SimulationOptions(
        null, new Window(4, tokens, Start.SPACED), Speedups.ALL, PromptScores.LAST, false, 1);
  }

  Packets packets(Topology topology) {
    return network == null
        ? new Packets(topology.packetBytes(), topology.bufferPackets(), speedups.packetTrains())
        : new Packets(network.packetBytes(), network.bufferPackets(), speedups.packetTrains());
  }

  /// The same with other packets and buffers.
  public SimulationOptions with(Network other) {
    return new SimulationOptions(other, window, speedups, promptScores, contextGrows, seed);
  }

  /// The same with another window.
  public SimulationOptions with(Window other) {
    return new SimulationOptions(network, other, speedups, promptScores, contextGrows, seed);
  }

  /// The same with so many tokens measured.
  public SimulationOptions withTokens(int tokens) {
    return with(new Window(window.warmUpTokens(), tokens, window.start()));
  }

  /// The same with another warm-up.
  public SimulationOptions withWarmUpTokens(int each) {
    return with(new Window(each, window.tokens(), window.start()));
  }

  /// The same with another beginning.
  public SimulationOptions with(Start other) {
    return with(new Window(window.warmUpTokens(), window.tokens(), other));
  }

  /// The same with other fast paths.
  public SimulationOptions with(Speedups other) {
    return new SimulationOptions(network, window, other, promptScores, contextGrows, seed);
  }

  /// The same with scores of other tokens of the prompt.
  public SimulationOptions with(PromptScores other) {
    return new SimulationOptions(network, window, speedups, other, contextGrows, seed);
  }

  /// The same with contexts that grow or stay.
  public SimulationOptions withContextGrowing(boolean grows) {
    return new SimulationOptions(network, window, speedups, promptScores, grows, seed);
  }

  /// The same with another seed.
  public SimulationOptions withSeed(long other) {
    return new SimulationOptions(network, window, speedups, promptScores, contextGrows, other);
  }
}

package org.cimlet.simulate;

import org.cimlet.simulate.network.Packets;

/// How a plan is simulated.
///
/// @param packetBytes bytes of a packet on the links; the last of a message may be shorter
/// @param bufferPackets packets an input buffer behind a link holds beyond those in flight while a
///   credit makes its round trip; with none beyond, a link could not be kept busy
/// @param warmUpTokens tokens every stream writes before anything is measured
/// @param tokens tokens of all streams together that are measured
/// @param start whether streams begin all at once or one after the other
/// @param promptScores whether prefill scores only the last token of a prompt, or every one
/// @param contextGrows whether a stream's context grows with every token; otherwise it stays the
///   scenario's, so that all tokens are alike
/// @param fastForward whether a state that comes back is recognised, and the time until the next
///   change of plan skipped; the result is the same to the last bit
/// @param trains whether packets that meet nobody are accounted for together instead of one by one;
///   the result is the same to the last bit
/// @param seed for the choice of routed experts
public record SimulationOptions(
    int packetBytes,
    int bufferPackets,
    int warmUpTokens,
    int tokens,
    Start start,
    PromptScores promptScores,
    boolean contextGrows,
    boolean fastForward,
    boolean trains,
    long seed) {

  /// Of which tokens of a prompt the head makes scores.
  public enum PromptScores {
    /// Of the last, which is all that answering takes.
    LAST,
    /// Of all, as for judging a text.
    ALL
  }

  /// When streams begin.
  public enum Start {
    /// Evenly over the time a lone stream takes for a token, or as fast as the busiest part allows:
    /// what a server does that has been running for a while. Streams then seldom meet until a part
    /// is busy all the time.
    SPACED,
    /// All at once. Streams then stay behind one another in a convoy, and wait for each other at
    /// every step even where no part is busy all the time.
    TOGETHER
  }

  private static final int MAX_PACKET_BYTES = 1 << 20;

  /// @throws IllegalArgumentException where a count is out of range
  public SimulationOptions {
    if (packetBytes < 1 || packetBytes > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException(
          "a packet must be of 1 to %s bytes, got %s".formatted(MAX_PACKET_BYTES, packetBytes));
    }
    if (bufferPackets < 1 || warmUpTokens < 1 || tokens < 2) {
      throw new IllegalArgumentException(
          "buffers and warm-up must be at least 1, tokens 2, got %s, %s, %s"
              .formatted(bufferPackets, warmUpTokens, tokens));
    }
  }

  /// Packets of 512 bytes, 32 to spare (enough for queries, keys and values of a token on their
  /// way); 4 tokens of every stream to warm up; scores of the last token of the prompt; a context
  /// that stays; seed 1.
  ///
  /// @param tokens tokens measured
  public static SimulationOptions measuring(int tokens) {
    return new SimulationOptions(
        512, 32, 4, tokens, Start.SPACED, PromptScores.LAST, false, true, true, 1);
  }

  Packets packets() {
    return new Packets(packetBytes, bufferPackets, trains);
  }

  /// The same with another size of packets.
  public SimulationOptions withPacketBytes(int bytes) {
    return new SimulationOptions(
        bytes,
        bufferPackets,
        warmUpTokens,
        tokens,
        start,
        promptScores,
        contextGrows,
        fastForward,
        trains,
        seed);
  }

  /// The same with another warm-up.
  public SimulationOptions withWarmUpTokens(int each) {
    return new SimulationOptions(
        packetBytes,
        bufferPackets,
        each,
        tokens,
        start,
        promptScores,
        contextGrows,
        fastForward,
        trains,
        seed);
  }

  /// The same with another beginning.
  public SimulationOptions withStart(Start other) {
    return new SimulationOptions(
        packetBytes,
        bufferPackets,
        warmUpTokens,
        tokens,
        other,
        promptScores,
        contextGrows,
        fastForward,
        trains,
        seed);
  }

  /// The same with so many tokens measured.
  public SimulationOptions withTokens(int measured) {
    return new SimulationOptions(
        packetBytes,
        bufferPackets,
        warmUpTokens,
        measured,
        start,
        promptScores,
        contextGrows,
        fastForward,
        trains,
        seed);
  }

  /// The same with scores of other tokens of the prompt.
  public SimulationOptions withPromptScores(PromptScores scores) {
    return new SimulationOptions(
        packetBytes,
        bufferPackets,
        warmUpTokens,
        tokens,
        start,
        scores,
        contextGrows,
        fastForward,
        trains,
        seed);
  }

  /// The same with contexts that grow or stay.
  public SimulationOptions withContextGrowing(boolean grows) {
    return new SimulationOptions(
        packetBytes,
        bufferPackets,
        warmUpTokens,
        tokens,
        start,
        promptScores,
        grows,
        fastForward,
        trains,
        seed);
  }

  /// The same with or without skipping.
  public SimulationOptions withFastForward(boolean skip) {
    return new SimulationOptions(
        packetBytes,
        bufferPackets,
        warmUpTokens,
        tokens,
        start,
        promptScores,
        contextGrows,
        skip,
        trains,
        seed);
  }

  /// The same with packets accounted for together or one by one.
  public SimulationOptions withTrains(boolean together) {
    return new SimulationOptions(
        packetBytes,
        bufferPackets,
        warmUpTokens,
        tokens,
        start,
        promptScores,
        contextGrows,
        fastForward,
        together,
        seed);
  }

  /// The same with other buffers behind the links.
  public SimulationOptions withBufferPackets(int packets) {
    return new SimulationOptions(
        packetBytes,
        packets,
        warmUpTokens,
        tokens,
        start,
        promptScores,
        contextGrows,
        fastForward,
        trains,
        seed);
  }

  /// The same with another seed.
  public SimulationOptions withSeed(long other) {
    return new SimulationOptions(
        packetBytes,
        bufferPackets,
        warmUpTokens,
        tokens,
        start,
        promptScores,
        contextGrows,
        fastForward,
        trains,
        other);
  }
}

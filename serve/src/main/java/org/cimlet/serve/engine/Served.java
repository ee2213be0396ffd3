package org.cimlet.serve.engine;

import org.cimlet.serve.traffic.Request;

/// A request that was served, and when, in picoseconds from the beginning.
///
/// @param request what was asked
/// @param queuedPs it waits at a server
/// @param startPs it starts there
/// @param firstPs its first token is there
/// @param lastPs its last token is there
/// @param prefixTokens of its prompt that were found computed
/// @param preemptions times it lost its keys and values
/// @param server that wrote its answer, counted over all pools
public record Served(
    Request request,
    long queuedPs,
    long startPs,
    long firstPs,
    long lastPs,
    int prefixTokens,
    int preemptions,
    int server) {
  private static final double PS = 1e-12;

  /// Time to first token.
  public double ttftS() {
    return (firstPs - request.arrivalPs()) * PS;
  }

  /// Time per output token after the first; 0 where there is one token.
  public double tpotS() {
    return request.output() < 2 ? 0 : (lastPs - firstPs) * PS / (request.output() - 1);
  }

  /// From the request to the last token.
  public double endToEndS() {
    return (lastPs - request.arrivalPs()) * PS;
  }

  /// Time it waited for its turn.
  public double queueS() {
    return (startPs - queuedPs) * PS;
  }
}

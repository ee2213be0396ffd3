package org.cimlet.serve.traffic;

import java.util.List;

/// A prompt to be read and an answer to be written.
///
/// @param number in the order of arrival, from 0
/// @param arrivalPs when it is sent, from the beginning of the traffic
/// @param input tokens of the prompt, at least 1
/// @param output tokens of the answer, at least 1
/// @param prefix what the prompt begins with: a number for each block of tokens, equal numbers for
///   equal blocks after equal beginnings; empty where that is not known
/// @param group its class, by its place in [Traffic#classes]
public record Request(
    long number, long arrivalPs, int input, int output, List<Integer> prefix, int group) {
  /// @throws IllegalArgumentException where there are too few tokens
  public Request {
    if (input < 1 || output < 1) {
      throw new IllegalArgumentException(
          "a request must have at least 1 token of each, got %s and %s".formatted(input, output));
    }
  }

  /// Tokens that its keys and values take in the end.
  public int tokens() {
    return input + output;
  }
}

package org.cimlet.serve.traffic;

import java.util.List;

/// Requests that come, the same ones whenever they are asked for.
public interface Traffic {
  /// What it is called: a file's name, or its rule.
  String name();

  /// From the first request.
  Arrivals open();

  /// Names of the classes of requests; one, `all`, where the traffic has none.
  List<String> classes();

  /// What it is in all.
  Facts facts();

  /// Tokens of a block of [Request#prefix]; 0 where prefixes are not known.
  int prefixBlockTokens();

  /// The same requests, their times divided by `scale`.
  Traffic scaled(double scale);

  /// Figures over all requests.
  ///
  /// @param requests how many
  /// @param requestsPerS from the first arrival to the last; 0 in a closed loop
  /// @param meanInput mean tokens of a prompt
  /// @param meanOutput mean tokens of an answer
  /// @param longestInput most tokens of a prompt
  /// @param longest most tokens of prompt and answer together
  record Facts(
      long requests,
      double requestsPerS,
      double meanInput,
      double meanOutput,
      int longestInput,
      int longest) {}
}

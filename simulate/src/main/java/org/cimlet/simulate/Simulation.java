package org.cimlet.simulate;

import java.util.List;
import org.cimlet.plan.ActionCounts;

/// What a machine did with a network in a scenario, event by event.
///
/// @param decode the scenario's batch of sequences
/// @param batch1 one sequence alone; the same as `decode` where the batch is 1
/// @param prefill reading the prompt into an empty package
public record Simulation(Decode decode, Decode batch1, Prefill prefill) {

  /// Generating tokens.
  ///
  /// @param batch sequences decoded together
  /// @param context tokens cached by each, at the beginning where it grows
  /// @param tokens measured
  /// @param spanPs time measured
  /// @param times between two tokens of one sequence
  /// @param tokensPerS of all sequences together
  /// @param relativeConfidence half the 95 % confidence interval of `tokensPerS`, as a share of it
  /// @param bottleneck the busiest part
  /// @param loads every part's load: chiplets, links, host
  /// @param actions what the measured tokens did
  public record Decode(
      int batch,
      int context,
      long tokens,
      long spanPs,
      TokenTimes times,
      double tokensPerS,
      double relativeConfidence,
      Load bottleneck,
      List<Load> loads,
      ActionCounts actions,
      Effort effort) {
    /// Copies the list.
    public Decode {
      loads = List.copyOf(loads);
    }
  }

  /// Whole requests.
  ///
  /// @param answerTokens of each
  /// @param promptsPs until every answer has its first token
  /// @param timePs until every answer is written
  /// @param events that happened
  public record WholeRequests(int answerTokens, long promptsPs, long timePs, long events) {}

  /// What it took to find out.
  ///
  /// @param events that happened while it was measured
  /// @param skippedEvents that would have repeated others
  /// @param skippedTokens of those measured
  /// @param periodTokens after which the state came back; 0 where none was found or looked for
  public record Effort(long events, long skippedEvents, long skippedTokens, int periodTokens) {}

  /// Reading the prompt.
  ///
  /// @param tokens of the prompt
  /// @param chunks it was cut into
  /// @param timeToFirstTokenPs from the prompt's arrival to the first token of the answer
  /// @param bottleneck the busiest part
  /// @param loads every part's load: chiplets, links, host
  /// @param actions what it took
  /// @param events that happened
  public record Prefill(
      int tokens,
      int chunks,
      long timeToFirstTokenPs,
      Load bottleneck,
      List<Load> loads,
      ActionCounts actions,
      long events) {
    /// Copies the list.
    public Prefill {
      loads = List.copyOf(loads);
    }
  }
}

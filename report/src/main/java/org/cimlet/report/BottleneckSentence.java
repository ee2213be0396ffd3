package org.cimlet.report;

import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Plan;
import org.cimlet.quantity.Si;

/// Says in words what limits a figure, and what would move it.
final class BottleneckSentence {
  private BottleneckSentence() {}

  /// What limits many streams.
  static String saturated(Plan plan, Estimate estimate) {
    Estimate.Decode decode = estimate.decode();
    return "%s: %s"
        .formatted(
            subject(decode.saturatedBottleneck()),
            why(plan, estimate, decode.saturatedBottleneck()));
  }

  /// What limits the scenario's batch.
  static String batch(Plan plan, Estimate estimate) {
    Bottleneck limit = estimate.decode().bottleneck();
    return limit.saturated()
        ? saturated(plan, estimate)
        : "a token waits for its own steps; %s of the time goes to %s"
            .formatted(Si.percent(limit.share()), limit.part().label());
  }

  private static String subject(Bottleneck limit) {
    return switch (limit.part()) {
      case HOST_DISPATCH, HOST_COMPUTE, HOST_MEMORY -> limit.part().label() + ", not the chiplets";
      case MACROS, VECTOR_UNIT, CHIPLET_LINKS, HOST_LINKS ->
          limit.part().label() + " (" + limit.name() + ")";
    };
  }

  private static String why(Plan plan, Estimate estimate, Bottleneck limit) {
    Machine machine = plan.machine();
    Estimate.ActionCounts counts = estimate.actions();
    return switch (limit.part()) {
      case MACROS ->
          "its macros read their rows in %s, once for every token"
              .formatted(Si.of(1 / estimate.decode().saturatedTokensPerS(), "s"));
      case VECTOR_UNIT -> "its element-wise work takes longer than its products";
      case CHIPLET_LINKS, HOST_LINKS ->
          "%s cross it for every token".formatted(Si.of(bits(estimate, limit), "bit"));
      case HOST_COMPUTE, HOST_DISPATCH ->
          "%s for every token at %s"
              .formatted(
                  Si.of(counts.hostOps(), "op"), Si.of(machine.host().achievedOpsPerS(), "op/s"));
      case HOST_MEMORY ->
          "it reads %s of keys and values for every token at %s"
              .formatted(
                  Si.of(counts.hostMemoryBits() / 8, "B"),
                  Si.of(machine.host().achievedMemoryBytesPerS(), "B/s"));
    };
  }

  private static double bits(Estimate estimate, Bottleneck limit) {
    return estimate.links().stream()
        .filter(link -> link.name().equals(limit.name()))
        .mapToDouble(Estimate.LinkLoad::bitsPerToken)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no link " + limit.name()));
  }
}

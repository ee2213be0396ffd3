package org.cimlet.compile;

import java.util.Objects;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.quantity.Si;

/// Whether the memories that weights are reloaded from hold them: every host's the whole network,
/// every chiplet's what that chiplet is loaded with.
final class ReloadLimits {
  private final Plan plan;
  private final String network;

  ReloadLimits(Plan plan, String network) {
    this.plan = plan;
    this.network = network;
  }

  /// @throws InvalidInputException where one holds too little
  void check() {
    WeightMemory memory = Objects.requireNonNull(plan.machine().weightMemory());
    if (!memory.atChiplets()) {
      check(network, plan.program().storedBytes(), memory);
      return;
    }
    long[] bits = new long[plan.machine().chiplets()];
    for (int set = 0; set < plan.placement().weightSets(); set++) {
      long[] ofSet = plan.schedule(0).bitsOfChiplets(set);
      for (int chiplet = 0; chiplet < ofSet.length; chiplet++) {
        bits[chiplet] += ofSet[chiplet];
      }
    }
    int most = 0;
    for (int chiplet = 0; chiplet < bits.length; chiplet++) {
      most = bits[chiplet] > bits[most] ? chiplet : most;
    }
    check("what chiplet%s has of %s".formatted(most, network), Math.ceilDiv(bits[most], 8), memory);
  }

  private void check(String what, long bytes, WeightMemory memory) {
    if (bytes > memory.capacityBytes()) {
      throw InvalidInputException.of(
          plan.machine().name(),
          ("must hold %s, %s, in weight_memory, from which its weights are reloaded, got %s"
                  + " (weight_memory.capacity_gb); give it more or keep fewer weights")
              .formatted(
                  what,
                  Si.apartFrom((double) bytes, memory.capacityBytes(), "B"),
                  Si.apartFrom(memory.capacityBytes(), (double) bytes, "B")));
    }
  }
}

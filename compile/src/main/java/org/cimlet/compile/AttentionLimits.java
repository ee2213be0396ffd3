package org.cimlet.compile;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Program;
import org.cimlet.quantity.Si;

/// Keys and values must fit where attention modules keep them.
final class AttentionLimits {
  private AttentionLimits() {}

  /// @throws InvalidInputException where the module of some chiplet has no room for the layers it
  ///   attends for
  static void check(Plan plan) {
    Chiplet.AttentionModule module = plan.machine().chiplet().attention();
    if (module == null) {
      return;
    }
    double[] perStream = bytesPerStream(plan, module);
    int fullest = 0;
    for (int chiplet = 0; chiplet < perStream.length; chiplet++) {
      fullest = perStream[chiplet] > perStream[fullest] ? chiplet : fullest;
    }
    long streams = Math.ceilDiv(plan.scenario().batch(), plan.placement().replicas());
    if (perStream[fullest] * streams > module.memoryBytes()) {
      throw InvalidInputException.of(
          plan.machine().name(),
          ("must keep keys and values of %s streams at context %s beside chiplet %s: %s, got"
                  + " chiplet.attention_module.memory.capacity_mb = %s; lower --batch or --context, or"
                  + " let heads look back less far with --span")
              .formatted(
                  Si.grouped(streams),
                  Si.grouped(plan.scenario().contextTokens()),
                  fullest,
                  Si.of(perStream[fullest] * streams, "B"),
                  Si.plain(module.memoryBytes() / 1e6)));
    }
  }

  /// Whether they fit.
  static boolean hold(Plan plan) {
    try {
      check(plan);
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static double[] bytesPerStream(Plan plan, Chiplet.AttentionModule module) {
    Placement placement = plan.placement();
    Program program = plan.program();
    double[] bytes = new double[plan.machine().chiplets()];
    for (int replica = 0; replica < placement.replicas(); replica++) {
      for (int layer = 0; layer < program.layers().size(); layer++) {
        long elements =
            program.layers().get(layer).attention().cachedElements(plan.scenario().contextTokens());
        bytes[placement.home(replica, layer)] += (double) elements * module.cacheBits() / 8;
      }
    }
    return bytes;
  }
}

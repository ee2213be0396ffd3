package org.cimlet.plan;

import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Program;

/// Everything an engine needs to know.
///
/// @param machine the hardware
/// @param program the network's operations as this machine runs them
/// @param placement which rows sit on which chiplet
/// @param scenario what is asked of it
public record Plan(Machine machine, Program program, Placement placement, Scenario scenario) {
  /// @throws IllegalArgumentException where work is to be done at a layer's home and chiplets have
  ///   no vector unit
  public Plan {
    if (machine.chiplet().vector() == null) {
      for (Block block : program.layers()) {
        for (LocalWork work : block.localWork()) {
          if (work.at() == LocalWork.At.HOME) {
            throw new IllegalArgumentException(
                work + " needs a vector unit, got chiplets without one");
          }
        }
      }
    }
  }

  /// The same with another context.
  public Plan at(int contextTokens) {
    return with(scenario.withContext(contextTokens));
  }

  /// The same, asked something else.
  public Plan with(Scenario other) {
    return new Plan(machine, program, placement, other);
  }

  /// Which step comes when in a replica, and who holds how much of it.
  public Schedule schedule(int replica) {
    return new Schedule(this, replica);
  }
}

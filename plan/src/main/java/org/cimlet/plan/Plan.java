package org.cimlet.plan;

import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Program;

/// Everything an engine needs to know.
///
/// @param machine the hardware
/// @param program the network's operations as this machine runs them
/// @param placement which rows sit on which chiplet
/// @param scenario what is asked of it
public record Plan(Machine machine, Program program, Placement placement, Scenario scenario) {
  /// Which step comes when in a replica, and who holds how much of it.
  public Schedule schedule(int replica) {
    return new Schedule(this, replica);
  }
}

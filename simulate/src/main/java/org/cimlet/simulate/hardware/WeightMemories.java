package org.cimlet.simulate.hardware;

import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.simulate.engine.Event;
import org.cimlet.simulate.engine.EventQueue;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.engine.Server;
import org.cimlet.simulate.engine.StateSnapshot;
import org.jspecify.annotations.Nullable;

/// The memories that weights are loaded from again and again, beside every host or every chiplet;
/// none where all weights stay in the package.
public final class WeightMemories {
  private final Server[] memories;

  WeightMemories(Plan plan, EventQueue events, @Nullable Recorder recorder) {
    WeightMemory memory = plan.machine().weightMemory();
    memories =
        new Server
            [memory != null && plan.placement().isReloaded()
                ? memory.count(plan.machine().topology())
                : 0];
    for (int i = 0; i < memories.length; i++) {
      memories[i] = new Server(events, Event.WEIGHTS_READ, Resource.WEIGHT_MEMORY, i, recorder);
    }
  }

  public int count() {
    return memories.length;
  }

  public Server at(int index) {
    return memories[index];
  }

  void describe(StateSnapshot snapshot) {
    for (Server memory : memories) {
      memory.describe(snapshot);
    }
  }
}

package org.cimlet.run;

import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineFile;
import org.cimlet.network.NetworkSpec;

/// What a [Lever] changes: a network, how its weights are stored, and a machine.
record Design(NetworkSpec network, WeightStorage weights, MachineFile file) {
  Design with(NetworkSpec other) {
    return new Design(other, weights, file);
  }

  Design with(MachineFile other) {
    return new Design(network, weights, other);
  }
}

package org.cimlet.estimate.timing;

import java.util.Objects;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.LocalWork;

/// Time of work at a layer's home: its vector unit waits, then computes, while its state passes the
/// die's wires; the longer of the two is waited for.
///
/// @param controlS for which the vector unit waits, whatever the tokens
/// @param computeS of the vector unit, for a token
/// @param wiresS of the state, read and written once, whatever the tokens
public record HomeTiming(double controlS, double computeS, double wiresS) {
  public static HomeTiming of(Chiplet chiplet, LocalWork work) {
    Chiplet.VectorUnit unit = Objects.requireNonNull(chiplet.vector());
    return new HomeTiming(
        chiplet.losses().stepControlS(),
        work.operations() / unit.operationsPerS(),
        work.stateBits() / chiplet.distributionBitsPerS());
  }
}

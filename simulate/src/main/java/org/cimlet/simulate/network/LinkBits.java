package org.cimlet.simulate.network;

import java.util.Arrays;
import org.cimlet.simulate.engine.StateSnapshot;

/// Bits times links crossed, by the pass they were sent for.
public final class LinkBits {
  private long[] ofPass = new long[16];

  void add(int pass, long bits) {
    int at = pass + 1; // what belongs to no pass comes first
    if (at >= ofPass.length) {
      ofPass = Arrays.copyOf(ofPass, 2 * at);
    }
    ofPass[at] += bits;
  }

  /// What was sent for a pass since this was last asked.
  public long take(int pass) {
    int at = pass + 1;
    if (at >= ofPass.length) {
      return 0;
    }
    long bits = ofPass[at];
    ofPass[at] = 0;
    return bits;
  }

  void describe(StateSnapshot snapshot) {
    for (long bits : ofPass) {
      snapshot.add(bits);
    }
  }
}

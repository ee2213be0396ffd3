package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.AttentionWork.Reach;

/// What one layer's attention costs whoever does it.
///
/// @param ops operations
/// @param bits read and written
record AttentionCost(double ops, double bits) {

  /// Of one decoded token.
  static AttentionCost ofToken(AttentionWork work, int context, HostTiming timing) {
    double ops = 0;
    double read = 0;
    List<Reach> reaches = work.reaches();
    for (int i = 0; i < reaches.size(); i++) {
      Reach reach = reaches.get(i);
      ops += timing.attentionOps(reach, reach.positions(context));
      read += timing.cacheBits(reach, reach.positions(context));
    }
    return new AttentionCost(ops, read + timing.writtenBits(work));
  }

  /// Of a chunk of a prompt.
  static AttentionCost ofChunk(
      AttentionWork work, PrefillShape prompt, int chunk, HostTiming timing) {
    double ops = 0;
    double read = 0;
    List<Reach> reaches = work.reaches();
    for (int i = 0; i < reaches.size(); i++) {
      Reach reach = reaches.get(i);
      ops += timing.attentionOps(reach, prompt.attendedBy(chunk, reach.window()));
      read += timing.cacheBits(reach, prompt.readBy(chunk, reach.window()));
    }
    return new AttentionCost(ops, read + timing.writtenBits(work) * prompt.tokens(chunk));
  }
}

package org.cimlet.estimate;

import java.util.List;
import org.cimlet.plan.AttentionWork;
import org.cimlet.plan.AttentionWork.Reach;

/// What one layer's attention costs whoever does it: for one decoded token, for all chunks of a
/// prompt before the last, and for the last.
///
/// @param ops of the token
/// @param bits the token reads and writes
record AttentionCost(
    double ops, double bits, double opsBefore, double bitsBefore, double opsLast, double bitsLast) {

  static AttentionCost of(
      AttentionWork work, int context, PrefillShape prefill, HostTiming timing) {
    double tokenOps = 0;
    double tokenRead = 0;
    double opsBefore = 0;
    double readBefore = 0;
    double opsLast = 0;
    double readLast = 0;
    List<Reach> reaches = work.reaches();
    for (int i = 0; i < reaches.size(); i++) {
      Reach reach = reaches.get(i);
      int window = reach.window();
      tokenOps += timing.attentionOps(reach, reach.positions(context));
      tokenRead += timing.cacheBits(reach, reach.positions(context));
      double pairsBefore = PrefillShape.attended(prefill.before(), window);
      double pairs = PrefillShape.attended(prefill.tokens(), window);
      opsBefore += timing.attentionOps(reach, pairsBefore);
      opsLast += timing.attentionOps(reach, pairs - pairsBefore);
      double positionsBefore = prefill.read(prefill.chunks() - 1, window);
      double positions = prefill.read(prefill.chunks(), window);
      readBefore += timing.cacheBits(reach, positionsBefore);
      readLast += timing.cacheBits(reach, positions - positionsBefore);
    }
    double written = timing.writtenBits(work);
    return new AttentionCost(
        tokenOps,
        tokenRead + written,
        opsBefore,
        readBefore + written * prefill.before(),
        opsLast,
        readLast + written * prefill.lastChunk());
  }
}

package org.cimlet.serve.law;

import org.cimlet.plan.Plan;
import org.cimlet.plan.SequenceMemory;
import org.cimlet.serve.engine.KvSpec;

/// The memory of a package that keys and values fill first.
///
/// @param capacityBytes of all sequences together; [Long#MAX_VALUE] where they keep nothing
/// @param bytes of a sequence, by its tokens
public record KvRoom(long capacityBytes, KvSpec.Bytes bytes) {
  /// @param longest tokens of a sequence that are asked for
  public static KvRoom of(Plan plan, int longest) {
    int[] knots = Table.knots(longest);
    SequenceMemory.Store tightest = SequenceMemory.of(plan.at(longest)).tightest().orElse(null);
    if (tightest == null) {
      return new KvRoom(Long.MAX_VALUE, _ -> 0);
    }
    Table bytes =
        Table.of(
            knots,
            at ->
                SequenceMemory.of(plan.at(at)).stores().stream()
                    .filter(
                        store -> store.place() == tightest.place() && store.die() == tightest.die())
                    .mapToDouble(SequenceMemory.Store::sequenceBytes)
                    .max()
                    .orElse(0));
    long[] whole = new long[longest + 1];
    for (int tokens = 1; tokens <= longest; tokens++) {
      whole[tokens] = (long) Math.ceil(bytes.at(tokens));
    }
    return new KvRoom((long) (tightest.roomBytes() * tightest.shares()), at -> whole[at]);
  }
}

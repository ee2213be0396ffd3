package org.cimlet.simulate.token;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Admits sequences at equal distances in time, all at once where that is 0: the batch of a steady
/// state, in which none ends.
public final class EqualSpacing implements Admission {
  private final List<Sequence> sequences;
  private final long spacingPs;
  private int next;

  /// Of several sequences the first starts at once.
  public EqualSpacing(List<Sequence> sequences, long spacingPs) {
    this.sequences = List.copyOf(sequences);
    this.spacingPs = spacingPs;
  }

  @Override
  public @Nullable Sequence next(long nowPs, int running) {
    return next < sequences.size() && next * spacingPs <= nowPs ? sequences.get(next++) : null;
  }

  @Override
  public long nextArrivalPs(long nowPs) {
    return next < sequences.size() ? next * spacingPs : NEVER;
  }
}

package org.cimlet.simulate.hardware;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.machine.Dies;
import org.cimlet.simulate.ActionCounts;
import org.cimlet.simulate.engine.StateSnapshot;

/// Counts what was done; a stream's counts join the run's when its token is done.
public final class ActionTally {
  private static final int OF_KIND = 7;
  private static final int ROW_READS = 0;
  private static final int BITS_READ = 1;
  private static final int MASKS = 2;
  private static final int ACTIVATIONS = 3;
  private static final int CONVERSIONS = 4;
  private static final int DRIVES = 5;
  private static final int BUFFER_BITS = 6;

  private final Dies dies;
  private final long[] ofKind;
  private long vectorOps;
  private long attentionOps;
  private long attentionMemoryBits;
  private long linkBits;
  private long hostOps;
  private long hostMemoryBits;
  private long loadedBits;

  /// Nothing done by these dies.
  public ActionTally(Dies dies) {
    this.dies = dies;
    ofKind = new long[OF_KIND * dies.kinds().size()];
  }

  private int of(int die) {
    return OF_KIND * dies.kindOf(die);
  }

  /// Counts what a die decodes, converts and drives in passes through weights.
  public void addPasses(int die, long maskDecodes, long conversions, long drives) {
    int at = of(die);
    ofKind[at + MASKS] += maskDecodes;
    ofKind[at + CONVERSIONS] += conversions;
    ofKind[at + DRIVES] += drives;
  }

  /// Counts what a die's arrays do.
  ///
  /// @param bits read or written, those of the rows included
  public void addArrays(int die, long rows, long bits, long activations, long bufferBits) {
    int at = of(die);
    ofKind[at + ROW_READS] += rows;
    ofKind[at + BITS_READ] += bits;
    ofKind[at + ACTIVATIONS] += activations;
    ofKind[at + BUFFER_BITS] += bufferBits;
  }

  public void addVectorOps(long ops) {
    vectorOps += ops;
  }

  public void addAttention(long ops, long memoryBits) {
    attentionOps += ops;
    attentionMemoryBits += memoryBits;
  }

  public void addLinkBits(long bits) {
    linkBits += bits;
  }

  public void addHostOps(long ops) {
    hostOps += ops;
  }

  public void addHostMemoryBits(long bits) {
    hostMemoryBits += bits;
  }

  public void addLoadedBits(long bits) {
    loadedBits += bits;
  }

  /// Adds another's counts, which start again from zero.
  public void take(ActionTally other) {
    add(other, 1);
    other.clear();
  }

  /// Adds another's counts `times` over.
  public void add(ActionTally other, long times) {
    for (int i = 0; i < ofKind.length; i++) {
      ofKind[i] += times * other.ofKind[i];
    }
    vectorOps += times * other.vectorOps;
    attentionOps += times * other.attentionOps;
    attentionMemoryBits += times * other.attentionMemoryBits;
    linkBits += times * other.linkBits;
    hostOps += times * other.hostOps;
    hostMemoryBits += times * other.hostMemoryBits;
    loadedBits += times * other.loadedBits;
  }

  public ActionTally copy() {
    ActionTally copy = new ActionTally(dies);
    copy.add(this, 1);
    return copy;
  }

  void clear() {
    Arrays.fill(ofKind, 0);
    vectorOps = 0;
    attentionOps = 0;
    attentionMemoryBits = 0;
    linkBits = 0;
    hostOps = 0;
    hostMemoryBits = 0;
    loadedBits = 0;
  }

  public ActionCounts counts() {
    List<ActionCounts.KindActions> kinds = new ArrayList<>();
    for (int kind = 0; kind < dies.kinds().size(); kind++) {
      int at = OF_KIND * kind;
      int columns = dies.kinds().get(kind).chiplet().macro().inputsPerRow();
      kinds.add(
          new ActionCounts.KindActions(
              ofKind[at + ROW_READS],
              ofKind[at + BITS_READ],
              Math.multiplyExact(ofKind[at + ROW_READS], columns),
              ofKind[at + MASKS],
              ofKind[at + ACTIVATIONS],
              ofKind[at + CONVERSIONS],
              ofKind[at + DRIVES],
              ofKind[at + BUFFER_BITS]));
    }
    return new ActionCounts(
        kinds,
        vectorOps,
        attentionOps,
        attentionMemoryBits,
        linkBits,
        hostOps,
        hostMemoryBits,
        loadedBits);
  }

  public void describe(StateSnapshot snapshot) {
    for (long count : ofKind) {
      snapshot.add(count);
    }
    snapshot.add(vectorOps);
    snapshot.add(attentionOps);
    snapshot.add(attentionMemoryBits);
    snapshot.add(linkBits);
    snapshot.add(hostOps);
    snapshot.add(hostMemoryBits);
    snapshot.add(loadedBits);
  }
}

package org.cimlet.simulate;

/// Counts what was done; a stream's counts join the run's when its token is done.
final class ActionTally {
  private long rowReads;
  private long bitsRead;
  private long maskDecodes;
  private long activations;
  private long conversions;
  private long drives;
  private long bufferBits;
  private long vectorOps;
  private long attentionOps;
  private long attentionMemoryBits;
  private long linkBits;
  private long hostOps;
  private long hostMemoryBits;
  private long loadedBits;

  /// Counts what a chiplet does in a step, `times` over.
  ///
  /// @param resultBits bits of its outputs
  void addWork(StepWork work, int slot, long times, long resultBits) {
    rowReads += times * work.rowReads(slot);
    bitsRead += times * work.bitsRead(slot);
    maskDecodes += times * work.maskDecodes(slot);
    activations += times * work.activations(slot);
    conversions += times * work.conversions(slot);
    drives += times * work.drives(slot);
    bufferBits += times * work.inputBits(slot) + resultBits;
  }

  void addVectorOps(long ops) {
    vectorOps += ops;
  }

  void addAttention(long ops, long memoryBits) {
    attentionOps += ops;
    attentionMemoryBits += memoryBits;
  }

  void addLinkBits(long bits) {
    linkBits += bits;
  }

  void addHostOps(long ops) {
    hostOps += ops;
  }

  void addHostMemoryBits(long bits) {
    hostMemoryBits += bits;
  }

  void addLoadedBits(long bits) {
    loadedBits += bits;
  }

  /// Adds another's counts, which start again from zero.
  void take(ActionTally other) {
    add(other, 1);
    other.clear();
  }

  /// Adds another's counts `times` over.
  void add(ActionTally other, long times) {
    rowReads += times * other.rowReads;
    bitsRead += times * other.bitsRead;
    maskDecodes += times * other.maskDecodes;
    activations += times * other.activations;
    conversions += times * other.conversions;
    drives += times * other.drives;
    bufferBits += times * other.bufferBits;
    vectorOps += times * other.vectorOps;
    attentionOps += times * other.attentionOps;
    attentionMemoryBits += times * other.attentionMemoryBits;
    linkBits += times * other.linkBits;
    hostOps += times * other.hostOps;
    hostMemoryBits += times * other.hostMemoryBits;
    loadedBits += times * other.loadedBits;
  }

  ActionTally copy() {
    ActionTally copy = new ActionTally();
    copy.add(this, 1);
    return copy;
  }

  void clear() {
    rowReads = 0;
    bitsRead = 0;
    maskDecodes = 0;
    activations = 0;
    conversions = 0;
    drives = 0;
    bufferBits = 0;
    vectorOps = 0;
    attentionOps = 0;
    attentionMemoryBits = 0;
    linkBits = 0;
    hostOps = 0;
    hostMemoryBits = 0;
    loadedBits = 0;
  }

  /// @param columns multiplies of one row
  ActionCounts counts(int columns) {
    return new ActionCounts(
        rowReads,
        bitsRead,
        Math.multiplyExact(rowReads, columns),
        maskDecodes,
        activations,
        conversions,
        drives,
        bufferBits,
        vectorOps,
        attentionOps,
        attentionMemoryBits,
        linkBits,
        hostOps,
        hostMemoryBits,
        loadedBits);
  }

  void describe(StateImage image) {
    image.add(rowReads);
    image.add(bitsRead);
    image.add(maskDecodes);
    image.add(activations);
    image.add(conversions);
    image.add(drives);
    image.add(bufferBits);
    image.add(vectorOps);
    image.add(attentionOps);
    image.add(attentionMemoryBits);
    image.add(linkBits);
    image.add(hostOps);
    image.add(hostMemoryBits);
    image.add(loadedBits);
  }
}

package org.cimlet.execute.transformer;

import org.cimlet.execute.network.Architecture;

/// What a sequence leaves behind: how many tokens were read, their keys and values in each layer
/// that attends, and the state of each that keeps one. Mutable, for one thread.
public final class KvCache {
  private final int capacity;
  private final int keySize;
  private final int valueSize;
  private final float[][] keys;
  private final float[][] values;
  private final float[][] states;
  private final float[][] indexed;
  private int length;

  /// A cache of a sequence of which nothing has been read.
  ///
  /// @param capacity tokens there is room for
  /// @throws IllegalArgumentException if it is below one, above the architecture's longest context,
  ///   or a layer's cache would have more than 2^31 - 1 elements
  public KvCache(Architecture architecture, int capacity) {
    long elements = (long) capacity * Math.max(architecture.keySize(), architecture.valueSize());
    if (capacity < 1 || capacity > architecture.maxContext() || elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a KV cache holds 1 to %s tokens of %s elements, got %s"
              .formatted(architecture.maxContext(), architecture.keySize(), capacity));
    }
    this.capacity = capacity;
    this.keySize = architecture.keySize();
    this.valueSize = architecture.valueSize();
    this.keys = new float[architecture.layers()][];
    this.values = new float[architecture.layers()][];
    this.states = new float[architecture.layers()][];
    this.indexed = new float[architecture.layers()][];
    for (int layer = 0; layer < architecture.layers(); layer++) {
      boolean attends = architecture.attends(layer);
      keys[layer] = new float[attends ? capacity * keySize : 0];
      values[layer] = new float[attends ? capacity * valueSize : 0];
      indexed[layer] =
          new float[Math.multiplyExact(capacity, architecture.indexer(layer).headDim())];
      states[layer] = new float[Math.toIntExact(architecture.recurrence(layer).stateElements())];
    }
  }

  /// Tokens there is room for.
  public int capacity() {
    return capacity;
  }

  /// Tokens read so far.
  public int length() {
    return length;
  }

  void advance(int tokens) {
    length += tokens;
  }

  /// Keys of a layer, position after position.
  float[] keys(int layer) {
    return keys[layer];
  }

  /// Values of a layer, position after position.
  float[] values(int layer) {
    return values[layer];
  }

  /// The state of a layer, what its convolution has seen in front; empty where it keeps none.
  float[] state(int layer) {
    return states[layer];
  }

  /// Keys of a layer's indexer, position after position; empty where it has none.
  float[] indexed(int layer) {
    return indexed[layer];
  }

  /// Stores a key and a value.
  void put(int layer, int position, float[] from, int keyAt, int valueAt) {
    System.arraycopy(from, keyAt, keys[layer], position * keySize, keySize);
    System.arraycopy(from, valueAt, values[layer], position * valueSize, valueSize);
  }
}

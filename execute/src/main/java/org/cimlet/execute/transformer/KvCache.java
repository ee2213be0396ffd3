package org.cimlet.execute.transformer;

import org.cimlet.execute.network.Architecture;

/// The KV cache of one sequence: how many tokens were read, and their keys and values in each
/// layer. Mutable, for one thread.
public final class KvCache {
  private final int capacity;
  private final int rowSize;
  private final float[][] keys;
  private final float[][] values;
  private int length;

  /// A cache of a sequence of which nothing has been read.
  ///
  /// @param capacity tokens there is room for
  /// @throws IllegalArgumentException if it is below one, above the architecture's longest context,
  ///   or a layer's cache would have more than 2^31 - 1 elements
  public KvCache(Architecture architecture, int capacity) {
    long elements = (long) capacity * architecture.keyValueSize();
    if (capacity < 1 || capacity > architecture.maxContext() || elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a KV cache holds 1 to %s tokens of %s elements, got %s"
              .formatted(architecture.maxContext(), architecture.keyValueSize(), capacity));
    }
    this.capacity = capacity;
    this.rowSize = architecture.keyValueSize();
    this.keys = new float[architecture.layers()][(int) elements];
    this.values = new float[architecture.layers()][(int) elements];
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

  /// Stores a key and a value.
  void put(int layer, int position, float[] from, int keyAt, int valueAt) {
    System.arraycopy(from, keyAt, keys[layer], position * rowSize, rowSize);
    System.arraycopy(from, valueAt, values[layer], position * rowSize, rowSize);
  }
}

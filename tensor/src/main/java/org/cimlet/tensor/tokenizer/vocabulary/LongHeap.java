package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.Arrays;

/// A binary heap of longs, least first.
public final class LongHeap {
  private long[] items = new long[16];
  private int size;

  public boolean isEmpty() {
    return size == 0;
  }

  public void add(long item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    int at = size++;
    while (at > 0 && items[(at - 1) / 2] > item) {
      items[at] = items[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    items[at] = item;
  }

  public long removeLeast() {
    long least = items[0];
    long item = items[--size];
    int at = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && items[child + 1] < items[child]) {
        child++;
      }
      if (items[child] >= item) {
        break;
      }
      items[at] = items[child];
      at = child;
      child = 2 * at + 1;
    }
    items[at] = item;
    return least;
  }
}

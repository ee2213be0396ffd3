package org.cimlet.tensor.tokenizer;

import java.util.Arrays;

/// Tokens while they are being found.
final class IntList {
  private int[] items = new int[16];
  private int size;

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  void addAll(int[] more) {
    for (int item : more) {
      add(item);
    }
  }

  boolean endsWith(int item) {
    return size > 0 && items[size - 1] == item;
  }

  int[] toArray() {
    return Arrays.copyOf(items, size);
  }
}

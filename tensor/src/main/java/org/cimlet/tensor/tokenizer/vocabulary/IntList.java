package org.cimlet.tensor.tokenizer.vocabulary;

import java.util.Arrays;

/// Tokens while they are being found.
public final class IntList {
  private int[] items = new int[16];
  private int size;

  public void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  public void addAll(int[] more) {
    for (int item : more) {
      add(item);
    }
  }

  public boolean endsWith(int item) {
    return size > 0 && items[size - 1] == item;
  }

  public int[] toArray() {
    return Arrays.copyOf(items, size);
  }
}

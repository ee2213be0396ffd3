package org.cimlet.serve.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers for things that come and go, the smallest that is free first.
final class Places<T> {
  private final List<@Nullable T> things = new ArrayList<>();
  private final BitSet taken = new BitSet();
  private int firstFree;

  /// Gives a thing a number.
  int take(T thing) {
    int place = taken.nextClearBit(firstFree);
    taken.set(place);
    firstFree = place + 1;
    if (place == things.size()) {
      things.add(thing);
    } else {
      things.set(place, thing);
    }
    return place;
  }

  /// What has a number; null where it has left.
  @Nullable T at(int place) {
    return things.get(place);
  }

  void leave(int place) {
    things.set(place, null);
    taken.clear(place);
    firstFree = Math.min(firstFree, place);
  }
}

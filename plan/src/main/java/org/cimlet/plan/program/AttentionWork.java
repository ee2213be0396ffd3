package org.cimlet.plan.program;

import java.util.ArrayList;
import java.util.List;

/// What attention asks of whoever does it, for one token in one layer.
///
/// Heads may look back differently far: each [WindowGroup] stands for those that look equally far.
///
/// @param windowGroups by how far they look back, the nearest first; no two the same
/// @param head what one head multiplies
public record AttentionWork(List<WindowGroup> windowGroups, Head head) implements FollowUp {
  /// No attention: a layer that looks back on nothing.
  public static final AttentionWork NONE = new AttentionWork(List.of(), new Head(0, 0, false));

  /// Operations of attention that follow on each other: scores, softmax, weighted values. Each
  /// needs all of the one before.
  public static final int DEPENDENT_OPERATIONS = 3;

  /// Operations of softmax for a score: subtract the maximum, exponential, sum, divide, weight.
  public static final int SOFTMAX_OPS = 5;

  /// One head.
  ///
  /// @param keyElements of a key, multiplied by a query to make a score
  /// @param valueElements of a value, weighted by a score
  /// @param valueInKey whether the value is a part of the key, cached once: latent attention
  public record Head(int keyElements, int valueElements, boolean valueInKey) {
    /// Elements cached for a position.
    public int cachedElements() {
      return valueInKey ? keyElements : keyElements + valueElements;
    }

    /// Multiply-accumulates for a position: score and weighted value.
    public long macs() {
      return (long) keyElements + valueElements;
    }
  }

  /// What heads that look equally far back ask for each position they look back on.
  ///
  /// A key and its value are shared by a group of heads and are read as far back as the farthest of
  /// them looks, so heads and what they share are counted each with their own window.
  ///
  /// @param window positions looked back on at most, the token's own included; [Integer#MAX_VALUE]
  ///   where nothing limits it
  /// @param caches keys with their values read as far back as that
  /// @param heads that look as far back as that; each has its softmax
  public record WindowGroup(int window, int caches, int heads) {
    /// Positions looked back on with `context` tokens cached.
    public int positions(int context) {
      return Math.min(context, window);
    }
  }

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException where it is not in order
  public AttentionWork {
    windowGroups = List.copyOf(windowGroups);
    for (int i = 0; i < windowGroups.size(); i++) {
      if (windowGroups.get(i).window() < 1
          || (i > 0 && windowGroups.get(i).window() <= windowGroups.get(i - 1).window())) {
        throw new IllegalArgumentException("windowGroups must be in order, got " + windowGroups);
      }
    }
  }

  /// Attention whose heads all look equally far back.
  public static AttentionWork uniform(int caches, int heads, int window, Head head) {
    return new AttentionWork(List.of(new WindowGroup(window, caches, heads)), head);
  }

  /// Whether some head looks back; false for [#NONE].
  public boolean attends() {
    return !windowGroups.isEmpty();
  }

  /// Heads there are.
  public int heads() {
    int heads = 0;
    for (WindowGroup group : windowGroups) {
      heads += group.heads();
    }
    return heads;
  }

  /// Elements of queries, keys and values that attention takes in.
  public int inputElements() {
    return heads() * head.keyElements() + cacheElements();
  }

  /// Elements of weighted values that it makes.
  public int outputElements() {
    return heads() * head.valueElements();
  }

  /// Keys with their values that a token adds.
  public int caches() {
    int caches = 0;
    for (WindowGroup group : windowGroups) {
      caches += group.caches();
    }
    return caches;
  }

  /// Elements read for each position of a reach.
  public int cacheElements(WindowGroup reach) {
    return reach.caches() * head.cachedElements();
  }

  /// Multiply-accumulates for each position of a reach.
  public long macs(WindowGroup reach) {
    return reach.heads() * head.macs();
  }

  /// Operations for each position of a group: score and weighted value, two for each
  /// multiply-accumulate, and softmax.
  public long operations(WindowGroup group) {
    return 2 * macs(group) + (long) SOFTMAX_OPS * group.heads();
  }

  /// Elements of keys and values a token adds to the cache.
  public int cacheElements() {
    return caches() * head.cachedElements();
  }

  /// Elements of keys and values a token reads with `context` tokens cached, which are those that
  /// must be kept.
  public long cachedElements(int context) {
    long elements = 0;
    for (WindowGroup reach : windowGroups) {
      elements += (long) reach.positions(context) * cacheElements(reach);
    }
    return elements;
  }

  /// Multiply-accumulates of a token with `context` tokens cached.
  public long macs(int context) {
    long macs = 0;
    for (WindowGroup reach : windowGroups) {
      macs += reach.positions(context) * macs(reach);
    }
    return macs;
  }

  /// The part that falls to one of several dies that share a layer's attention: keys with their
  /// values are dealt out one by one, and heads go with theirs. Where heads look differently far
  /// back, heads are dealt out like keys, each by itself.
  ///
  /// @param die from 0
  /// @param of dies, at most as many as there are [#caches]
  public AttentionWork part(int die, int of) {
    if (of == 1) {
      return this;
    }
    List<WindowGroup> part = new ArrayList<>();
    int cachesBefore = 0;
    int headsBefore = 0;
    for (WindowGroup reach : windowGroups) {
      int caches = dealt(cachesBefore, reach.caches(), die, of);
      int heads =
          windowGroups.size() == 1
              ? caches * (reach.heads() / reach.caches())
              : dealt(headsBefore, reach.heads(), die, of);
      cachesBefore += reach.caches();
      headsBefore += reach.heads();
      if (caches + heads > 0) {
        part.add(new WindowGroup(reach.window(), caches, heads));
      }
    }
    return new AttentionWork(part, head);
  }

  /// Of `count` that follow on `before` others, those that fall to a die.
  private static int dealt(int before, int count, int die, int of) {
    return below(before + count, die, of) - below(before, die, of);
  }

  private static int below(int end, int die, int of) {
    return Math.floorDiv(end - die - 1, of) + 1;
  }
}

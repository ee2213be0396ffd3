package org.cimlet.plan.program;

import java.util.ArrayList;
import java.util.List;

/// What attention asks of whoever does it, for one token in one layer.
///
/// Heads may look back differently far: each [WindowGroup] stands for those that look equally far.
///
/// Sparse attention scores every cached position first, with heads of an indexer whose keys are
/// cached too, and looks back on the positions with the highest scores alone. Those heads are a
/// group of their own: they weigh no value.
///
/// @param windowGroups by how far they look back, the nearest first; no two the same
public record AttentionWork(List<WindowGroup> windowGroups) implements FollowUp {
  /// No attention: a layer that looks back on nothing.
  public static final AttentionWork NONE = new AttentionWork(List.of());

  /// Operations of attention that follow on each other: scores, softmax, weighted values. Each
  /// needs all of the one before.
  private static final int DEPENDENT_OPERATIONS = 3;

  /// Those of an indexer before them: scores, and the choice of the highest.
  private static final int OF_AN_INDEXER = 2;

  /// Operations of softmax for a score: subtract the maximum, exponential, sum, divide, weight. An
  /// indexer's score takes as many: rectify, weigh, add to those of the other heads, compare, move.
  public static final int SOFTMAX_OPS = 5;

  /// One head: what it multiplies.
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
  /// @param kept positions whose keys and values are kept at most: the window, or more where a
  ///   token picks the positions it looks back on
  /// @param caches keys with their values read as far back as that
  /// @param heads that look as far back as that; each has its softmax
  /// @param head what one of them multiplies
  public record WindowGroup(int window, int kept, int caches, int heads, Head head) {
    /// Heads that look back on all that is kept.
    public WindowGroup(int window, int caches, int heads, Head head) {
      this(window, window, caches, heads, head);
    }

    /// Positions looked back on with `context` tokens cached.
    public int positions(int context) {
      return Math.min(context, window);
    }

    /// Positions kept with `context` tokens cached.
    public int positionsKept(int context) {
      return Math.min(context, kept);
    }

    /// Whether each token picks the positions it looks back on, so that tokens that pass together
    /// share none.
    public boolean picks() {
      return kept > window;
    }

    /// Elements read for each position.
    public int cacheElements() {
      return caches * head.cachedElements();
    }

    /// Multiply-accumulates for each position.
    public long macs() {
      return heads * head.macs();
    }

    /// Operations for each position: score and weighted value, two for each multiply-accumulate,
    /// and softmax.
    public long operations() {
      return 2 * macs() + (long) SOFTMAX_OPS * heads;
    }

    private boolean isIndexer() {
      return head.valueElements() == 0;
    }

    private WindowGroup part(int ofCaches, int ofHeads) {
      return new WindowGroup(window, kept, ofCaches, ofHeads, head);
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
    return new AttentionWork(List.of(new WindowGroup(window, caches, heads, head)));
  }

  /// Attention that looks back on the positions an indexer picks, where there are more than so
  /// many.
  ///
  /// @param picked positions
  /// @param indexer the indexer's heads, which share one key
  public static AttentionWork picked(
      int caches, int heads, Head head, int picked, int indexerHeads, Head indexer) {
    return new AttentionWork(
        List.of(
            new WindowGroup(picked, Integer.MAX_VALUE, caches, heads, head),
            new WindowGroup(Integer.MAX_VALUE, 1, indexerHeads, indexer)));
  }

  /// Whether some head looks back; false for [#NONE].
  public boolean attends() {
    return !windowGroups.isEmpty();
  }

  /// Whether an indexer picks the positions looked back on.
  public boolean picks() {
    return windowGroups.stream().anyMatch(WindowGroup::picks);
  }

  /// Operations that follow on each other, each of which needs all of the one before.
  public int dependentOperations() {
    return picks() ? OF_AN_INDEXER + DEPENDENT_OPERATIONS : DEPENDENT_OPERATIONS;
  }

  /// Elements of queries, keys and values that attention takes in; an indexer takes a weight for
  /// each of its heads.
  public int inputElements() {
    int elements = cacheElements();
    for (WindowGroup group : windowGroups) {
      elements += group.heads() * group.head().keyElements();
      elements += group.isIndexer() ? group.heads() : 0;
    }
    return elements;
  }

  /// Elements of weighted values that it makes.
  public int outputElements() {
    int elements = 0;
    for (WindowGroup group : windowGroups) {
      elements += group.heads() * group.head().valueElements();
    }
    return elements;
  }

  /// Keys with their values that a token adds, those of an indexer left out: as many dies may share
  /// a layer.
  public int caches() {
    int caches = 0;
    for (WindowGroup group : windowGroups) {
      caches += group.isIndexer() ? 0 : group.caches();
    }
    return caches;
  }

  /// Elements of keys and values a token adds to the cache.
  public int cacheElements() {
    int elements = 0;
    for (WindowGroup group : windowGroups) {
      elements += group.cacheElements();
    }
    return elements;
  }

  /// Elements of keys and values kept with `context` tokens cached.
  public long cachedElements(int context) {
    long elements = 0;
    for (WindowGroup group : windowGroups) {
      elements += (long) group.positionsKept(context) * group.cacheElements();
    }
    return elements;
  }

  /// Elements of keys and values a token reads with `context` tokens cached: all that are kept,
  /// unless it picks some.
  public long readElements(int context) {
    long elements = 0;
    for (WindowGroup group : windowGroups) {
      elements += (long) group.positions(context) * group.cacheElements();
    }
    return elements;
  }

  /// Multiply-accumulates of a token with `context` tokens cached.
  public long macs(int context) {
    long macs = 0;
    for (WindowGroup group : windowGroups) {
      macs += group.positions(context) * group.macs();
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
        part.add(reach.part(caches, heads));
      }
    }
    return new AttentionWork(part);
  }

  /// Of `count` that follow on `before` others, those that fall to a die.
  private static int dealt(int before, int count, int die, int of) {
    return below(before + count, die, of) - below(before, die, of);
  }

  private static int below(int end, int die, int of) {
    return Math.floorDiv(end - die - 1, of) + 1;
  }
}

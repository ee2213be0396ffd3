package org.cimlet.simulate.token;

import java.util.BitSet;

/// Which of a layer's routed copies each token of a sequence uses: every set of `active` copies is
/// equally likely.
///
/// The choice follows from the seed, the sequence, the token and the layer alone, so that neither
/// the order of events nor the number of threads changes it, and both halves of an expert are
/// asked.
final class ExpertChoice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int copies;
  private final int active;
  private final int[] deck;
  private final int[] taken;
  private int[] chosen = new int[0];
  private int tokens;
  private long random;

  ExpertChoice(int copies, int active) {
    this.copies = copies;
    this.active = active;
    taken = new int[active];
    deck = new int[copies];
    for (int i = 0; i < copies; i++) {
      deck[i] = i;
    }
  }

  /// Chooses for `count` tokens from `firstToken` on.
  void draw(long seed, int sequence, long firstToken, int count, int layer) {
    if (chosen.length < count * active) {
      chosen = new int[count * active];
    }
    tokens = count;
    for (int token = 0; token < count; token++) {
      random = mix(mix(mix(seed + GOLDEN * sequence) + firstToken + token) + layer);
      for (int a = 0; a < active; a++) {
        int at = a + below(copies - a);
        chosen[token * active + a] = deck[at];
        deck[at] = deck[a];
        taken[a] = at;
      }
      for (int a = 0; a < active; a++) {
        deck[taken[a]] = taken[a]; // whole again: no choice depends on those before it
      }
    }
  }

  private int below(int bound) {
    random += GOLDEN;
    return (int) (((mix(random) >>> 32) * bound) >>> 32);
  }

  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// Whether it is for linears of this shape.
  boolean fits(int ofCopies, int ofActive) {
    return copies == ofCopies && active == ofActive;
  }

  int tokens() {
    return tokens;
  }

  int active() {
    return active;
  }

  /// The copy that is a token's `a`-th.
  int copy(int token, int a) {
    return chosen[token * active + a];
  }

  /// Passes through the same copies, each of which up to `vectors` tokens share.
  long passes(int fromCopy, int toCopy, int vectors) {
    int[] uses = new int[toCopy - fromCopy];
    for (int i = 0; i < tokens * active; i++) {
      if (chosen[i] >= fromCopy && chosen[i] < toCopy) {
        uses[chosen[i] - fromCopy]++;
      }
    }
    long passes = 0;
    for (int ofCopy : uses) {
      passes += Math.ceilDiv(ofCopy, vectors);
    }
    return passes;
  }

  /// Uses of the copies from one to before another, by all tokens together.
  int uses(int fromCopy, int toCopy) {
    int uses = 0;
    for (int i = 0; i < tokens * active; i++) {
      uses += chosen[i] >= fromCopy && chosen[i] < toCopy ? 1 : 0;
    }
    return uses;
  }

  /// How many of these copies some token uses.
  int touched(int fromCopy, int toCopy) {
    BitSet touched = new BitSet(copies);
    for (int i = 0; i < tokens * active; i++) {
      if (chosen[i] >= fromCopy && chosen[i] < toCopy) {
        touched.set(chosen[i]);
      }
    }
    return touched.cardinality();
  }
}

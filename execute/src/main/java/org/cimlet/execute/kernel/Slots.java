package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

import java.util.Arrays;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;

/// Where the kept weights of one sum go: each word of 32 inputs gets an even number of slots, as
/// many as its fullest row needs, and six slots make a unit.
final class Slots {
  static final int UNIT = 6;

  /// Bands that share their slots, and bands or tokens that a kernel multiplies at once.
  static final int TOGETHER = 4;

  private final int[] firsts;
  private final int[] tables;

  private Slots(int[] firsts, int[] tables) {
    this.firsts = firsts;
    this.tables = tables;
  }

  static Slots of(int[] keptOfWord) {
    int[] firsts = new int[keptOfWord.length + 1];
    for (int word = 0; word < keptOfWord.length; word++) {
      firsts[word + 1] = firsts[word] + Math.ceilDiv(keptOfWord[word], 2) * 2;
    }
    int[] tables = new int[Math.ceilDiv(firsts[keptOfWord.length], UNIT) * UNIT / 2];
    for (int word = 0; word < keptOfWord.length; word++) {
      Arrays.fill(tables, firsts[word] / 2, firsts[word + 1] / 2, word * WORD);
    }
    return new Slots(firsts, tables);
  }

  /// Slots of a pattern whose groups fill words: the same for all rows.
  static Slots of(Pattern pattern, int words) {
    int[] kept = new int[words];
    Arrays.fill(kept, WORD / pattern.group() * pattern.kept());
    return of(kept);
  }

  /// Slots of some rows of groups of 64, of which a word may hold any number.
  static Slots of(PackedMatrix matrix, int row, int end, int firstGroup, int words) {
    int[] kept = new int[words];
    for (int output = row; output < end; output++) {
      for (int word = 0; word < words; word++) {
        int group = firstGroup + word / 2;
        if (group < matrix.groups()) {
          long half = matrix.mask(output, group) >>> (word % 2 * WORD) & 0xFFFF_FFFFL;
          kept[word] = Math.max(kept[word], Long.bitCount(half));
        }
      }
    }
    return of(kept);
  }

  /// First slot of each word, and behind them the slots there are. Not a copy.
  int[] firsts() {
    return firsts;
  }

  /// At `p`: where among the sum's inputs the word of slots `2p` and `2p + 1` begins. Not a copy.
  int[] tables() {
    return tables;
  }

  int units() {
    return tables.length * 2 / UNIT;
  }
}

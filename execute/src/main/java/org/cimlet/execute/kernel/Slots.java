package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.Lanes.TOGETHER;
import static org.cimlet.execute.kernel.Lanes.VECTOR;
import static org.cimlet.execute.kernel.ResidentMatrix.WORD;

import java.util.Arrays;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.Pattern;

/// Where the kept weights of a run go: each word of 32 inputs gets an even number of slots, as many
/// as its fullest row needs, and six slots make a unit.
final class Slots {
  static final int UNIT = 6;

  /// Pairs of slots of a unit.
  static final int PAIRS = UNIT / 2;

  /// Bytes of a quarter's places of a unit, and of its weights.
  static final int QUARTER_PLACES_BYTES = 2 * VECTOR;

  static final int QUARTER_WEIGHTS_BYTES = PAIRS * VECTOR;

  /// Bytes of a quarter's unit: places and weights.
  static final int QUARTER_UNIT_BYTES = QUARTER_PLACES_BYTES + QUARTER_WEIGHTS_BYTES;

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
    int[] tables = new int[Math.ceilDiv(firsts[keptOfWord.length], UNIT) * PAIRS];
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
    return tables.length / PAIRS;
  }

  int bytes() {
    return Math.multiplyExact(units(), TOGETHER * QUARTER_UNIT_BYTES);
  }

  /// Where a quarter's places of a unit lie in the run.
  int placesAt(int unit, int quarter) {
    return quarter * (bytes() / TOGETHER) + unit * QUARTER_UNIT_BYTES;
  }

  /// Where a quarter's weights of a unit lie in the run.
  int weightsAt(int unit, int quarter) {
    return placesAt(unit, quarter) + QUARTER_PLACES_BYTES;
  }
}

package org.cimlet.execute.kernel;

import static org.cimlet.execute.kernel.Lanes.SHORT_PLACES;
import static org.cimlet.execute.kernel.Lanes.VECTOR;

/// Where the places of a unit lie in the two vectors of a quarter: as [ShortPlaces] or [BytePlaces]
/// look them up.
///
/// Short places: a row has 16 bits of each vector, five for each of three slots; the even slots are
/// in the first vector, the odd ones in the second. Byte places: a row has a byte of each vector
/// for either slot of a pair; the pairs of slots 0 and 1, 2 and 3 have the low five bits of the one
/// vector and the other; a slot of the last pair has its low three bits above those of the first
/// vector, its high two above those of the second.
final class Places {
  static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  private Places() {}

  /// Sets a place that is zero so far.
  ///
  /// @param at where the quarter's places of the unit begin
  /// @param slot within the unit
  /// @param row of the quarter
  static void put(byte[] strip, int at, int slot, int row, int place) {
    int lane = lane(at, slot, row);
    if (SHORT_PLACES) {
      int bits = place << (slot / 2 * BITS);
      strip[lane] |= (byte) bits;
      strip[lane + 1] |= (byte) (bits >>> Byte.SIZE);
    } else if (slot < 4) {
      strip[lane + slot / 2 * VECTOR] |= (byte) place;
    } else {
      strip[lane] |= (byte) (place << BITS);
      strip[lane + VECTOR] |= (byte) (place >>> 3 << BITS);
    }
  }

  /// The place of a slot.
  static int get(byte[] strip, int at, int slot, int row) {
    int lane = lane(at, slot, row);
    if (SHORT_PLACES) {
      int bits = (strip[lane] & 0xFF) | (strip[lane + 1] << Byte.SIZE);
      return bits >> (slot / 2 * BITS) & MASK;
    }
    if (slot < 4) {
      return strip[lane + slot / 2 * VECTOR] & MASK;
    }
    return (strip[lane] & 0xFF) >>> BITS | (strip[lane + VECTOR] >>> BITS & 3) << 3;
  }

  private static int lane(int at, int slot, int row) {
    return at + row * 2 + (SHORT_PLACES ? slot % 2 * VECTOR : slot % 2);
  }
}

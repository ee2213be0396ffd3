package org.cimlet.rtl.folder;

import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;

/// What the C++ bench tries beyond the golden vectors, against arithmetic of its own: every mask,
/// every pair of operands, or millions of random rows with extremes.
final class MoreThanVectors {
  /// Masks that are enumerated; beyond that as many are drawn.
  private static final long MOST_MASKS = 20_000_000;

  private static final long ROWS = 200_000;

  private MoreThanVectors() {}

  static String summary(Part part) {
    return switch (part) {
      case MASK_DECODER, ZERO_SKIPPER -> "every mask of exactly as many ones as are kept";
      case BUTTERFLY -> "random control words and inputs";
      case ADDER_TREE -> "every pair of operands in every column, others random";
      case MACRO_EDGE -> "random rows, extremes among them";
      case BIT_SERIAL_EDGE, MACRO -> "nothing";
    };
  }

  /// How many, where the command line does not say.
  static long usual(Part part, Design design) {
    return switch (part) {
      case MASK_DECODER, ZERO_SKIPPER -> masks(design);
      case BUTTERFLY, MACRO_EDGE -> ROWS;
      case ADDER_TREE -> 1;
      case BIT_SERIAL_EDGE, MACRO -> 0;
    };
  }

  /// Masks of as many ones as are kept, or a million of them.
  private static long masks(Design design) {
    double all = 1;
    for (int i = 0; i < design.kept(); i++) {
      all = all * (design.group() - i) / (i + 1);
    }
    return all > MOST_MASKS ? 1_000_000 : Math.round(all);
  }

  static String of(Part part, Design design) {
    return numbers(
        switch (part) {
          case MASK_DECODER -> MASKS + decoder(design);
          case BUTTERFLY -> butterfly(design);
          case ZERO_SKIPPER -> MASKS + skipper(design);
          case ADDER_TREE -> TREE;
          case MACRO_EDGE -> design.isPacked() && design.rowsPerGroup() > 1 ? NOTHING : ROWS_TEXT;
          case BIT_SERIAL_EDGE, MACRO -> NOTHING;
        },
        design);
  }

  private static String numbers(String text, Design design) {
    return text.replace("$GROUPS$", Integer.toString(design.groupsPerRow()))
        .replace("$GROUP$", Integer.toString(design.group()))
        .replace("$KEPT$", Integer.toString(design.kept()))
        .replace("$COLUMNS$", Integer.toString(design.columns()))
        .replace("$HELD$", Integer.toString(design.heldInputs()))
        .replace("$W$", Integer.toString(design.weightBits()))
        .replace("$I$", Integer.toString(design.inputBits()))
        .replace("$A$", Integer.toString(design.accumulatorBits()))
        .replace("$LATE$", Integer.toString(design.pipeline()))
        .replace("$MASK$", design.isPacked() ? "      set(top.mask, masks);\n" : "")
        .replace("$PACKED$", design.isPacked() ? "true" : "false");
  }

  private static final String NOTHING = "static void more(long) {}\n";

  /// Packs elements, and unpacks them.
  private static final String PACKING =
      """
      static void place(Words& words, int at, int bits, uint64_t value) {
        for (int i = 0; i < bits; ++i)
          if (value >> i & 1) words[(at + i) / 32] |= 1u << (at + i) % 32;
      }
      static uint64_t taken(const Words& words, int at, int bits) {
        uint64_t value = 0;
        for (int i = 0; i < bits; ++i) value |= uint64_t(words[(at + i) / 32] >> (at + i) % 32 & 1) << i;
        return value;
      }
      static Words zeros(int bits) { return Words((bits + 31) / 32, 0); }
      """;

  /// The next larger number of as many ones (Gosper), or a random one.
  private static final String MASKS =
      PACKING
          + """
          static uint64_t following(uint64_t mask) {
            uint64_t low = mask & -mask, up = mask + low;
            return up | ((mask ^ up) >> 2) / low;
          }
          static uint64_t drawn() {
            uint64_t mask = 0;
            int open = $KEPT$;
            for (int i = 0; i < $GROUP$; ++i)
              if (int(random64() % ($GROUP$ - i)) < open) { mask |= 1ull << i; --open; }
            return mask;
          }
          static bool all(long count) {
            double masks = 1;
            for (int i = 0; i < $KEPT$; ++i) masks = masks * ($GROUP$ - i) / (i + 1);
            return masks <= double(count) + 0.5;
          }
          """;

  private static String skipper(Design design) {
    return """
    // Inputs stay, so that registers only delay; every 64 masks others come.
    static void more(long count) {
      bool every = all(count);
      uint64_t mask = $KEPT$ == 64 ? ~0ull : (1ull << $KEPT$) - 1;
      Words x = zeros($GROUP$ * $I$);
      uint8_t element[$GROUP$] = {};
      for (long n = 0; n < count; ++n) {
        if (n % 64 == 0) {
          x.assign(x.size(), 0);
          for (int i = 0; i < $GROUP$; ++i) {
            element[i] = random64() >> 8 & ((1u << $I$) - 1);
            place(x, i * $I$, $I$, element[i]);
          }
          set(top.x, x);
        }
        top.mask = mask;
        top.eval();
        for (int clock = 0; clock < $LATE$; ++clock) { edge(); top.eval(); }
        Words y = get(top.y, $KEPT$ * $I$);
        bool good = true;
        uint64_t left = mask;
        for (int k = 0; k < $KEPT$; ++k, left &= left - 1)
          good &= UNPACKED == element[__builtin_ctzll(left)];
        ++(good ? passed : failed);
        mask = every ? following(mask) : drawn();
      }
    }
    """
        .replace(
            "UNPACKED",
            design.inputBits() == 8 ? "uint8_t(y[k / 4] >> k % 4 * 8)" : "taken(y, k * $I$, $I$)");
  }

  private static String decoder(Design design) {
    StringBuilder compared = new StringBuilder();
    for (int d = 1; d < design.group(); d *= 2) {
      compared.append("    good &= uint64_t(top.cross_%s) == word(mask, %s);\n".formatted(d, d));
    }
    return """
    // Control word of a stage: d ones, turned left once for each selected input below a block's
    // upper half, the bit that wraps complemented.
    static uint64_t word(uint64_t mask, int d) {
      uint64_t result = 0;
      int listened = d < $KEPT$ ? d : $KEPT$;
      for (int block = 0; block < $GROUP$ / (2 * d); ++block) {
        int ones = __builtin_popcountll(mask & ((1ull << (2 * block + 1) * d) - 1)) % (2 * d);
        uint64_t bits = 0;
        for (int j = 0; j < listened; ++j)
          bits |= uint64_t(ones <= d ? j >= ones : j < ones - d) << j;
        result |= bits << block * listened;
      }
      return result;
    }
    static void more(long count) {
      bool every = all(count);
      uint64_t mask = $KEPT$ == 64 ? ~0ull : (1ull << $KEPT$) - 1;
      for (long n = 0; n < count; ++n) {
        top.mask = mask & ~(1ull << ($GROUP$ - 1));
        top.eval();
        bool good = true;
    COMPARED    ++(good ? passed : failed);
        mask = every ? following(mask) : drawn();
      }
    }
    """
        .replace("COMPARED", compared);
  }

  private static String butterfly(Design design) {
    StringBuilder set = new StringBuilder();
    for (int stage = 0, d = 1; d < design.group(); d *= 2, stage++) {
      int bits = design.group() / (2 * d) * Math.min(d, design.kept());
      set.append(
          "    control[%s] = random64() %s; top.cross_%s = control[%s];\n"
              .formatted(
                  stage, bits == 64 ? "" : "& ((1ull << %s) - 1)".formatted(bits), d, stage));
    }
    return PACKING
        + """
        static void more(long count) {
          for (long n = 0; n < count; ++n) {
            uint64_t control[6], now[$GROUP$], was[$GROUP$];
            Words x = zeros($GROUP$ * $I$);
            for (int i = 0; i < $GROUP$; ++i) {
              now[i] = random64() & ((1u << $I$) - 1);
              place(x, i * $I$, $I$, now[i]);
            }
            set(top.x, x);
        SET    top.eval();
            for (int stage = 0, d = 1; d < $GROUP$; d *= 2, ++stage) {
              int listened = d < $KEPT$ ? d : $KEPT$;
              for (int i = 0; i < $GROUP$; ++i) was[i] = now[i];
              for (int i = 0; i < $GROUP$; ++i)
                if (i % d < listened && control[stage] >> (i / (2 * d) * listened + i % d) & 1)
                  now[i] = was[i ^ d];
            }
            Words y = get(top.y, $KEPT$ * $I$);
            bool good = true;
            for (int k = 0; k < $KEPT$; ++k) good &= taken(y, k * $I$, $I$) == now[k];
            ++(good ? passed : failed);
          }
        }
        """
            .replace("SET", set);
  }

  private static final String SIGNED =
      PACKING
          + """
          static int64_t extended(uint64_t value, int bits) {
            return int64_t(value << (64 - bits)) >> (64 - bits);
          }
          static bool fits(int64_t sum) {
            return sum >= -(1ll << ($A$ - 1)) && sum < (1ll << ($A$ - 1));
          }
          """;

  private static final String TREE =
      SIGNED
          + """
          static void more(long times) {
            for (long time = 0; time < times; ++time)
              for (int column = 0; column < $COLUMNS$; ++column)
                for (int pair = 0; pair < 1 << ($W$ + $I$); ++pair) {
                  Words w = zeros($COLUMNS$ * $W$), x = zeros($COLUMNS$ * $I$), a = zeros($A$);
                  int64_t addend = extended(random64(), $A$) >> random64() % $A$, sum = addend;
                  uint64_t bits[4] = {random64(), random64(), random64(), random64()};
                  for (int c = 0; c < $COLUMNS$; ++c) {
                    uint64_t wc = bits[c & 3] >> (c * 5 & 31) & ((1u << $W$) - 1);
                    uint64_t xc = bits[(c + 1) & 3] >> (c * 3 & 31) & ((1u << $I$) - 1);
                    if (c == column) { wc = pair & ((1 << $W$) - 1); xc = pair >> $W$; }
                    place(w, c * $W$, $W$, wc);
                    place(x, c * $I$, $I$, xc);
                    sum += extended(wc, $W$) * extended(xc, $I$);
                  }
                  place(a, 0, $A$, uint64_t(addend));
                  set(top.weights, w);
                  set(top.inputs, x);
                  set(top.addend, a);
                  top.eval();
                  bool good = bool(top.overflow) == !fits(sum);
                  if (fits(sum)) good &= extended(top.sum, $A$) == sum;
                  ++(good ? passed : failed);
                }
          }
          """;

  private static final String ROWS_TEXT =
      SIGNED
          + """
          static int64_t operand(int bits, int kind) {
            int64_t least = -(1ll << (bits - 1));
            if (kind == 0) return least;
            if (kind == 1) return random64() & 1 ? least : -1 - least;
            return extended(random64() >> 20, bits);
          }
          static void clear() {
            top.reset = 1;
            top.eval();
            edge();
            top.reset = 0;
          }
          // Outputs of 1 to 8 rows on inputs that are loaded for each.
          static void more(long rows) {
            clear();
            for (long done = 0; done < rows;) {
              int kind = done % 5;
              int64_t in[$HELD$];
              Words x = zeros($HELD$ * $I$);
              for (int i = 0; i < $HELD$; ++i) {
                in[i] = operand($I$, kind);
                place(x, i * $I$, $I$, uint64_t(in[i]));
              }
              top.valid = 0;
              for (int clock = 0; clock < $LATE$; ++clock) { top.eval(); edge(); }
              set(top.x, x);
              top.load = 1;
              top.eval();
              edge();
              top.load = 0;
              int count = 1 + random64() % 8;
              int64_t sum = 0;
              bool over = false;
              for (int row = 0; row < count; ++row) {
                Words w = zeros($COLUMNS$ * $W$), masks = zeros($PACKED$ ? $GROUPS$ * $GROUP$ : 1);
                int at[$COLUMNS$];
                for (int c = 0; c < $COLUMNS$; ++c) at[c] = $PACKED$ ? -1 : c;
                for (int g = 0; $PACKED$ && g < $GROUPS$; ++g) {
                  int open = kind == 4 ? random64() % ($KEPT$ + 1) : $KEPT$, k = g * $KEPT$;
                  for (int i = 0; i < $GROUP$; ++i)
                    if (int(random64() % ($GROUP$ - i)) < open) {
                      place(masks, g * $GROUP$ + i, 1, 1);
                      at[k++] = g * $GROUP$ + i;
                      --open;
                    }
                }
                for (int c = 0; c < $COLUMNS$; ++c) {
                  int64_t weight = operand($W$, kind);
                  place(w, c * $W$, $W$, uint64_t(weight));
                  sum += at[c] < 0 ? 0 : weight * in[at[c]];
                }
                over |= !fits(sum);
                set(top.weights, w);
          $MASK$      top.valid = 1;
                top.first = row == 0;
                top.last = row == count - 1;
                top.eval();
                edge();
                ++done;
              }
              top.valid = 0;
              for (int clock = 0; clock < $LATE$; ++clock) { top.eval(); edge(); }
              top.eval();
              bool good = top.sum_valid && bool(top.overflow) == over;
              if (!over) good &= extended(top.sum, $A$) == sum;
              ++(good ? passed : failed);
              if (over) clear();
            }
          }
          """;
}

package org.cimlet.technology.rules;

import java.util.Locale;

/// Performance thresholds of the United States' export control of advanced computing chips,
/// paragraph 3A090 of the Commerce Control List, as published on a date.
///
/// Whether a rule applies to a product turns on facts no simulator knows (destination, use, what it
/// is sold for): this says only on which side of published numbers a chip's numbers lie.
public enum ExportRule {
  /// 87 FR 62186: fast in arithmetic and in its links both.
  OCTOBER_2022(
      "7 Oct 2022",
      "87 FR 62186, 3A090.a: bidirectional transfer over all I/O but memory of at least 600 GB/s, and"
          + " TOPS x bit length of at least 4800") {
    @Override
    public Standing of(Performance chip) {
      return chip.totalProcessing() >= 4800 && chip.linkGbS() >= 600
          ? Standing.PARAGRAPH_A
          : Standing.BELOW;
    }
  },
  /// 88 FR 73458: the links no longer count, the density does.
  OCTOBER_2023(
      "17 Oct 2023",
      "88 FR 73458, 3A090, in force since 17 Nov 2023: a: TPP of at least 4800, or of at least 1600"
          + " with a density of at least 5.92; b: 2400 to 4800 with a density of 1.6 to 5.92, or at"
          + " least 1600 with 3.2 to 5.92") {
    @Override
    public Standing of(Performance chip) {
      double tpp = chip.totalProcessing();
      double density = chip.density();
      if (tpp >= 4800 || (tpp >= 1600 && density >= 5.92)) {
        return Standing.PARAGRAPH_A;
      }
      boolean middling = tpp >= 2400 && density >= 1.6 && density < 5.92;
      boolean dense = tpp >= 1600 && density >= 3.2 && density < 5.92;
      return middling || dense ? Standing.PARAGRAPH_B : Standing.BELOW;
    }
  };

  /// Where a chip's numbers lie.
  public enum Standing {
    /// Below every threshold.
    BELOW("below its thresholds"),
    /// Within paragraph a.
    PARAGRAPH_A("within 3A090.a"),
    /// Within paragraph b.
    PARAGRAPH_B("within 3A090.b");

    private final String label;

    Standing(String label) {
      this.label = label;
    }

    /// In words.
    public String label() {
      return label;
    }
  }

  /// What the rules count.
  ///
  /// @param totalProcessing TPP: 2 x multiply-accumulates a second in 1e12 x bit length, the
  ///   theoretical peak, dense, over every unit of the chip or package; the largest over bit
  ///   lengths
  /// @param densityMm2 area the density divides by: dies in a process with non-planar transistors;
  ///   0 where there is none
  /// @param linkGbS both directions of all links other than to memory
  public record Performance(double totalProcessing, double densityMm2, double linkGbS) {
    /// Performance by peak and operand width.
    ///
    /// @param opsPerS a multiply-accumulate is two
    public static Performance of(double opsPerS, int bits, double densityMm2, double linkGbS) {
      return new Performance(opsPerS / 1e12 * bits, densityMm2, linkGbS);
    }

    /// TPP for each square millimetre; 0 where no area counts.
    public double density() {
      return densityMm2 > 0 ? totalProcessing / densityMm2 : 0;
    }
  }

  private final String date;
  private final String source;

  ExportRule(String date, String source) {
    this.date = date;
    this.source = source;
  }

  /// Where a chip or package lies.
  public abstract Standing of(Performance chip);

  /// Day of publication.
  public String date() {
    return date;
  }

  /// Where it is published and what it says.
  public String source() {
    return source;
  }

  /// Key for scripts: `october_2023`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

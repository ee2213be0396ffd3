package org.cimlet.execute.products;

import org.cimlet.plan.machine.WordFormat;

/// Numbers as floating-point words of few bits: whole signed mantissas with the exponents of their
/// lowest bits.
///
/// Rounded to the nearest, halves to even; beyond the greatest number to it. What is smaller than
/// the smallest number with a hidden one lacks it.
final class FloatWords {
  private final WordFormat format;
  private final int[] mantissas;
  private final int[] exponents;

  FloatWords(WordFormat format, int size) {
    this.format = format;
    mantissas = new int[size];
    exponents = new int[size];
  }

  /// The scale by which numbers up to a largest are divided first: formats of 8 bits are filled,
  /// wider ones reach as far as anything that is multiplied.
  float scale(float largest) {
    return format.bits() > Byte.SIZE || largest == 0 ? 1 : largest / (float) format.greatest();
  }

  /// Sets the words to numbers over a scale.
  ///
  /// @param from where they begin
  void set(float[] numbers, int from, float scale) {
    for (int i = 0; i < mantissas.length; i++) {
      set(i, (double) numbers[from + i] / scale);
    }
  }

  private void set(int i, double number) {
    int least = format.leastExponent();
    double within = Math.clamp(number, -format.greatest(), format.greatest());
    int exponent = within == 0 ? least : Math.max(least, Math.getExponent(within));
    long whole = (long) Math.rint(Math.scalb(within, format.fractionBits() - exponent));
    if (Math.abs(whole) == 2L << format.fractionBits()) {
      whole /= 2;
      exponent++;
    }
    mantissas[i] = (int) whole;
    exponents[i] = exponent - format.fractionBits();
  }

  /// A word's mantissa, with its sign and hidden one.
  int mantissa(int i) {
    return mantissas[i];
  }

  /// Exponent of its lowest bit.
  int exponent(int i) {
    return exponents[i];
  }

  /// The number.
  double value(int i) {
    return Math.scalb((double) mantissas[i], exponents[i]);
  }
}

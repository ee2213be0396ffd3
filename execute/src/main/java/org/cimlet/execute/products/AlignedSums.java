package org.cimlet.execute.products;

import org.cimlet.plan.machine.Precision;

/// Sums of floating-point products as an array of mantissas finds them.
///
/// A row's mantissas are brought to one exponent, the largest of its products' or of its inputs'
/// and its weights': each is shifted right by what its own lacks, and what falls below the guard
/// bits is cut off, towards zero. Then they are multiplied and added exactly, as whole numbers. A
/// row's sum is rounded to single precision and added to the sum of the rows before, in single
/// precision.
///
/// @param row products of a row
record AlignedSums(int row, Precision.Alignment alignment) {

  /// Adds the products of words.
  ///
  /// @param weights as many as inputs
  float sum(FloatWords weights, FloatWords inputs, int size) {
    float sum = 0;
    for (int from = 0; from < size; from += row) {
      int to = Math.min(size, from + row);
      sum +=
          alignment.ofProducts()
              ? products(weights, inputs, from, to)
              : inputs(weights, inputs, from, to);
    }
    return sum;
  }

  /// Each input is shifted by what its product's exponent lacks.
  private float products(FloatWords weights, FloatWords inputs, int from, int to) {
    int largest = Integer.MIN_VALUE;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, weights.exponent(i) + inputs.exponent(i));
    }
    long sum = 0;
    for (int i = from; i < to; i++) {
      int lacks = largest - weights.exponent(i) - inputs.exponent(i);
      sum += aligned(inputs.mantissa(i), lacks) * weights.mantissa(i);
    }
    return (float) Math.scalb((double) sum, largest - alignment.guardBits());
  }

  /// Inputs and weights are shifted each by what their own exponents lack.
  private float inputs(FloatWords weights, FloatWords inputs, int from, int to) {
    int ofInputs = largest(inputs, from, to);
    int ofWeights = largest(weights, from, to);
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum +=
          aligned(inputs.mantissa(i), ofInputs - inputs.exponent(i))
              * aligned(weights.mantissa(i), ofWeights - weights.exponent(i));
    }
    return (float) Math.scalb((double) sum, ofInputs + ofWeights - 2 * alignment.guardBits());
  }

  private static int largest(FloatWords words, int from, int to) {
    int largest = Integer.MIN_VALUE;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, words.exponent(i));
    }
    return largest;
  }

  /// A mantissa in steps of its lowest guard bit.
  private long aligned(int mantissa, int lacks) {
    long kept = (long) Math.abs(mantissa) << alignment.guardBits();
    long shifted = lacks > Long.SIZE - 2 ? 0 : kept >> lacks;
    return mantissa < 0 ? -shifted : shifted;
  }
}

package org.cimlet.execute.products;

/// The products `W x` of linears that share their input `x`, computed together: the seam behind
/// which a network's linears are floats, dense or packed integers, or the macros of a machine.
///
/// A token's results do not depend on the other tokens of the call. May be used by one thread at a
/// time.
public interface LinearProducts {
  /// Elements of a token's input.
  int inputs();

  /// Elements of a token's results: those of the first linear, then those of the second, and so on.
  int outputs();

  /// Multiplies.
  ///
  /// @param in `tokens * inputs` floats, token after token
  /// @param tokens how many
  /// @param out gets `tokens * outputs` floats, token after token
  void multiply(float[] in, int tokens, float[] out);
}

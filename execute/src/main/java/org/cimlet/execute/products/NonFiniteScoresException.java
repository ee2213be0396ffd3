package org.cimlet.execute.products;

/// A network gave scores that are no finite numbers: weights that are none, or grow beyond floats.
public final class NonFiniteScoresException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  public NonFiniteScoresException() {
    super("a network's scores must be finite numbers");
  }
}

package org.cimlet.plan.program;

/// Where the results of a [Step] go, in elements for a token. Results may go to several places;
/// those that stay on the chiplet that made them count as going to the next step.
///
/// @param toHost to the host that serves the rank
/// @param toHome to the layer's home: queries, keys and values for attention on dies, or what
///   [LocalWork] at the home works on
/// @param toNext to the next step
/// @param toResidual added to the residual stream
public record Results(int toHost, int toHome, int toNext, int toResidual) {
  /// Nothing made yet.
  public static final Results NONE = new Results(0, 0, 0, 0);

  /// As many more for the host.
  public Results andToHost(int elements) {
    return new Results(toHost + elements, toHome, toNext, toResidual);
  }

  /// As many more for the next step.
  public Results andToNext(int elements) {
    return new Results(toHost, toHome, toNext + elements, toResidual);
  }

  /// As many more for the residual stream.
  public Results andToResidual(int elements) {
    return new Results(toHost, toHome, toNext, toResidual + elements);
  }
}

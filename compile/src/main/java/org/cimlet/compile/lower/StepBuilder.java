package org.cimlet.compile.lower;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Results;
import org.cimlet.plan.program.Step;

/// Builds one step, deciding who does the element-wise work and therefore what travels.
///
/// Operations per element are counted as a vector unit would issue them; they are small beside the
/// products and only their order of magnitude matters.
public final class StepBuilder {
  /// Square, sum, scale, weight.
  private static final int NORM_OPS = 4;

  /// Exponential, add, divide, multiply, multiply.
  private static final int ACTIVATION_OPS = 5;

  /// Scale, exponential and running maximum for one token of the vocabulary.
  private static final int SAMPLING_OPS = 3;

  /// Whether the step's input is normalised first.
  enum Norm {
    BEFORE,
    NONE
  }

  private final HostOffload onDie;
  private final List<FusedLinears> fusedLinears = new ArrayList<>();
  private String name = "";
  private Step.Source source = Step.Source.RESIDUAL;
  private int input;
  private Results results = Results.NONE;
  private long elementOps;
  private long hostOps;

  StepBuilder(int hidden, HostOffload onDie, Norm norm) {
    this.onDie = onDie;
    this.elementOps = norm == Norm.BEFORE ? (long) NORM_OPS * hidden : 0;
  }

  StepBuilder fromResidual(String stepName, int elements) {
    return from(stepName, Step.Source.RESIDUAL, elements);
  }

  StepBuilder fromHost(String stepName, int elements) {
    return from(stepName, Step.Source.HOST, elements);
  }

  StepBuilder fromPrevious(String stepName, int elements) {
    return from(stepName, Step.Source.PREVIOUS, elements);
  }

  private StepBuilder from(String stepName, Step.Source from, int elements) {
    name = stepName;
    source = from;
    input = elements;
    return this;
  }

  StepBuilder fused(FusedLinears fused) {
    fusedLinears.add(fused);
    return this;
  }

  StepBuilder toHost(int elements) {
    results = results.andToHost(elements);
    return this;
  }

  /// Results the next step reads as they are.
  StepBuilder toNext(int elements) {
    results = results.andToNext(elements);
    return this;
  }

  /// Results that pass an activation function on their way to the next step.
  StepBuilder activated(int elements) {
    elementOps += (long) ACTIVATION_OPS * elements;
    return toNext(elements);
  }

  /// Results added to the residual stream.
  StepBuilder toResidual(int elements) {
    results = results.andToResidual(elements);
    elementOps += elements;
    return this;
  }

  /// What goes to the host is rotated there, for attention.
  StepBuilder attended() {
    hostOps += 3L * results.toHost();
    return this;
  }

  /// The host turns scores into a token.
  StepBuilder sampled() {
    hostOps += (long) SAMPLING_OPS * results.toHost();
    return this;
  }

  Step build() {
    return switch (onDie) {
      case PRODUCTS -> hosted();
      case ELEMENTS -> step(source, results, elementOps + biases(), hostOps);
      case ATTENTION ->
          step(
              source == Step.Source.HOST ? Step.Source.HOME : source,
              new Results(0, results.toHost(), results.toNext(), results.toResidual()),
              elementOps + biases() + hostOps,
              0);
    };
  }

  /// Every result goes to the host, which does all but the products.
  private Step hosted() {
    int all = fusedLinears.stream().mapToInt(s -> s.outputs() * s.activeCopies()).sum();
    return step(Step.Source.HOST, Results.NONE.andToHost(all), 0, hostOps + elementOps + biases());
  }

  private Step step(Step.Source from, Results to, long vectorOps, long opsOfHost) {
    return new Step(name, fusedLinears, from, input, to, vectorOps, opsOfHost);
  }

  private long biases() {
    return fusedLinears.stream()
        .flatMap(fused -> fused.linears().stream())
        .filter(linear -> linear.bias())
        .mapToLong(linear -> (long) linear.outputs() * linear.activeCopies())
        .sum();
  }
}

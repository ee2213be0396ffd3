package org.cimlet.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cimlet.training.NetworkShape.Parameter;

/// The arrays that training changes: weights, masks and AdamW's two moments, by
/// [NetworkShape#parameters]. A tensor that is never pruned has an empty mask.
final class TrainingState {
  /// What is kept of each tensor, by the name of its list in a checkpoint.
  enum Kind {
    WEIGHT,
    MASK,
    FIRST_MOMENT,
    SECOND_MOMENT;

    boolean has(Parameter parameter) {
      return this != MASK || parameter.pruned();
    }
  }

  private final NetworkShape shape;
  private final Map<Kind, List<PtNDArray>> ofKind = new EnumMap<>(Kind.class);
  private int step;

  private TrainingState(NetworkShape shape, int step) {
    this.shape = shape;
    this.step = step;
  }

  /// Where values come from.
  interface Source {
    float[] values(Kind kind, Parameter parameter);
  }

  static TrainingState of(NetworkShape shape, int step, NDManager manager, Source source) {
    TrainingState state = new TrainingState(shape, step);
    for (Kind kind : Kind.values()) {
      List<PtNDArray> arrays = new ArrayList<>();
      for (Parameter parameter : shape.parameters()) {
        arrays.add(array(manager, kind, parameter, source));
      }
      state.ofKind.put(kind, List.copyOf(arrays));
    }
    return state;
  }

  private static PtNDArray array(NDManager manager, Kind kind, Parameter parameter, Source source) {
    if (!kind.has(parameter)) {
      return (PtNDArray) manager.create(new float[0]);
    }
    Shape shape =
        parameter.isNorm()
            ? new Shape(parameter.inputs())
            : new Shape(parameter.outputs(), parameter.inputs());
    return (PtNDArray) manager.create(source.values(kind, parameter), shape);
  }

  /// First weights of a seed, nothing pruned.
  static TrainingState first(NetworkShape shape, long seed, NDManager manager) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(
        shape,
        0,
        manager,
        (kind, parameter) ->
            switch (kind) {
              case WEIGHT -> weights(parameter, random);
              case MASK -> ones(parameter.elements());
              case FIRST_MOMENT, SECOND_MOMENT -> new float[parameter.elements()];
            });
  }

  /// The weights of another network, with fresh moments and nothing pruned.
  static TrainingState from(TrainingState other, NDManager manager) {
    List<Parameter> parameters = other.shape.parameters();
    return of(
        other.shape,
        0,
        manager,
        (kind, parameter) ->
            switch (kind) {
              case WEIGHT -> other.values(kind, parameters.indexOf(parameter));
              case MASK -> ones(parameter.elements());
              case FIRST_MOMENT, SECOND_MOMENT -> new float[parameter.elements()];
            });
  }

  private static float[] weights(Parameter parameter, SplittableRandom random) {
    if (parameter.isNorm()) {
      return ones(parameter.elements());
    }
    float[] weights = new float[parameter.elements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * parameter.deviation());
    }
    return weights;
  }

  static float[] ones(int length) {
    float[] ones = new float[length];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  NetworkShape shape() {
    return shape;
  }

  /// Steps done.
  int step() {
    return step;
  }

  void stepped() {
    step++;
  }

  List<PtNDArray> arrays(Kind kind) {
    return ofKind.getOrDefault(kind, List.of());
  }

  float[] values(Kind kind, int parameter) {
    return arrays(kind).get(parameter).toFloatArray();
  }

  /// Frees the arrays.
  void close() {
    ofKind.values().forEach(arrays -> arrays.forEach(NDArray::close));
  }
}

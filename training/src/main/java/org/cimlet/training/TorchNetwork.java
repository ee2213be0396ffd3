package org.cimlet.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.cimlet.training.Experiment.Precision;
import org.cimlet.training.TrainingState.Kind;
import org.jspecify.annotations.Nullable;

/// PyTorch with the network's program loaded. For one thread.
final class TorchNetwork implements AutoCloseable {
  private static final String ENGINE = "PyTorch";

  private final PtNDManager manager;
  private final PtSymbolBlock program;

  private TorchNetwork(PtNDManager manager, PtSymbolBlock program) {
    this.manager = manager;
    this.program = program;
  }

  /// @param threads of the library's own; other counts give other last bits
  static TorchNetwork open(int threads) {
    Engine.getEngine(ENGINE);
    JniUtils.setNumThreads(threads);
    // the optimizer recompiles after some runs, to code that rounds otherwise: a run that was
    // stopped and taken up again would end elsewhere
    JniUtils.setGraphExecutorOptimize(false);
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), ENGINE);
    try (var archive = new ByteArrayInputStream(TorchProgram.archive())) {
      return new TorchNetwork(manager, JniUtils.loadModule(manager, archive, false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NDManager manager() {
    return manager;
  }

  /// One step of the optimizer.
  ///
  /// @param tokens `[batch, context + 1]`
  /// @param teacher the network to imitate, null for none
  /// @return nats a token before the step
  double learn(
      Experiment experiment, TrainingState state, long[] tokens, @Nullable TrainingState teacher) {
    int step = state.step() + 1;
    JniUtils.setSeed(experiment.seed() * 1_000_003 + step);
    Pruning pruning = experiment.pruning();
    Pruning.Choice choice = pruning.before(step, experiment.steps());
    double[] numbers = {
      experiment.shape().heads(),
      experiment.precision().torchType(),
      experiment.int8() ? 1 : 0,
      step,
      experiment.rateAt(step),
      experiment.weightDecay(),
      pruning.method() == Pruning.Method.REGROW ? 1 : 0,
      pruning.pull(),
      teacher == null ? 0 : experiment.distilled(),
      experiment.dropout(),
      choice.kept(),
      choice.group()
    };
    double nats = run(state, tokens, teacher, numbers);
    state.stepped();
    return nats;
  }

  /// Nats a token, everything in float but the weights of the linears where `int8`.
  ///
  /// @param tokens `[sequences, length + 1]`
  double loss(TrainingState state, long[] tokens, int sequences, boolean int8) {
    double[] numbers = {
      state.shape().heads(), Precision.FLOAT32.torchType(), int8 ? 1 : 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    return run(state, tokens, sequences, null, numbers);
  }

  /// Chooses which weights stay, at once.
  void prune(TrainingState state, Pruning.Choice choice) {
    double[] numbers = {
      state.shape().heads(),
      Precision.FLOAT32.torchType(),
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      choice.kept(),
      choice.group()
    };
    run(state, new long[2], 1, null, numbers);
  }

  private double run(
      TrainingState state, long[] tokens, @Nullable TrainingState teacher, double[] numbers) {
    return run(state, tokens, tokens.length / (state.shape().context() + 1), teacher, numbers);
  }

  private double run(
      TrainingState state,
      long[] tokens,
      int sequences,
      @Nullable TrainingState teacher,
      double[] numbers) {
    NetworkShape shape = state.shape();
    // results join the manager of the first input: all that a step makes goes with it
    try (NDManager step = manager.newSubManager()) {
      NDList inputs = new NDList();
      inputs.add(step.create(tokens, new Shape(sequences, tokens.length / sequences)));
      for (Kind kind : Kind.values()) {
        addList(inputs, kind.name(), state.arrays(kind));
      }
      NDArray none = step.create(new float[0]);
      addList(
          inputs,
          "TEACHER",
          teacher == null ? List.of((PtNDArray) none) : teacher.arrays(Kind.WEIGHT));
      inputs.add(step.create(shape.angles(), new Shape(2, shape.context(), shape.headSize() / 2)));
      inputs.add(step.create(numbers));
      return IValueUtils.forward(program, inputs, true).get(0).toFloatArray()[0];
    }
  }

  /// Names ending in `[]` make DJL pass arrays of one name together, as a list.
  private static void addList(NDList inputs, String name, List<PtNDArray> arrays) {
    for (PtNDArray array : arrays) {
      array.setName(name + "[]");
      inputs.add(array);
    }
  }

  @Override
  public void close() {
    program.close();
    manager.close();
  }
}

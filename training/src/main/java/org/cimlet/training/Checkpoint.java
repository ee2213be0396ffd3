package org.cimlet.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;
import org.cimlet.training.NetworkShape.Parameter;
import org.cimlet.training.TrainingState.Kind;

/// All of a training's state in one safetensors file, exact to the bit. It takes its name only once
/// whole, so that a run may be killed at any moment.
final class Checkpoint {
  private static final String STEP = "step";

  private Checkpoint() {}

  static boolean exists(Path file) {
    return Files.exists(file);
  }

  static void write(Path file, TrainingState state) {
    List<Parameter> parameters = state.shape().parameters();
    List<Outline> outlines = new ArrayList<>();
    outlines.add(new Outline(STEP, ElementType.I32, List.of(1L)));
    for (Kind kind : Kind.values()) {
      for (Parameter parameter : parameters) {
        if (kind.has(parameter)) {
          outlines.add(
              new Outline(
                  name(kind, parameter), ElementType.F32, List.of((long) parameter.elements())));
        }
      }
    }
    makeFolder(file);
    SequencedMap<String, String> none = new LinkedHashMap<>();
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, none, outlines)) {
      writer.write(STEP, MemorySegment.ofArray(little(4).putInt(0, state.step()).array()));
      for (Kind kind : Kind.values()) {
        for (int i = 0; i < parameters.size(); i++) {
          if (kind.has(parameters.get(i))) {
            writer.write(name(kind, parameters.get(i)), bytes(state.values(kind, i)));
          }
        }
      }
      writer.finish();
    }
  }

  private static void makeFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "must lie where folders can be made; choose another place");
    }
  }

  static TrainingState read(Path file, NetworkShape shape, NDManager manager) {
    try (TensorFile tensors = TensorFile.open(file)) {
      int step =
          ByteBuffer.wrap(
                  tensors.tensor(STEP).bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
              .order(ByteOrder.LITTLE_ENDIAN)
              .getInt();
      return TrainingState.of(
          shape,
          step,
          manager,
          (kind, parameter) -> {
            Tensor tensor = tensors.tensor(name(kind, parameter));
            return tensor.row(0);
          });
    }
  }

  private static String name(Kind kind, Parameter parameter) {
    return parameter.name() + "." + kind.name().toLowerCase(Locale.ROOT);
  }

  private static MemorySegment bytes(float[] values) {
    ByteBuffer bytes = little(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return MemorySegment.ofBuffer(bytes);
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}

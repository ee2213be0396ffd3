package org.cimlet.tensor.compress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cimlet.network.CompressedWeights;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.file.ElementType;
import org.cimlet.tensor.file.SafetensorsWriter.Outline;

/// A compressed matrix of a folder: its entry in `config.json`, and the tensors it is stored as.
///
/// @param name the uncompressed tensor's name
/// @param transposed whether that was `[inputs, outputs]`
record CompressedMatrix(
    String name, Pattern pattern, int outputs, int inputs, int inputsPerScale, boolean transposed) {

  /// As a `config.json` describes it; empty where its pattern is none we pack by.
  static Optional<CompressedMatrix> of(CompressedWeights.Matrix matrix) {
    return Pattern.parse(matrix.pattern())
        .map(pattern ->
            new CompressedMatrix(
                matrix.name(),
                pattern,
                matrix.outputs(),
                matrix.inputs(),
                matrix.inputsPerScale(),
                matrix.transposed()));
  }

  String values() {
    return name + ".values";
  }

  String mask() {
    return name + ".mask";
  }

  String scale() {
    return name + ".scale";
  }

  int scalesPerRow() {
    return Math.ceilDiv(inputs, inputsPerScale);
  }

  /// The tensors that hold it.
  List<Outline> outlines() {
    List<Outline> outlines = new ArrayList<>();
    long groups = pattern.groupsPerRow(inputs);
    if (pattern.isDense()) {
      outlines.add(new Outline(values(), ElementType.I8, List.of((long) outputs, (long) inputs)));
    } else {
      outlines.add(
          new Outline(
              values(), ElementType.I8, List.of((long) outputs, groups, (long) pattern.kept())));
      outlines.add(
          new Outline(
              mask(), ElementType.U8, List.of((long) outputs, pattern.maskBytesPerRow(inputs))));
    }
    outlines.add(
        new Outline(scale(), ElementType.F32, List.of((long) outputs, (long) scalesPerRow())));
    return outlines;
  }
}

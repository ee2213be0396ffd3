package org.cimlet.tensor.compress;

import org.cimlet.tensor.Pattern;

/// What compression did to one matrix W, of which W' is stored.
///
/// @param name its name
/// @param pattern which weights are stored
/// @param outputs rows
/// @param inputs columns
/// @param fileBytes bytes it had
/// @param weightBytes bytes of values and masks now
/// @param scaleBytes bytes of scales now
/// @param relativeError Frobenius norm of W - W' over that of W; 0 where W is 0
/// @param worstOutput the row of the largest relative error
/// @param worstOutputError the relative error of that row
public record TensorReport(
    String name,
    Pattern pattern,
    int outputs,
    int inputs,
    long fileBytes,
    long weightBytes,
    long scaleBytes,
    double relativeError,
    int worstOutput,
    double worstOutputError) {

  /// Share of the weights that is stored: 0.25 at 8:32.
  public double density() {
    long perRow = 0;
    for (int group = 0; group < pattern.groupsPerRow(inputs); group++) {
      perRow += Math.min(pattern.kept(), pattern.inputsOfGroup(group, inputs));
    }
    return (double) perRow / inputs;
  }

  /// Bytes of the dense INT8 matrix over those of values and masks: 2.667 at 8:32.
  public double ratio() {
    return (double) outputs * inputs / weightBytes;
  }

  /// Bytes of values, masks and scales.
  public long storedBytes() {
    return weightBytes + scaleBytes;
  }
}

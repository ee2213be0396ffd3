package org.cimlet.execute.products;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.plan.machine.AnalogArray;
import org.cimlet.plan.machine.ChargeSram;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Precision;
import org.cimlet.tensor.WeightMatrix;

/// How the linears of a network are computed.
public interface Arithmetic {
  /// Makes the products of linears that share an input.
  ///
  /// @param layer number of the layer; the number of layers for the head
  /// @param stage where in the layer
  /// @param linears at least one, all with the same inputs
  LinearProducts products(int layer, Stage stage, List<WeightedLinear> linears);

  /// Tokens that pass the layers together at most: enough that reading a weight is shared by many.
  default int together() {
    return 64;
  }

  /// Floats: the reference. Weights stored as integers are multiplied by their scales first.
  static Arithmetic floats() {
    return (_, _, linears) -> new FloatProducts(linears);
  }

  /// As they are stored: linears of integers with INT8 activations and int32 sums, by the fastest
  /// kernel this machine has; linears of floats in float.
  static Arithmetic stored() {
    IntegerSums.Maker sums = IntegerSums.fastest();
    return (_, _, linears) -> StoredProducts.of(linears, sums);
  }

  /// In arrays with analog sums: linears of integers with INT8 activations, whose sums come through
  /// cells that are off what they were meant to be, noise, and converters.
  @SuppressWarnings("EnumOrdinal") // only told apart, in a seed
  static Arithmetic analog(AnalogArray array, AnalogConditions conditions) {
    return (layer, stage, linears) -> {
      long ofStage = SplitMix.mix(SplitMix.mix(conditions.seed(), layer), stage.place());
      List<LinearProducts> parts = new ArrayList<>();
      for (int i = 0; i < linears.size(); i++) {
        long key = SplitMix.mix(ofStage, i);
        parts.add(
            new IntegerProducts(
                List.of(linears.get(i)), matrix -> sums(matrix, array, conditions, key)));
      }
      return StoredProducts.beside(parts);
    };
  }

  /// In arrays of floating-point words: weights and activations rounded to them, mantissas aligned
  /// row by row, rows added in single precision.
  ///
  /// @throws IllegalArgumentException where the macro's words are whole numbers
  static Arithmetic aligned(Macro.DigitalSram macro) {
    Precision.Alignment alignment = macro.alignment();
    if (!macro.format().isFloat() || alignment == null) {
      throw new IllegalArgumentException("must be floating-point words, got " + macro);
    }
    AlignedSums sums = new AlignedSums(macro.inputsPerRow(), alignment);
    return (_, _, linears) -> new AlignedProducts(linears, macro.format(), sums);
  }

  private static IntegerSums sums(
      WeightMatrix matrix, AnalogArray array, AnalogConditions conditions, long key) {
    return switch (array) {
      case Macro.AnalogCrossbar crossbar -> new CrossbarSums(matrix, crossbar, conditions, key);
      case ChargeSram sram -> new ChargeSums(matrix, sram, key);
    };
  }
}

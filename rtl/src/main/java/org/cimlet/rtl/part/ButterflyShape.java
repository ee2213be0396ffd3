package org.cimlet.rtl.part;

import java.util.List;
import java.util.stream.IntStream;
import org.cimlet.rtl.verilog.Expression.Name;

/// Which multiplexers of an inverse butterfly are built: those that the kept outputs depend on.
///
/// @param inputs a power of two
/// @param outputs kept, from 0 on
record ButterflyShape(int inputs, int outputs) {
  int stages() {
    return Integer.numberOfTrailingZeros(inputs);
  }

  /// Blocks of a stage, `2d` inputs each.
  int blocks(int stage) {
    return inputs >> (stage + 1);
  }

  /// Switches of a block that listen to a control bit.
  int switches(int stage) {
    return Math.min(1 << stage, outputs);
  }

  /// Positions of a block whose multiplexers are built, from its first on.
  int built(int stage) {
    return Math.min(2 << stage, outputs);
  }

  /// Control word of a stage: bit `block * switches + j` is that of a block's switch `j`.
  Name controlWord(int stage) {
    return new Name("cross_" + (1 << stage), blocks(stage) * switches(stage));
  }

  List<Name> controlWords() {
    return IntStream.range(0, stages()).mapToObj(this::controlWord).toList();
  }

  int controlBits() {
    return controlWords().stream().mapToInt(Name::width).sum();
  }

  /// Multiplexers of each bit of an element.
  int muxes() {
    return IntStream.range(0, stages()).map(stage -> blocks(stage) * built(stage)).sum();
  }
}

package org.cimlet.rtl;

import java.math.BigInteger;
import java.util.Map;
import org.cimlet.rtl.folder.Cycles;

/// A circuit on golden vectors, until one is wrong.
///
/// @param passed cycles in which everything looked at was right
/// @param isRight whether all were
record GoldenRun(int passed, boolean isRight) {
  static GoldenRun of(Circuit circuit, Cycles cycles) {
    int passed = 0;
    for (int cycle = 0; cycle < cycles.count(); cycle++) {
      int now = cycle;
      cycles
          .inputs()
          .forEach(
              port -> circuit.drive(port.name().name(), cycles.driven(now, port.name().name())));
      circuit.settle();
      Map<String, BigInteger> expected = cycles.expected(cycle);
      if (!expected.isEmpty()) {
        if (expected.entrySet().stream()
            .anyMatch(e -> !circuit.get(e.getKey()).equals(e.getValue()))) {
          return new GoldenRun(passed, false);
        }
        passed++;
      }
      circuit.clock();
    }
    return new GoldenRun(passed, true);
  }
}

package org.cimlet.rtl;

import java.math.BigInteger;
import java.util.Map;
import org.cimlet.rtl.folder.Cycles;

/// A circuit on golden vectors.
///
/// @param passed cycles in which everything looked at was right
/// @param failed the others
record GoldenRun(int passed, int failed) {
  static GoldenRun of(Circuit circuit, Cycles cycles) {
    int passed = 0;
    int failed = 0;
    for (int cycle = 0; cycle < cycles.count(); cycle++) {
      int now = cycle;
      cycles
          .inputs()
          .forEach(
              port -> circuit.drive(port.name().name(), cycles.driven(now, port.name().name())));
      circuit.settle();
      Map<String, BigInteger> expected = cycles.expected(cycle);
      if (!expected.isEmpty()) {
        boolean right =
            expected.entrySet().stream()
                .allMatch(e -> circuit.get(e.getKey()).equals(e.getValue()));
        passed += right ? 1 : 0;
        failed += right ? 0 : 1;
      }
      circuit.clock();
    }
    return new GoldenRun(passed, failed);
  }
}

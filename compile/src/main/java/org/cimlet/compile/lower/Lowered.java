package org.cimlet.compile.lower;

import java.util.stream.Stream;
import org.cimlet.plan.program.Linear;
import org.cimlet.plan.program.Program;

/// A program with what every machine is asked about it, worked out once.
///
/// @param longest the linear with the most inputs: the longest sum an accumulator must hold
public record Lowered(Program program, Linear longest) {

  public static Lowered of(Program program) {
    Linear longest =
        Stream.concat(
                program.layers().stream().distinct().flatMap(block -> block.linears().stream()),
                program.head().fusedLinears().getFirst().linears().stream())
            .reduce((a, b) -> b.inputs() > a.inputs() ? b : a)
            .orElseThrow();
    return new Lowered(program, longest);
  }
}

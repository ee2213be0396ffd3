package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The passes under way, by number. Numbers of those that have ended are given out again, the
/// smallest first.
final class Passes {
  private final List<@Nullable Pass> passes = new ArrayList<>();
  private final BitSet taken = new BitSet();

  /// Sets a pass up.
  ///
  /// @param make makes it, of the number it gets
  Pass add(IntFunction<Pass> make) {
    int number = taken.nextClearBit(0);
    Pass pass = make.apply(number);
    taken.set(number);
    if (number == passes.size()) {
      passes.add(pass);
    } else {
      passes.set(number, pass);
    }
    return pass;
  }

  void remove(Pass pass) {
    taken.clear(pass.number());
    passes.set(pass.number(), null);
  }

  Pass get(int number) {
    Pass pass = passes.get(number);
    if (pass == null) {
      throw new IllegalStateException("no pass " + number + " is under way");
    }
    return pass;
  }

  void forEach(Consumer<Pass> visitor) {
    for (Pass pass : passes) {
      if (pass != null) {
        visitor.accept(pass);
      }
    }
  }
}

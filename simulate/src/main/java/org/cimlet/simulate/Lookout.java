package org.cimlet.simulate;

import java.util.function.Consumer;

/// Reads every part's busy time at equal steps of time.
///
/// @param count of readings, the first at `fromPs`
record Lookout(long fromPs, long everyPs, int count, Consumer<Meter> reader) {

  /// Takes a reading and sees to the next.
  ///
  /// @param readings taken before
  void look(EventQueue events, Meter meter, int readings) {
    reader.accept(meter);
    if (readings + 1 < count) {
      events.schedule(events.nowPs() + everyPs, Event.of(Event.LOOK, readings + 1));
    }
  }
}

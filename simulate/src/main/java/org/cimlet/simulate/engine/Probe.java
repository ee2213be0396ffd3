package org.cimlet.simulate.engine;

import java.util.function.LongConsumer;

/// Takes readings at equal steps of time.
///
/// @param count of readings, the first at `fromPs`
/// @param reader takes a reading; it gets the time
public record Probe(long fromPs, long everyPs, int count, LongConsumer reader) {

  /// Takes a reading and schedules the next.
  ///
  /// @param readings taken before
  public void sample(EventQueue events, int readings) {
    reader.accept(events.nowPs());
    if (readings + 1 < count) {
      events.schedule(events.nowPs() + everyPs, Event.of(Event.SAMPLE, readings + 1));
    }
  }
}

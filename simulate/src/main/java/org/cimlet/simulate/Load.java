package org.cimlet.simulate;

import java.util.List;
import org.cimlet.plan.Resource;

/// How busy one part of the package was.
///
/// @param name which one: `chiplet12`, `chiplet0>host`, `host`
/// @param busyPs time it worked
/// @param utilisation share of the time measured
/// @param bits that crossed it, for links; 0 for the rest
public record Load(Resource resource, String name, long busyPs, double utilisation, long bits) {

  /// The busiest of several; of equals the first.
  static Load busiest(List<Load> loads) {
    Load busiest = loads.getFirst();
    for (Load load : loads) {
      if (load.busyPs() > busiest.busyPs()) {
        busiest = load;
      }
    }
    return busiest;
  }
}

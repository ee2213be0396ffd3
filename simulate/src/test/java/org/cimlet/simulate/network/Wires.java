package org.cimlet.simulate.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cimlet.plan.machine.Topology;

/// Wires chiplets by hand; routes are shortest, by the first link found. The host is the last
/// place.
final class Wires {
  private final int chiplets;
  private final List<Topology.Link> links = new ArrayList<>();

  Wires(int chiplets) {
    this.chiplets = chiplets;
  }

  /// Both directions.
  Wires wire(int a, int b, double gbitS, double latencyNs) {
    one(a, b, gbitS, latencyNs);
    one(b, a, gbitS, latencyNs);
    return this;
  }

  private void one(int from, int to, double gbitS, double latencyNs) {
    links.add(new Topology.Link(from, to, gbitS * 1e9, latencyNs * 1e-9, 1, from + ">" + to));
  }

  /// Chiplets in a row, the host at the first.
  static Wires row(int chiplets, double gbitS, double latencyNs) {
    Wires wires = new Wires(chiplets).wire(0, chiplets, gbitS, latencyNs);
    for (int c = 0; c + 1 < chiplets; c++) {
      wires.wire(c, c + 1, gbitS, latencyNs);
    }
    return wires;
  }

  /// Chiplets in a circle, the host at the first.
  static Wires ring(int chiplets, double gbitS, double latencyNs) {
    return row(chiplets, gbitS, latencyNs).wire(chiplets - 1, 0, gbitS, latencyNs);
  }

  Topology topology() {
    int places = chiplets + 1;
    int[] next = new int[places * places];
    Arrays.fill(next, -1);
    for (int to = 0; to < places; to++) {
      int[] distance = distances(to);
      for (int link = links.size() - 1; link >= 0; link--) {
        Topology.Link wire = links.get(link);
        if (distance[wire.to()] + 1 == distance[wire.from()]) {
          next[wire.from() * places + to] = link;
        }
      }
    }
    return new Topology(chiplets, 1, links, next, new int[chiplets], new int[chiplets], 1, 512, 32);
  }

  private int[] distances(int to) {
    int[] distance = new int[chiplets + 1];
    Arrays.fill(distance, 1_000_000);
    distance[to] = 0;
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(to));
    while (!open.isEmpty()) {
      int place = open.remove();
      if (place == chiplets && place != to) {
        continue; // nothing passes through the host
      }
      for (Topology.Link link : links) {
        if (link.to() == place && distance[link.from()] > distance[place] + 1) {
          distance[link.from()] = distance[place] + 1;
          open.add(link.from());
        }
      }
    }
    return distance;
  }
}

package org.cimlet.simulate.network;

import java.util.Arrays;
import org.cimlet.plan.machine.Topology;
import org.cimlet.simulate.engine.Event;

/// Makes routing free of deadlock, whatever the topology.
///
/// A packet that sits in the buffer behind one link and waits for the next makes the first depend
/// on the second. Where dependencies run in a circle, packets can wait for each other for ever. All
/// links are put in an order that follows the dependencies as far as possible (a depth-first
/// search's reverse postorder); whenever a route steps down in that order, its packets change to
/// the next virtual channel. Within a channel the order only rises and channels only rise, so that
/// no circle is left. Dimension-ordered routes on a mesh never step down: they need one channel. A
/// ring needs two.
final class VirtualChannelAssignment {
  private final Topology topology;
  private final int places;
  private final int[] rank;
  private final int channels;

  private VirtualChannelAssignment(Topology topology) {
    this.topology = topology;
    this.places = topology.chiplets() + topology.hosts();
    this.rank = ranks(successors());
    this.channels = 1 + mostStepsDown();
  }

  private VirtualChannelAssignment(Topology topology, int[] rank, int channels) {
    this.topology = topology;
    this.places = topology.chiplets() + topology.hosts();
    this.rank = rank;
    this.channels = channels;
  }

  /// @throws IllegalArgumentException where a route leads nowhere or round in circles, or more
  ///   channels are needed than a packet can name
  static VirtualChannelAssignment of(Topology topology) {
    VirtualChannelAssignment order = new VirtualChannelAssignment(topology);
    if (order.channels > Event.MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "routes must be free of deadlock with at most %s virtual channels, got a topology that needs %s"
              .formatted(Event.MAX_CHANNELS, order.channels));
    }
    return order;
  }

  /// One channel for every packet, free of deadlock or not: to show what channels are for.
  static VirtualChannelAssignment single(Topology topology) {
    return new VirtualChannelAssignment(topology, new int[topology.links().size()], 1);
  }

  /// Virtual channels every link has.
  int channels() {
    return channels;
  }

  /// The channel on the next link of a packet that came over `link` on `channel`.
  int next(int link, int channel, int nextLink) {
    return rank[nextLink] < rank[link] ? channel + 1 : channel;
  }

  /// Links that some route takes right after each link.
  private int[][] successors() {
    int links = topology.links().size();
    boolean[] seen = new boolean[links];
    int[][] successors = new int[links][];
    int[] found = new int[links];
    for (int link = 0; link < links; link++) {
      int from = topology.links().get(link).from();
      int through = topology.linkTo(link);
      int count = 0;
      for (int to = 0; to < places; to++) {
        if (to != from && to != through && topology.nextLink(from, to) == link) {
          int next = topology.nextLink(through, to);
          if (!seen[next]) {
            seen[next] = true;
            found[count++] = next;
          }
        }
      }
      successors[link] = Arrays.copyOf(found, count);
      for (int next : successors[link]) {
        seen[next] = false;
      }
    }
    return successors;
  }

  /// Reverse postorder of a depth-first search from every link, without recursion.
  private static int[] ranks(int[][] successors) {
    int links = successors.length;
    int[] ranks = new int[links];
    int[] tried = new int[links];
    boolean[] entered = new boolean[links];
    int[] path = new int[links];
    int nextRank = links;
    for (int root = 0; root < links; root++) {
      int depth = 0;
      if (!entered[root]) {
        entered[root] = true;
        path[depth++] = root;
      }
      while (depth > 0) {
        int link = path[depth - 1];
        if (tried[link] == successors[link].length) {
          ranks[link] = --nextRank;
          depth--;
          continue;
        }
        int next = successors[link][tried[link]++];
        if (!entered[next]) {
          entered[next] = true;
          path[depth++] = next;
        }
      }
    }
    return ranks;
  }

  private int mostStepsDown() {
    int most = 0;
    for (int from = 0; from < places; from++) {
      for (int to = 0; to < places; to++) {
        if (from != to) {
          most = Math.max(most, stepsDown(from, to));
        }
      }
    }
    return most;
  }

  private int stepsDown(int from, int to) {
    int link = topology.nextLink(from, to);
    int channel = 0;
    int hops = 1;
    while (topology.linkTo(link) != to) {
      int next = topology.nextLink(topology.linkTo(link), to);
      channel = next(link, channel, next);
      link = next;
      if (++hops > places) {
        throw new IllegalArgumentException(
            "a route must end, got one from %s to %s that runs in circles".formatted(from, to));
      }
    }
    return channel;
  }
}

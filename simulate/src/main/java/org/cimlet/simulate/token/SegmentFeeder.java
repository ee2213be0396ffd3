package org.cimlet.simulate.token;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.WeightMemory;

/// Cuts the weights that go over one link of a host, or that a chiplet has beside it, into
/// segments, and chooses which comes next: that of the chiplet which has the least of its share.
final class SegmentFeeder {
  private static final int MOST_SEGMENTS = 128;
  private static final long LEAST_SEGMENT_BITS = 512 * 8;

  /// In the place of a link, where weights lie beside their chiplet.
  static final int NO_LINK = -1;

  private final int memory;
  private final int link;
  private final List<Share> shares = new ArrayList<>();
  private int chosenChiplet;
  private long chosenBits;

  private SegmentFeeder(int memory, int link) {
    this.memory = memory;
    this.link = link;
  }

  /// What one chiplet gets.
  private static final class Share {
    private final int chiplet;
    private final long bits;
    private final long segmentBits;
    private long sent;
    private long arrived;

    Share(int chiplet, long bits) {
      this.chiplet = chiplet;
      this.bits = bits;
      this.segmentBits = Math.max(LEAST_SEGMENT_BITS, Math.ceilDiv(bits, MOST_SEGMENTS));
    }

    private long next() {
      return Math.min(segmentBits, bits - sent);
    }

    private double share() {
      return (double) sent / bits;
    }
  }

  /// The feeders that load each chiplet with so many bits: one for each link that a host's weights
  /// set out on, or one for each chiplet that has a memory of its own.
  static List<SegmentFeeder> all(WeightMemory memory, Topology topology, long[] bitsOfChiplet) {
    List<SegmentFeeder> feeders = new ArrayList<>();
    for (int chiplet = 0; chiplet < bitsOfChiplet.length; chiplet++) {
      if (bitsOfChiplet[chiplet] > 0) {
        int from = memory.of(chiplet, topology);
        int link = memory.atChiplets() ? NO_LINK : topology.nextLink(topology.host(from), chiplet);
        SegmentFeeder feeder =
            feeders.stream()
                .filter(one -> one.memory == from && one.link == link)
                .findFirst()
                .orElseGet(() -> new SegmentFeeder(from, link));
        if (feeder.shares.isEmpty()) {
          feeders.add(feeder);
        }
        feeder.shares.add(new Share(chiplet, bitsOfChiplet[chiplet]));
      }
    }
    return List.copyOf(feeders);
  }

  /// Which memory it reads: a host's, or a chiplet's.
  int memory() {
    return memory;
  }

  /// Where its segments set out; [#NO_LINK] where they are there at once.
  int link() {
    return link;
  }

  /// Starts over; returns how many segments there are.
  int begin() {
    long segments = 0;
    for (Share share : shares) {
      share.sent = 0;
      share.arrived = 0;
      segments += Math.ceilDiv(share.bits, share.segmentBits);
    }
    return Math.toIntExact(segments);
  }

  /// Chooses the next segment, which counts as sent; false where there is none.
  boolean choose() {
    Share least = shares.getFirst();
    for (Share share : shares) {
      least = share.share() < least.share() ? share : least;
    }
    if (least.sent == least.bits) {
      return false;
    }
    chosenChiplet = least.chiplet;
    chosenBits = least.next();
    least.sent += chosenBits;
    return true;
  }

  /// The next segment of a chiplet has arrived, in the order they were chosen. Returns its bits; 0
  /// where the chiplet is fed by another.
  long arrived(int chiplet) {
    for (Share share : shares) {
      if (share.chiplet == chiplet) {
        long bits = Math.min(share.segmentBits, share.bits - share.arrived);
        share.arrived += bits;
        return bits;
      }
    }
    return 0;
  }

  int chosenChiplet() {
    return chosenChiplet;
  }

  long chosenBits() {
    return chosenBits;
  }
}

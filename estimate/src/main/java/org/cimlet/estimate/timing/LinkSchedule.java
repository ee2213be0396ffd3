package org.cimlet.estimate.timing;

import java.util.Arrays;
import org.cimlet.plan.machine.RelayTree;
import org.cimlet.plan.machine.Topology;

/// When vectors arrive that many chiplets of a step send and get: each link serves one after the
/// other, in the order they are sent, the head of a vector going on while its tail follows. A link
/// is taken not to idle between two vectors of an exchange.
///
/// How long a vector waits for links depends on those sent before it alone, not on when they set
/// out: it arrives a latency after it could be sent, or a queue after the exchange began, whichever
/// is later. Both are the same whenever its sender is done, and are remembered for who sends it
/// again ([#afterReadyS], [#afterBeginS]).
///
/// Times count from the beginning of the step. Every place has a time from which it can send, and
/// the time at which the last of what it waits for is there.
public final class LinkSchedule {
  private final Topology topology;
  private final double[] freeS;
  private final int[] touched;
  private final double[] fromS;
  private final double[] atS;
  private final double[] firstS;
  private final double[] lastS;
  private int touchedLinks;
  private double tokens;
  private double beginS;
  private final double[] charged;

  // The vector passed last: the latency of its way, how long after the beginning of the exchange
  // links are free for its head, the slowest link, and what a link takes for so many bits.
  private double latencyS;
  private double queueS;
  private double slowest;
  private double afterReadyS;
  private double afterBeginS;
  private double timedBits;
  private double timedBitsPerS;
  private double timedS;

  /// @param charged where the links' loads are added up, for one token
  public LinkSchedule(Topology topology, double[] charged) {
    this.topology = topology;
    this.charged = charged;
    int nodes = topology.chiplets() + topology.hosts();
    freeS = new double[topology.linkCount()];
    touched = new int[topology.linkCount()];
    fromS = new double[nodes];
    atS = new double[nodes];
    firstS = new double[nodes];
    lastS = new double[nodes];
  }

  /// A step of so many tokens begins: every place can send.
  public void begin(int stepTokens) {
    tokens = stepTokens;
    timedBits = 0;
    Arrays.fill(fromS, 0);
    Arrays.fill(atS, 0);
    freeLinks();
    beginS = 0;
  }

  /// Another exchange begins, the first vector of which is ready at `seconds`.
  public void next(double seconds) {
    Arrays.fill(atS, 0);
    freeLinks();
    beginS = seconds;
  }

  /// Of the links that were busy in the exchange the one others want most; -1 where nothing was
  /// sent.
  ///
  /// @param linkDemandS by all steps together
  public int mostDemanded(double[] linkDemandS) {
    int most = -1;
    for (int i = 0; i < touchedLinks; i++) {
      if (most < 0 || linkDemandS[touched[i]] > linkDemandS[most]) {
        most = touched[i];
      }
    }
    return most;
  }

  /// For how long a link was busy in the exchange.
  public double busyS(int link) {
    return freeS[link];
  }

  private void freeLinks() {
    for (int i = 0; i < touchedLinks; i++) {
      freeS[touched[i]] = 0;
    }
    touchedLinks = 0;
  }

  /// A place can send from then on.
  public void readyAt(int node, double seconds) {
    fromS[node] = seconds;
  }

  /// When the last vector a place waits for is there; 0 where there is none.
  public double at(int node) {
    return atS[node];
  }

  /// The latest of all arrivals.
  public double latestS() {
    double latest = 0;
    for (double at : atS) {
      latest = Math.max(latest, at);
    }
    return latest;
  }

  /// Sends `bits` a token; false where nothing travels.
  public boolean send(int from, int to, double bits) {
    if (from == to || bits <= 0) {
      return false;
    }
    pass(from, to, bits);
    double transferS = bits * tokens / slowest;
    afterReadyS = latencyS + transferS;
    afterBeginS = queueS + transferS;
    atS[to] = Math.max(atS[to], Math.max(fromS[from] + afterReadyS, beginS + afterBeginS));
    return true;
  }

  /// How long after its sender could send it the vector sent last is there at the earliest.
  public double afterReadyS() {
    return afterReadyS;
  }

  /// How long after the exchange began it is there at the earliest.
  public double afterBeginS() {
    return afterBeginS;
  }

  /// When the head of the vector passed last arrives, that could be sent at `startS`.
  private double headS(double startS) {
    return Math.max(startS + latencyS, beginS + queueS);
  }

  /// Takes a vector over the links of a route, and notes its latency and queue and the slowest of
  /// the links. The inner loop of a sweep over groups of chiplets.
  private void pass(int from, int to, double bits) {
    double latency = 0;
    double queue = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int link : topology.routeLinks(from, to)) {
      double free = freeS[link];
      if (free == 0) {
        touched[touchedLinks++] = link;
      }
      double bitsPerS = topology.bitsPerS(link);
      double here = topology.latencyS(link);
      least = least <= bitsPerS ? least : bitsPerS;
      queue = (queue >= free ? queue : free) + here;
      latency += here;
      freeS[link] = free + seconds(bits, bitsPerS);
      charged[link] += bits;
    }
    latencyS = latency;
    queueS = queue;
    slowest = least;
  }

  /// Links of a kind take equally long, and divisions are what passing a vector costs.
  private double seconds(double bits, double bitsPerS) {
    if (bits != timedBits || bitsPerS != timedBitsPerS) {
      timedBits = bits;
      timedBitsPerS = bitsPerS;
      timedS = bits * tokens / bitsPerS;
    }
    return timedS;
  }

  /// Passes `bits` a token down a tree: each place sends a segment on once it is there whole.
  public void down(RelayTree tree, double bits) {
    double all = bits * tokens;
    int segments = RelayTree.segments(Math.round(all));
    firstS[0] = fromS[tree.place(0)];
    lastS[0] = firstS[0];
    for (int i = 1; i < tree.size(); i++) {
      int from = tree.place(tree.parent(i));
      int to = tree.place(i);
      pass(from, to, bits);
      double head = headS(firstS[tree.parent(i)]);
      double segmentS = all / segments / slowest;
      firstS[i] = head + segmentS;
      double following = firstS[i] + (segments - 1) * segmentS;
      lastS[i] = Math.max(following, lastS[tree.parent(i)] + firstS[i] - firstS[tree.parent(i)]);
      atS[to] = Math.max(atS[to], lastS[i]);
    }
  }

  /// Adds partial sums of `bits` a token up a tree: each place sends a segment on once it has it
  /// from all below and its own.
  public void up(RelayTree tree, double bits) {
    double all = bits * tokens;
    int segments = RelayTree.segments(Math.round(all));
    for (int i = 0; i < tree.size(); i++) {
      firstS[i] = fromS[tree.place(i)];
      lastS[i] = firstS[i];
    }
    for (int i = tree.size() - 1; i > 0; i--) {
      int from = tree.place(i);
      int to = tree.place(tree.parent(i));
      pass(from, to, bits);
      double head = headS(firstS[i]);
      double segmentS = all / segments / slowest;
      double first = head + segmentS;
      double last = Math.max(first + (segments - 1) * segmentS, lastS[i] + first - firstS[i]);
      firstS[tree.parent(i)] = Math.max(firstS[tree.parent(i)], first);
      lastS[tree.parent(i)] = Math.max(lastS[tree.parent(i)], last);
    }
    atS[tree.place(0)] = lastS[0];
  }
}

package org.cimlet.simulate;

import java.util.List;
import org.cimlet.plan.Resource;

/// How busy every part of the package was during a window of time, cut into equal bins.
public final class Timeline {
  private final long fromPs;
  private final long binPs;
  private final int bins;
  private final List<Track> tracks;
  private final float[] shares;
  private final List<Band> bands;

  /// One part of the package.
  ///
  /// @param name which one: `chiplet12`, `chiplet0>host`, `host`
  public record Track(Resource resource, String name) {}

  /// A step that a sequence was at, or the loading of a weight set that it waited for.
  ///
  /// @param layer of the step, or of the weight set's first; the number of layers for the head, -1
  ///   for the embedding
  /// @param name `qkv`, `down`, `head`, [#LOADING]
  public record Band(int layer, String name, long fromPs, long toPs) {
    /// Weights were loaded.
    public static final String LOADING = "weight loading";
  }

  /// @param shares at `track * bins + bin`: the part of the bin in which the track was busy
  /// @param bands of the sequence watched, in order; empty where there are several
  Timeline(
      long fromPs, long binPs, int bins, List<Track> tracks, float[] shares, List<Band> bands) {
    this.fromPs = fromPs;
    this.binPs = binPs;
    this.bins = bins;
    this.tracks = List.copyOf(tracks);
    this.shares = shares;
    this.bands = List.copyOf(bands);
  }

  /// When the window begins.
  public long fromPs() {
    return fromPs;
  }

  /// When the window ends.
  public long toPs() {
    return fromPs + bins * binPs;
  }

  /// Equal parts of the window.
  public int bins() {
    return bins;
  }

  /// Every part of the package: chiplets, links, hosts.
  public List<Track> tracks() {
    return tracks;
  }

  /// Part of a bin in which a track was busy, 0 to 1.
  public double share(int track, int bin) {
    return shares[track * bins + bin];
  }

  /// Part of the window in which a track was busy, 0 to 1.
  public double share(int track) {
    double sum = 0;
    for (int bin = 0; bin < bins; bin++) {
      sum += share(track, bin);
    }
    return sum / bins;
  }

  /// Steps of the sequence watched, in order; empty where there are several.
  public List<Band> bands() {
    return bands;
  }
}

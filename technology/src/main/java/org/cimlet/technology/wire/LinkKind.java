package org.cimlet.technology.wire;

import java.util.List;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// A kind of link between dies, packages or boards, as published. What a machine file says of its
/// links is its own; these are to choose from.
///
/// @param name as engineers call it
/// @param gbytePerSPerMm bandwidth for each millimetre of a die's edge, one direction; absent where
///   nobody says
/// @param pjPerBit energy; absent where nobody says
/// @param note rate, reach and latency
public record LinkKind(
    String name, @Nullable Sourced gbytePerSPerMm, @Nullable Sourced pjPerBit, String note) {

  private static final String SHARMA =
      "Das Sharma, Hot Interconnects 2025, as Converge Digest reports";

  /// All that are at hand, from die to die outwards.
  public static List<LinkKind> all() {
    return List.of(
        new LinkKind(
            "UCIe, standard package",
            published(28, "UCIe digests: 28 to 224 GB/s/mm from 4 to 32 GT/s"),
            published(0.5, SHARMA + ": up to 16 GT/s; 0.6 beyond"),
            "x16, 100 to 130 um bumps, 10 to 25 mm, below 2 ns"),
        new LinkKind(
            "UCIe, advanced package",
            published(165, "UCIe digests: 165 to 1317 GB/s/mm from 4 to 32 GT/s"),
            published(0.25, SHARMA + ": up to 16 GT/s; 0.3 beyond"),
            "x64, 25 to 55 um bumps, below 2 ns"),
        new LinkKind(
            "UCIe-3D, hybrid bonded",
            null,
            published(0.05, SHARMA + ": at a pitch of 9 um; 0.01 at 1 um"),
            "face to face, up to 4 GT/s; 300 TB/s a mm² at a pitch of 1 um; 1 to 2 ns both ways"),
        new LinkKind(
            "BoW",
            new Sourced(40, Evidence.DERIVED, "0.32 Tbit/s/mm; up to 1 Tbit/s/mm and more"),
            published(0.2, "simulated, an upper bound"),
            "bunch of wires, short reach"),
        new LinkKind(
            "GRS",
            null,
            published(1.17, "JSSC 2019, 25 Gbit/s; Simba 0.82 to 1.75"),
            "ground-referenced, 25 Gbit/s a pin"),
        new LinkKind(
            "NVLink-C2C",
            null,
            published(1.3, "NVIDIA: 10 x 9 x 40 Gbit/s"),
            "900 GB/s, below 5 ns"),
        new LinkKind(
            "XSR 112G",
            new Sourced(59, Evidence.DERIVED, "475 to 870 Gbit/s/mm"),
            published(1.24, "1.24 to 1.7 pJ/bit"),
            "112 Gbit/s a lane"),
        new LinkKind(
            "PCIe 5.0 x16",
            null,
            published(11.4, "measured, CICC 2020; 4.4 to 6.5 are implied elsewhere"),
            "63 GB/s each direction"),
        new LinkKind("InfiniBand path", null, published(70, "about 70 pJ/bit"), "between boards"));
  }

  private static Sourced published(double value, String source) {
    return new Sourced(value, Evidence.PUBLISHED, source);
  }
}

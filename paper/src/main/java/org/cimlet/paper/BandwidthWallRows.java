package org.cimlet.paper;

import static org.cimlet.paper.row.Section.BANDWIDTH_WALL;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;

/// Section 1.2: what LLaMA-2-7B holds, and what must move where memory and arithmetic are apart.
final class BandwidthWallRows {
  /// JEDEC: pins of an HBM3 stack and their rate.
  private static final double HBM3_BITS_PER_S = 1024 * 6.4e9;

  private static final int CACHE_BITS = 8;

  private final Program network;
  private final Subjects subjects;
  private final List<PaperRow> rows = new ArrayList<>();

  private BandwidthWallRows(Subjects subjects) {
    this.subjects = subjects;
    this.network = subjects.network();
  }

  static List<PaperRow> rows(Subjects subjects) {
    BandwidthWallRows section = new BandwidthWallRows(subjects);
    section.sizes();
    section.shares();
    section.streaming();
    section.cache(512, "1.34");
    section.cache(2048, "5.37");
    section.cache(4096, "10.7");
    section.attention(512, "2.7");
    section.attention(2048, "10.7");
    section.attention(4096, "21.5");
    section.latency();
    return section.rows;
  }

  private static Claim claim(String text) {
    return Claim.of(BANDWIDTH_WALL, text);
  }

  private void sizes() {
    Block layer = network.layers().getFirst();
    rows.add(
        claim("parameters of LLaMA-2-7B")
            .printed("7", "G")
            .computed(Basis.NETWORK, network.parameters() / 1e9)
            .reproduced());
    rows.add(
        claim("weights of a layer")
            .printed("203", "M")
            .computed(Basis.NETWORK, layer.weights() / 1e6)
            .reproducedWithin(
                0.005,
                "attention %s, feed-forward %s; printed 0.3 %% high"
                    .formatted(
                        Si.of(weights(layer, "q_proj", "k_proj", "v_proj", "o_proj"), ""),
                        Si.of(weights(layer, "gate_proj", "up_proj", "down_proj"), ""))));
    rows.add(
        claim("weights of 32 layers")
            .printed("6.5", "G")
            .computed(Basis.NETWORK, network.linearWeights() / 1e9)
            .reproduced());
  }

  private void shares() {
    double parameters = network.parameters();
    double layers = network.linearWeights();
    rows.add(
        claim("share of the layers in all parameters")
            .printedAtLeast("85", "%")
            .computed(Basis.NETWORK, percent(layers, parameters))
            .reproducedBound("96.1", "true as a lower bound"));
    String meant = "with the head; the 85 % printed is the share at the longest context";
    rows.add(multiplies(512).unprinted("%").implied("98.0", ""));
    rows.add(multiplies(1024).unprinted("%").implied("96.1", ""));
    rows.add(multiplies(2048).unprinted("%").implied("92.5", ""));
    rows.add(multiplies(4096).printedAtLeast("85", "%").reproducedBound("86.0", meant));
    double feedForward = allLayers("gate_proj", "up_proj", "down_proj");
    rows.add(
        claim("share of the feed-forwards")
            .unprinted("%")
            .computed(Basis.NETWORK, percent(feedForward, parameters))
            .implied("64.2", ""));
    rows.add(
        claim("share with attention's output projection")
            .unprinted("%")
            .computed(Basis.NETWORK, percent(feedForward + allLayers("o_proj"), parameters))
            .implied(
                "72.2",
                "the matrices of section 2.2 when none is left out: 85 % needs the rest of"
                    + " attention too"));
  }

  private Claim multiplies(int context) {
    double linear = network.activeLinearWeights() + network.headWeights();
    double attention = attentionMacs(context);
    return claim("linears' share of multiplies, context " + Si.grouped(context))
        .computed(Basis.NETWORK, percent(linear, linear + attention));
  }

  private void streaming() {
    BandwidthWall wall = wall(2048);
    rows.add(
        claim("bandwidth to stream the weights")
            .printed("64", "Tbit/s")
            .computed(Basis.WALL, wall.weightBytesPerS() * 8 / 1e12)
            .corrected(
                "518.1",
                "the figure is right in bytes, %s; the label is not. At batch B divide by B"
                    .formatted(Si.of(wall.weightBytesPerS(), "B/s"))));
    rows.add(
        claim("bandwidth of HBM3")
            .printed("0.8", "Tbit/s")
            .computed(Basis.ARITHMETIC, HBM3_BITS_PER_S / 1e12)
            .corrected(
                "6.55",
                "1,024 pins at 6.4 Gbit/s are 819.2 GB/s a stack: bytes again, and one stack of"
                    + " several"));
    rows.add(
        claim("HBM3 stacks that takes")
            .unprinted("stacks")
            .computed(Basis.WALL, wall.weightBytesPerS() * 8 / HBM3_BITS_PER_S)
            .implied("79.1", "64 / 0.8 = 80 as printed: both labels are wrong by the same 8"));
  }

  /// What the paper calls light enough for a CPU.
  private void cache(int context, String expected) {
    rows.add(
        claim("KV cache read at context " + Si.grouped(context))
            .unprinted("TB/s")
            .computed(Basis.WALL, wall(context).kvCacheBytesPerS() / 1e12)
            .corrected(
                expected,
                "\"a CPU or middling NPU will do\" is not supported: sequences do not share their KV"
                    + " cache, and the default host reads %s"
                        .formatted(
                            Si.of(subjects.chiplets().host().achievedMemoryBytesPerS(), "B/s"))));
  }

  private void attention(int context, String expected) {
    rows.add(
        claim("attention's compute at context " + Si.grouped(context))
            .unprinted("TOPS")
            .computed(Basis.NETWORK, 2 * attentionMacs(context) * Subjects.TOKENS_PER_S / 1e12)
            .implied(
                expected,
                "not the limit: the default host achieves %s"
                    .formatted(Si.of(subjects.chiplets().host().achievedOpsPerS(), "op/s"))));
  }

  private void latency() {
    String why = "10,000 tokens/s are feasible at large batches, not at batch 1";
    rows.add(
        claim("TPOT if one sequence had the rate")
            .unprinted("µs")
            .computed(Basis.ARITHMETIC, 1e6 / Subjects.TOKENS_PER_S)
            .implied("100", why));
    rows.add(
        claim("time of a layer, every round trip included")
            .unprinted("µs")
            .computed(Basis.NETWORK, 1e6 / Subjects.TOKENS_PER_S / network.layers().size())
            .implied("3.125", why));
  }

  private BandwidthWall wall(int context) {
    return BandwidthWall.at(Subjects.TOKENS_PER_S, network, context, CACHE_BITS);
  }

  /// Multiply-accumulates of all layers' attention for one token.
  private double attentionMacs(int context) {
    return network.layers().stream().mapToDouble(layer -> layer.attention().macs(context)).sum();
  }

  private double allLayers(String... names) {
    return network.layers().stream().mapToDouble(layer -> weights(layer, names)).sum();
  }

  static double weights(Block layer, String... names) {
    List<String> wanted = List.of(names);
    return layer.linears().stream()
        .filter(linear -> wanted.contains(linear.name()))
        .mapToDouble(linear -> (double) linear.weights())
        .sum();
  }

  private static double percent(double part, double whole) {
    return 100 * part / whole;
  }
}

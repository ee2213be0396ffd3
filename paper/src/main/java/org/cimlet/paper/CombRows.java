package org.cimlet.paper;

import static org.cimlet.paper.row.Section.COMB;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;

/// Section 2.2: operations a second for each stored byte, of networks and of arrays.
final class CombRows {
  /// As printed: 4.1 G a frame and 25 MB of weights.
  private static final double RESNET_MACS = 4.1e9;

  private static final double RESNET_BYTES = 25e6;
  private static final double VIDEO_FRAMES_PER_S = 30;

  private final Subjects subjects;
  private final Program network;
  private final List<PaperRow> rows = new ArrayList<>();

  private CombRows(Subjects subjects) {
    this.subjects = subjects;
    this.network = subjects.network();
  }

  static List<PaperRow> rows(Subjects subjects) {
    CombRows section = new CombRows(subjects);
    section.demand();
    section.rate();
    section.resNet();
    section.arrays();
    return section.rows;
  }

  private static Claim claim(String text) {
    return Claim.of(COMB, text);
  }

  private void demand() {
    double counted = perPass("up_proj", "down_proj", "o_proj");
    double whole = perPass("gate_proj", "up_proj", "down_proj", "o_proj");
    double all = network.linearWeights();
    String short_ =
        "as the paper counts: 2 of the 3 feed-forward matrices and 1 of attention's 4; the unit is"
            + " operations a second";
    rows.add(compute("compute of three linears a layer", counted).reproduced(short_));
    rows.add(
        compute("compute of the feed-forward and W_o", whole)
            .unprinted("TOPS")
            .implied("97.3", "the gate's matrix was left out"));
    rows.add(
        compute("compute of all linears", all)
            .corrected("129.5", "the 6.5 G weights of section 1.2, used twice 10,000 times"));
    rows.add(
        storage("storage of three linears a layer", counted)
            .reproduced("as the paper counts; contradicts its own 203 M x 32"));
    rows.add(
        storage("storage of the feed-forward and W_o", whole)
            .unprinted("GB")
            .implied("4.865", "the gate's matrix was left out"));
    rows.add(
        storage("storage of all linears", all).corrected("6.476", "section 1.2's 6.5 G at INT8"));
  }

  private static Claim compute(String text, double weights) {
    return claim(text)
        .printed("68", "TOPS")
        .computed(Basis.NETWORK, 2 * weights * Subjects.TOKENS_PER_S / 1e12);
  }

  private static Claim storage(String text, double weights) {
    return claim(text).printed("3.4", "GB").computed(Basis.NETWORK, weights / 1e9);
  }

  /// The ratio of the two, said to be the token rate whatever the network.
  private void rate() {
    rows.add(
        claim("compute per stored byte: \"the token rate\"")
            .printed("10", "kop/s/B")
            .computed(Basis.NETWORK, opsPerSPerByte(network) / 1e3)
            .corrected("20.0", "twice the token rate: the line above multiplies by 2"));
    rows.add(
        claim("\"whatever the network's size\": LLaMA-2-70B")
            .unprinted("kop/s/B")
            .computed(Basis.NETWORK, opsPerSPerByte(subjects.larger()) / 1e3)
            .implied("20.0", "true of dense networks"));
    Program routed = subjects.routed();
    rows.add(
        claim("\"whatever the network's size\": Mixtral-8x7B")
            .unprinted("kop/s/B")
            .computed(Basis.NETWORK, opsPerSPerByte(routed) / 1e3)
            .implied(
                "5.43",
                "not true of routed experts: %s times what a token uses is stored"
                    .formatted(
                        Si.plain(routed.linearWeights() / (double) routed.activeLinearWeights()))));
  }

  private void resNet() {
    double macsPerByte = RESNET_MACS / RESNET_BYTES;
    double perFrame = 2 * macsPerByte;
    double perSecond = macsPerByte * VIDEO_FRAMES_PER_S * 2;
    rows.add(
        claim("ResNet-50, for each stored byte and frame")
            .printed("164", "GOPS/kB")
            .computed(Basis.ARITHMETIC, macsPerByte / 1e9 * 1e3)
            .corrected("0.000164", "4.1 G / 25 MB = 164 operations a byte, or GOPS/GB"));
    rows.add(
        claim("the same counted as the LLM is")
            .printed("164", "op/B")
            .computed(Basis.ARITHMETIC, perFrame)
            .corrected("328", "4.1 G are multiply-accumulates, two operations each"));
    rows.add(
        claim("\"LLM far below CNN\", an inference each")
            .unprinted("x")
            .computed(Basis.ARITHMETIC, perFrame / 2)
            .implied("164", "2 operations a byte and token against 328 a byte and frame: true"));
    rows.add(
        claim("ResNet-50 at 30 frames a second")
            .unprinted("kop/s/B")
            .computed(Basis.ARITHMETIC, perSecond / 1e3)
            .implied("9.84", ""));
    rows.add(
        claim("frame rate from which \"LLM far below CNN\" holds")
            .unprinted("frames/s")
            .computed(Basis.NETWORK, opsPerSPerByte(network) / perFrame)
            .corrected(
                "61.0",
                "below it the LLM at 10,000 tokens/s asks for more operations a second and byte than"
                    + " the CNN, 2.03 times as many at 30 frames/s"));
  }

  /// COMB: clock x 2 / depth.
  private void arrays() {
    Chiplet chiplet = subjects.chiplets().chiplet();
    Macro macro = chiplet.macro();
    String depth = "clock / token rate words for each multiplier";
    rows.add(depth("320", "32000", depth));
    rows.add(depth("500", "50000", depth));
    rows.add(depth("1000", "100000", depth));
    rows.add(
        claim("clock x 2 / depth of the paper's chiplet")
            .unprinted("kop/s/B")
            .computed(
                Basis.MACHINE, 2 * macro.macsPerS() / macro.inputsPerRow() / macro.rows() / 1e3)
            .implied("50.0", "10 TOPS / 200 MB by the other way; 2.5 times what the target asks"));
    double wordsPerOps = chiplet.capacityBytes() * 2 / chiplet.peakOpsPerS();
    rows.add(
        claim("depth of the paper's chiplet at 500 MHz")
            .unprinted("words")
            .computed(Basis.MACHINE, wordsPerOps * 500e6)
            .implied("20000", "10,000 multipliers"));
    rows.add(
        claim("depth of the paper's chiplet at 1 GHz")
            .unprinted("words")
            .computed(Basis.MACHINE, wordsPerOps * 1e9)
            .implied("40000", "5,000 multipliers"));
    Chiplet chip = subjects.sparseChip().chiplet();
    rows.add(
        claim("bytes for each multiplier of the 28 nm chip")
            .unprinted("B")
            .computed(
                Basis.MACHINE,
                (double) chip.capacityBytes()
                    / ((long) chip.macros() * chip.macro().inputsPerRow()))
            .implied("192.0", "147,456 B / 768"));
  }

  private static PaperRow depth(String megahertz, String expected, String why) {
    return claim("depth that fits the target at %s MHz".formatted(megahertz))
        .unprinted("words")
        .computed(Basis.ARITHMETIC, Double.parseDouble(megahertz) * 1e6 / Subjects.TOKENS_PER_S)
        .implied(expected, why);
  }

  private double perPass(String... names) {
    double weights = 0;
    for (Block layer : network.layers()) {
      weights += BandwidthWallRows.weights(layer, names);
    }
    return weights;
  }

  /// At the paper's token rate and INT8.
  private static double opsPerSPerByte(Program program) {
    return 2.0 * program.activeLinearWeights() * Subjects.TOKENS_PER_S / program.storedLayerBytes();
  }
}

package org.cimlet.paper;

import static org.cimlet.paper.row.Section.CHIPLET;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.Expectation;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;
import org.cimlet.technology.manufacture.Die;

/// Section 2.1, second half: the chiplet, and how many of them LLaMA-2-7B takes.
final class ChipletRows {
  private static final double MEBI = 1 << 20;

  /// A demonstrated 128 Mibit on 42.6 mm², TSMC 16 nm.
  static final double DEMONSTRATED_16_NM_BITS_PER_MM2 = 128 * MEBI / 42.6;

  private final Subjects subjects;
  private final Chiplet chiplet;
  private final List<PaperRow> rows = new ArrayList<>();

  private ChipletRows(Subjects subjects) {
    this.subjects = subjects;
    this.chiplet = subjects.chiplets().chiplet();
  }

  static List<PaperRow> rows(Subjects subjects) {
    ChipletRows section = new ChipletRows(subjects);
    section.die();
    section.density();
    section.pass();
    section.counts();
    section.links();
    return section.rows;
  }

  private static Claim claim(String text) {
    return Claim.of(CHIPLET, text);
  }

  private void die() {
    rows.add(
        claim("compute of a chiplet")
            .printed("10", "TOPS")
            .computed(Basis.MACHINE, chiplet.peakOpsPerS() / 1e12)
            .restated("by construction: the preset's 10,000 multipliers run at 500 MHz for it"));
    rows.add(
        claim("memory of a chiplet")
            .printed("200", "MB")
            .computed(Basis.MACHINE, chiplet.capacityBytes() / 1e6)
            .restated("by construction: the preset has 1,250 macros of 8 x 20,000 bytes"));
    String area = "an estimate without a method; printed in mm³, meant in mm²";
    rows.add(claim("area of computing").printed("8", "mm²").given(area));
    rows.add(claim("area of memory").printed("300", "mm²").given(area));
    rows.add(
        claim("compute density")
            .printed("0.0325", "TOPS/mm²")
            .computed(Basis.MACHINE, chiplet.peakOpsPerS() / 1e12 / chiplet.areaMm2())
            .restated("10 / (8 + 300): links, control and vector unit are left out"));
  }

  /// How dense 200 MB on 300 mm² is, compared with what has been built.
  private void density() {
    double bits = chiplet.capacityBytes() * 8.0;
    double bitsPerMm2 = bits / chiplet.memoryMm2();
    rows.add(
        claim("memory density that takes")
            .unprinted("Mbit/mm²")
            .computed(Basis.MACHINE, bitsPerMm2 / 1e6)
            .implied(
                "5.33", "0.667 MB/mm²: half of what dense arrays reach, 1.7 times what chips do"));
    rows.add(
        claim("share of it that is cells of 0.07 µm²")
            .unprinted("%")
            .computed(Basis.MACHINE, 100 * bitsPerMm2 * 0.07e-6)
            .implied("37", "TSMC's 16 nm cell"));
    rows.add(
        claim("share of it that is cells of 0.064 µm²")
            .unprinted("%")
            .computed(Basis.MACHINE, 100 * bitsPerMm2 * 0.064e-6)
            .implied("34", "a 14 nm cell"));
    rows.add(
        claim("area of 200 MB at TSMC's 16 nm density")
            .unprinted("mm²")
            .computed(Basis.MACHINE, bits / DEMONSTRATED_16_NM_BITS_PER_MM2)
            .implied(
                "508",
                "a demonstrated 128 Mibit on 42.6 mm², all around it included: the most it may be"));
    rows.add(
        claim("area of 200 MB at TSMC's 7 nm density")
            .unprinted("mm²")
            .computed(Basis.MACHINE, bits / (256 * MEBI / 42.64))
            .implied("254", "a demonstrated 256 Mibit on 42.64 mm²: 6.0 Mibit/mm²"));
    rows.add(
        claim("area of 200 MB at a 16 nm macro's density")
            .unprinted("mm²")
            .computed(Basis.MACHINE, bits / 8 / 256e3)
            .implied(
                "781",
                "Jiang et al., ESSCIRC 2023: 256 kB/mm² with 28 times the computing for its bytes:"
                    + " another machine"));
  }

  private void pass() {
    Macro macro = chiplet.macro();
    double passesPerS = macro.macsPerS() / macro.inputsPerRow() / macro.rows();
    rows.add(
        claim("passes through all weights of a chiplet")
            .unprinted("1/s")
            .computed(Basis.MACHINE, passesPerS)
            .implied("25000", "tokens/s pipelined: 2.5 times the target"));
  }

  private void counts() {
    Plan plan = subjects.plan();
    Program network = subjects.network();
    int dies = chipletsForLayers(plan);
    rows.add(
        count("chiplets for LLaMA-2-7B's layers")
            .computed(Basis.NETWORK, dies)
            .implied(
                "33",
                "%s / 200 MB = %s, padding left out"
                    .formatted(
                        Si.of((double) network.storedLayerBytes(), "B"),
                        Si.plain(network.storedLayerBytes() / (double) chiplet.capacityBytes()))));
    rows.add(
        count("chiplets with the head")
            .computed(Basis.NETWORK, chipletsFor(network.storedBytes(), chiplet))
            .implied("34", "33.04 without padding"));
    rows.add(
        count("chiplets for the layers packed 8:32")
            .computed(Basis.PACKING, chipletsForLayers(subjects.packedPlan()))
            .implied(
                "13",
                "%s / 200 MB"
                    .formatted(Si.of((double) subjects.packed().storedLayerBytes(), "B"))));
    rows.add(
        count("chiplets used with padding, head included")
            .computed(Basis.PLACEMENT, plan.placement().chipletsUsed())
            .implied(
                new Expectation(34, plan.machine().chiplets()),
                "rows of a macro are filled by whole output channels; the package has 36"));
    rows.add(
        count("the same packed 8:32, head dense")
            .computed(Basis.PLACEMENT, subjects.packedPlan().placement().chipletsUsed())
            .implied(
                new Expectation(13, subjects.packedPlan().machine().chiplets()),
                "the package has 16"));
    rows.add(
        claim("peak compute of 33 chiplets")
            .unprinted("TOPS")
            .computed(Basis.MACHINE, dies * chiplet.peakOpsPerS() / 1e12)
            .implied("330", "the layers need 129.5 at the target rate"));
    double area = dies * chiplet.areaMm2();
    rows.add(
        claim("area of 33 chiplets")
            .unprinted("mm²")
            .computed(Basis.MACHINE, area)
            .implied("10164", ""));
    rows.add(
        claim("reticles that area fills")
            .unprinted("reticles")
            .computed(Basis.MACHINE, Math.ceil(area / Die.RETICLE_MM2))
            .implied("12", Si.plain(area / Die.RETICLE_MM2) + " times 858 mm²"));
  }

  private static Claim count(String text) {
    return claim(text).unprinted("chiplets");
  }

  private void links() {
    String why =
        "\"far below the control threshold\" holds, but that of 600 GB/s was withdrawn on"
            + " 17 November 2023, before the paper appeared";
    BandwidthWall wall = BandwidthWall.at(Subjects.TOKENS_PER_S, subjects.network(), 2048, 8);
    rows.add(
        claim("a chiplet's interface, as activations need")
            .unprinted("GB/s")
            .computed(Basis.WALL, wall.activationBitsPerSMax() / 8 / 1e9)
            .corrected("7.86", why));
    rows.add(
        claim("a chiplet's interface, the preset's links")
            .unprinted("GB/s")
            .computed(Basis.MACHINE, busiestInterfaceBytesPerS(subjects.chiplets()) / 1e9)
            .corrected("256", why));
  }

  /// Both directions of all links of the best connected chiplet.
  private static double busiestInterfaceBytesPerS(Machine machine) {
    double[] bitsPerS = new double[machine.chiplets() + 1];
    for (Topology.Link link : machine.topology().links()) {
      bitsPerS[link.from()] += link.bitsPerS();
      bitsPerS[link.to()] += link.bitsPerS();
    }
    double most = 0;
    for (int c = 0; c < machine.chiplets(); c++) {
      most = Math.max(most, bitsPerS[c]);
    }
    return most / 8;
  }

  /// By bytes, padding left out.
  static int chipletsForLayers(Plan plan) {
    return chipletsFor(plan.program().storedLayerBytes(), plan.machine().chiplet());
  }

  private static int chipletsFor(long bytes, Chiplet chiplet) {
    return Math.toIntExact(Math.ceilDiv(bytes, chiplet.capacityBytes()));
  }
}

package org.cimlet.paper;

import static org.cimlet.paper.row.Section.MEMORY_KINDS;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;

/// Section 2.3: DRAM with arithmetic, the largest SRAM, and COMB-MCM.
final class MemoryRows {
  private static final double AIM_BANKS = 16;
  private static final double AIM_BYTES_PER_BANK_AND_CLOCK = 32;
  private static final double AIM_CLOCK_HZ = 1e9;
  private static final double AIM_BYTES = 0.5e9;
  private static final double BF16_BYTES = 2;

  private MemoryRows() {}

  static List<PaperRow> rows(Subjects subjects) {
    List<PaperRow> rows = new ArrayList<>();
    aim(rows);
    lowPower(rows);
    rows.add(largestSram(subjects.chiplets().chiplet()));
    fourChiplets(subjects.fourChiplets(), rows);
    return rows;
  }

  private static Claim claim(String text) {
    return Claim.of(MEMORY_KINDS, text);
  }

  private static void aim(List<PaperRow> rows) {
    double bytesPerS = AIM_BANKS * AIM_BYTES_PER_BANK_AND_CLOCK * AIM_CLOCK_HZ;
    double opsPerS = 2 * bytesPerS / BF16_BYTES;
    rows.add(
        claim("AiM, memory of a die")
            .printed("0.5", "GB")
            .computed(Basis.ARITHMETIC, 4.0 / 8)
            .reproduced("one channel of 4 Gbit"));
    rows.add(
        claim("AiM, compute of a die")
            .printed("512", "GFLOPS")
            .computed(Basis.ARITHMETIC, opsPerS / 1e9)
            .reproduced("16 banks give 32 bytes a nanosecond each: 16 BF16 products a bank"));
    rows.add(
        claim("AiM by the rule of section 2.2")
            .unprinted("op/s/B")
            .computed(Basis.ARITHMETIC, opsPerS / AIM_BYTES)
            .implied("1024", "20,000 are wanted"));
    rows.add(
        claim("token rate of the weights once in AiM")
            .unprinted("tokens/s")
            .computed(Basis.ARITHMETIC, bytesPerS / AIM_BYTES)
            .implied("1024", "1 operation a byte and token at BF16: a tenth of the target"));
  }

  private static void lowPower(List<PaperRow> rows) {
    rows.add(
        claim("LPDDR5-PIM, compute")
            .printed("102.4", "GFLOPS")
            .computed(Basis.ARITHMETIC, 2 * 102.4 / BF16_BYTES)
            .reproduced("102.4 GB/s inside, two operations for each 16-bit weight"));
    String claimed = "the maker's claim; the NPU compared with and its conditions are not given";
    rows.add(claim("LPDDR5-PIM, speed over an NPU").printed("4.5", "x").notReproducible(claimed));
    rows.add(claim("LPDDR5-PIM, power saved").printed("72", "%").notReproducible(claimed));
  }

  private static PaperRow largestSram(Chiplet chiplet) {
    double reticleMm2 = 26.0 * 33;
    double bytesPerMm2 = chiplet.capacityBytes() / chiplet.memoryMm2();
    return claim("largest SRAM on a die, order")
        .printed("100", "MB")
        .computed(Basis.MACHINE, bytesPerMm2 * reticleMm2 / 1e6)
        .corrected(
            "572",
            "at the density of the paper's own chiplet a reticle holds this much; at TSMC's 16 nm"
                + " demonstration 338 MB");
  }

  private static void fourChiplets(Machine machine, List<PaperRow> rows) {
    rows.add(
        claim("COMB-MCM, chiplets in a fan-out package")
            .printed("4", "chiplets")
            .given("as built"));
    rows.add(claim("COMB-MCM, process").printed("65", "nm").given("as built"));
    String source = "32 cores of 36 Kibit and 0.25 TOPS a chiplet (ISSCC 2022 15.3)";
    rows.add(
        claim("COMB-MCM, memory of four chiplets")
            .unprinted("KiB")
            .computed(Basis.MACHINE, machine.capacityBytes() / 1024.0)
            .implied("576", source));
    rows.add(
        claim("COMB-MCM, compute of four chiplets")
            .unprinted("TOPS")
            .computed(Basis.MACHINE, machine.peakOpsPerS() / 1e12)
            .implied("1.00", source));
    rows.add(
        claim("COMB-MCM by the rule of section 2.2")
            .unprinted("Mop/s/B")
            .computed(Basis.MACHINE, machine.peakOpsPerS() / machine.capacityBytes() / 1e6)
            .implied("1.70", "shallow arrays: 85 times what an LLM at 10,000 tokens/s needs"));
  }
}

package org.cimlet.paper;

import static org.cimlet.paper.row.Section.MEMORY_KINDS;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.array.BankTiming;
import org.cimlet.quantity.Si;
import org.cimlet.technology.manufacture.Die;
import org.cimlet.technology.scaling.LogicScaling;
import org.cimlet.technology.scaling.SramCell;

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
    dramDrawbacks(subjects.dram().chiplet(), rows);
    sram(subjects, rows);
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
            .restated("one channel of 4 Gbit"));
    rows.add(
        claim("AiM, compute of a die")
            .printed("512", "GFLOPS")
            .computed(Basis.ARITHMETIC, opsPerS / 1e9)
            .restated("16 banks give 32 bytes a nanosecond each: 16 BF16 products a bank"));
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
            .restated("102.4 GB/s inside, two operations for each 16-bit weight"));
    String claimed = "the maker's claim; the NPU compared with and its conditions are not given";
    rows.add(claim("LPDDR5-PIM, speed over an NPU").printed("4.5", "x").notReproducible(claimed));
    rows.add(claim("LPDDR5-PIM, power saved").printed("72", "%").notReproducible(claimed));
  }

  /// "Destructive reads and leaking charge": what opening pages and refreshing take.
  private static void dramDrawbacks(Chiplet die, List<PaperRow> rows) {
    Macro.DramBank bank = (Macro.DramBank) die.macro();
    double opening = bank.activateFj() / bank.rowsPerPage() / bank.inputsPerRow();
    rows.add(
        claim("AiM, energy that opening and restoring pages takes")
            .unprinted("%")
            .computed(Basis.MACHINE, 100 * opening / bank.macFj())
            .implied(
                "39.6",
                "of a multiply-accumulate in weights read page by page: the destructive read's price"));
    BankTiming timing = bank.timing();
    rows.add(
        claim("AiM, time that refresh takes")
            .unprinted("%")
            .computed(Basis.MACHINE, 100.0 * timing.refreshPs() / timing.refreshIntervalPs())
            .implied("6.30", "tRFC / tREFI, while no bank computes"));
    rows.add(
        claim("AiM, power that refresh takes")
            .unprinted("mW")
            .computed(
                Basis.MACHINE, bank.refreshFj() * 1e-12 / (timing.refreshIntervalPs() * 1e-12))
            .implied("28.3", "of a die of 0.5 GB, at work or not"));
  }

  /// What shrinks, how much fits on a die, and which memory is dense or frugal.
  private static void sram(Subjects subjects, List<PaperRow> rows) {
    Chiplet chiplet = subjects.chiplets().chiplet();
    rows.add(largestSram(chiplet));
    rows.add(
        claim("logic's shrink from 28 to 7 nm over SRAM's")
            .unprinted("x")
            .computed(Basis.PARTS, SramCell.area(28, 7).value() / LogicScaling.area(28, 7).value())
            .implied(
                "1.31",
                "\"SRAM shrinks far less\": cells go from 0.127 to 0.027 µm², from 5 to 3 nm not at"
                    + " all"));
    double dram = bitsPerMm2(subjects.dram().chiplet());
    double resistive = bitsPerMm2(subjects.resistive().chiplet());
    rows.add(
        claim("1TnR RRAM's density over DRAM's")
            .unprinted("x")
            .computed(Basis.MACHINE, resistive / dram)
            .implied(
                "0.179",
                "22 nm cells, 64 to a transistor in 8 layers, beside AiM's arrays of 0.15 Gbit/mm²:"
                    + " \"close to DRAM\" does not hold before the cells are as fine as DRAM's"));
    rows.add(
        claim("conclusion: DRAM's density over SRAM's")
            .unprinted("x")
            .computed(Basis.MACHINE, dram / bitsPerMm2(chiplet))
            .implied("29.8", "\"DRAM for its density\" holds"));
    rows.add(
        claim("conclusion: energy of SRAM over RRAM")
            .unprinted("x")
            .computed(Basis.MACHINE, perMacBit(chiplet) / perMacBit(subjects.resistive().chiplet()))
            .implied("0.74", "long arrays of SRAM take half of what their cells would save"));
    rows.add(
        claim("conclusion: energy of DRAM over RRAM")
            .unprinted("x")
            .computed(
                Basis.MACHINE,
                perMacBit(subjects.dram().chiplet()) / perMacBit(subjects.resistive().chiplet()))
            .implied(
                "10.3",
                "of a multiply-accumulate, for each bit of weight; \"SRAM and RRAM for their efficiency\" holds,"
                    + " SRAM first"));
  }

  private static double bitsPerMm2(Chiplet chiplet) {
    return chiplet.capacityBytes() * 8 / chiplet.memoryMm2();
  }

  /// Reading a weight and multiplying it, for each bit of it.
  private static double perMacBit(Chiplet chiplet) {
    return chiplet.macro().macFj() / chiplet.macro().weightBits();
  }

  private static PaperRow largestSram(Chiplet chiplet) {
    double bytesPerMm2 = ChipletRows.DEMONSTRATED_16_NM_BITS_PER_MM2 / 8;
    return claim("largest SRAM on a die, order")
        .printed("100", "MB")
        .computed(Basis.ARITHMETIC, bytesPerMm2 * Die.RETICLE_MM2 / 1e6)
        .corrected(
            "338",
            "a reticle at the density of TSMC's 16 nm demonstration; at that of the paper's own"
                + " chiplet %s. Products carry 224 to 230 MB"
                    .formatted(
                        Si.of(
                            chiplet.capacityBytes() / chiplet.memoryMm2() * Die.RETICLE_MM2, "B")));
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
    rows.addAll(WorkloadRows.fourChiplets());
  }
}

package org.cimlet.paper;

import static org.cimlet.paper.PublishedChip.ALPHA;
import static org.cimlet.paper.PublishedChip.FAST;
import static org.cimlet.paper.PublishedChip.SLOW;
import static org.cimlet.paper.row.Section.CHIP_PARTS;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.quantity.Si;
import org.cimlet.technology.ClockLaw;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.SramCell;

/// Both chips and the paper's chiplet by the parts of their macros, without being fitted to them.
final class PartsRows {
  private static final int GROUP = 32;

  /// 96 macros of the 28 nm chip: 8 columns, 192 rows, all bits of an input at once, and a tree
  /// that compresses, as `cimlet rtl` emits it. Operands are taken for random: they are not
  /// published, nor is the tree.
  static final CombShape SPARSE_CHIP = chip(compressing(), GROUP);

  /// The same without a zero skipper.
  static final CombShape DENSE_CHIP = chip(compressing(), 0);

  /// With arrays and trees that ripple in place of compressors.
  private static final CombShape RIPPLING_CHIP = chip(Datapath.parallel(8, 8, 8, 32), GROUP);

  /// A core of COMB-MCM: 96 words of 3 bits in 128 rows, inputs bit by bit.
  private static final CombShape BIT_SERIAL_CORE =
      CombShape.onBoundary(
          128, Datapath.serial(96, 3, 3, 24), Operands.RANDOM, SramCell.EIGHT_T, 128, 0);

  /// 1,250 of them make the paper's 200 MB and 10,000 multipliers.
  private static final CombShape LARGE_MACRO =
      CombShape.onBoundary(
          20_000, Datapath.parallel(8, 8, 8, 32), Operands.USUAL, SramCell.SIX_T, 250, GROUP);

  private static final int LARGE_MACROS = 1250;

  private PartsRows() {}

  private static CombShape chip(Datapath datapath, int group) {
    return CombShape.onBoundary(192, datapath, Operands.RANDOM, SramCell.EIGHT_T, 192, group);
  }

  private static Datapath compressing() {
    return new Datapath(
        8, 8, 8, 8, 8, Multiplier.ARRAY, Adders.COMPRESSOR, /* perBitColumn= */ false, 32);
  }

  static List<PaperRow> rows() {
    List<PaperRow> rows = new ArrayList<>();
    CombMacro fast = new CombMacro(SPARSE_CHIP, 28, 1.03);
    rows.add(
        claim("28 nm macro's efficiency at 1.03 V")
            .printed("2.52", "TOPS/W")
            .computed(Basis.PARTS, topsPerW(fast))
            .predicted(
                "3.62",
                ("gates, bit lines, decoder and butterfly, random operands; the energy of a gate is"
                        + " calibrated on a macro taken to ripple, and so this chip would give %s")
                    .formatted(Si.plain(topsPerW(new CombMacro(RIPPLING_CHIP, 28, 1.03))))));
    rows.add(
        claim("28 nm chip's clock at 1.03 V")
            .printed("320", "MHz")
            .computed(Basis.PARTS, fast.clockHz().value() / 1e6)
            .predicted(
                "322",
                "multiplier, tree and accumulator in one cycle; %s MHz where arrays and trees ripple"
                    .formatted(
                        Math.round(
                            new CombMacro(RIPPLING_CHIP, 28, 1.03).clockHz().value() / 1e6))));
    rows.add(
        claim("28 nm chip's clock at 0.64 V")
            .printed("20", "MHz")
            .computed(Basis.PARTS, new CombMacro(SPARSE_CHIP, 28, 0.64).clockHz().value() / 1e6)
            .predicted(
                "48.2",
                "%s MHz for a threshold of 0.636 V, %s for one of 0.55 V, drawn through 320 MHz: the range"
                        .formatted(slowed(0.636), slowed(0.55))
                    + " of 28 nm is too wide to tell a clock this near to it, and a machine file is"
                    + " refused one"));
    CombMacro serial = new CombMacro(BIT_SERIAL_CORE, 65, 0.71);
    rows.add(
        claim("COMB-MCM's efficiency")
            .printed("14.1", "TOPS/W")
            .computed(Basis.PARTS, topsPerW(serial))
            .predicted(
                "12.4", "a row is read again for each of three input bits; random operands"));
    CombMacro large = new CombMacro(LARGE_MACRO, 14, 0.8);
    rows.add(
        claim("200 MB of memory at 14 nm")
            .printed("300", "mm²")
            .computed(Basis.PARTS, LARGE_MACROS * large.arrayUm2().value() / 1e6)
            .predicted(
                "145",
                "cells of 0.064 µm² in segments of 250 rows, four bit lines a sense amplifier; from"
                    + " 134 with eight to 508 as a demonstrated 16 nm array with its periphery: 300"
                    + " lies between"));
    rows.add(
        claim("10 TOPS of computing circuits at 14 nm")
            .printed("8", "mm²")
            .computed(Basis.PARTS, LARGE_MACROS * large.logicUm2().value() / 1e6)
            .predicted("3.18", "gates side by side, without the wires between macros"));
    rows.add(
        claim("reading a bit of the paper's chiplet")
            .unprinted("fJ")
            .computed(Basis.PARTS, large.readFjPerBit().value())
            .implied(
                "32.8",
                "20,000 words a multiplier: bit lines 17, the way to the multipliers 14; %s as CACTI counts"
                        .formatted(Si.plain(large.readFjPerBitRange().high()))
                    + " rows at random"));
    rows.add(
        claim("clock of the paper's chiplet")
            .unprinted("MHz")
            .computed(Basis.PARTS, large.clockHz().value() / 1e6)
            .implied(
                "385",
                "its 10 TOPS over 10,000 multipliers ask for 500; the parts know a clock within 1.6"
                    + " times, multiplier and tree in one cycle, a row read in the one before"));
    return rows;
  }

  private static Claim claim(String text) {
    return Claim.of(CHIP_PARTS, text);
  }

  /// Dense, the zero skipper switching where there is one; a row is read every cycle.
  private static double topsPerW(CombMacro macro) {
    CombShape shape = macro.shape();
    double skipper = (macro.decodeFj().value() + macro.routeFj().value()) / shape.columns();
    double read =
        shape.datapath().weightBits() * macro.readFjPerBit().value() * shape.datapath().cycles();
    return 2000 / (macro.multiplyFj().value() + read + skipper);
  }

  /// The chip's upper point at its lower supply.
  private static String slowed(double thresholdV) {
    ClockLaw.Point fast = new ClockLaw.Point(FAST.voltageV(), FAST.clockHz());
    double hertz = ClockLaw.through(fast, thresholdV, ALPHA).clockHz(SLOW.voltageV());
    return Long.toString(Math.round(hertz / 1e6));
  }
}

package org.cimlet.paper;

import static org.cimlet.paper.row.Section.COMPRESSION;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;
import org.cimlet.technology.comb.CombMacro;

/// Section 3.2: groups of 32 weights of which 8 are kept, stored dense with a mask.
final class CompressionRows {
  private static final Packing DENSE = Packing.dense(Subjects.WEIGHT_BITS);
  private static final Packing PACKED = Subjects.PACKED;
  private static final int INDEX_BITS = 5;

  private CompressionRows() {}

  static List<PaperRow> rows(Subjects subjects) {
    List<PaperRow> rows = new ArrayList<>();
    int group = PACKED.group();
    int values = PACKED.kept() * PACKED.weightBits();
    int withMask = Math.toIntExact(PACKED.bitsPerRow(group));
    int withIndices = values + PACKED.kept() * INDEX_BITS;
    int bound = values + boundBits(group, PACKED.kept());
    rows.add(claim("weights of a group").printed("32", "weights").given("a choice"));
    rows.add(
        claim("weights pruned")
            .printed("75", "%")
            .computed(
                Basis.PACKING,
                100 * (1 - PACKED.valuesPerRow(group) / (double) DENSE.valuesPerRow(group)))
            .restated("8 of 32 kept"));
    quality(rows);
    sizes(rows, withMask, withIndices, bound);
    network(subjects, rows);
    butterfly(rows);
    return rows;
  }

  private static Claim claim(String text) {
    return Claim.of(COMPRESSION, text);
  }

  /// "Performance stays", of networks trained here on the paper's texts: the loss of 8 of 32 in
  /// bits a byte over the dense network. `./train study` computes them anew; they are quoted here.
  private static void quality(List<PaperRow> rows) {
    rows.add(
        claim("loss of 8:32 on enwik8, retrained")
            .printed("0", "bits/B")
            .computed(Basis.TRAINING, 0.095)
            .notReproduced(
                "0.095",
                "a network of 2.3 M weights on 4 MB of text; four times the retraining and a"
                    + " teacher leave 0.044; the paper gives neither figure nor size"));
    rows.add(
        claim("loss of 8:32 on text8, retrained")
            .printed("0", "bits/B")
            .computed(Basis.TRAINING, 0.053)
            .notReproduced("0.053", "its dense network has still much to learn"));
    rows.add(
        claim("loss of one threshold for all weights")
            .unprinted("bits/B")
            .computed(Basis.TRAINING, 0.053)
            .implied(
                "0.053",
                "global pruning, unstructured: the groups of 32 that the hardware needs cost the"
                    + " other 0.042"));
    rows.add(
        claim("loss of a coarser structure, 2:8")
            .unprinted("bits/B")
            .computed(Basis.TRAINING, 0.119)
            .implied(
                "0.119",
                "\"structured pruning lowers accuracy\" holds: the smaller the group, the more it"
                    + " costs"));
  }

  private static void sizes(List<PaperRow> rows, int withMask, int withIndices, int bound) {
    double dense = DENSE.bitsPerRow(PACKED.group());
    rows.add(
        claim("bits of a group: 8 values and a mask")
            .unprinted("bit")
            .computed(Basis.PACKING, withMask)
            .implied("96", "64 + 32, of 256"));
    rows.add(
        claim("size saved with the mask")
            .unprinted("x")
            .computed(Basis.PACKING, dense / withMask)
            .implied("2.667", "not 4: the mask is stored and read too"));
    rows.add(
        claim("size saved with 5-bit indices instead")
            .unprinted("x")
            .computed(Basis.PACKING, dense / withIndices)
            .implied("2.46", withIndices + " bits"));
    rows.add(
        claim("size saved at the bound of information")
            .unprinted("x")
            .computed(Basis.PACKING, dense / bound)
            .implied("2.91", bound + " bits: 8 of 32 can be chosen in 10,518,300 ways, 23.3 bits"));
  }

  private static void network(Subjects subjects, List<PaperRow> rows) {
    Program packed = subjects.packed();
    double dense = subjects.network().linearWeights();
    double values = keptWeights(packed);
    rows.add(
        claim("LLaMA-2-7B's layers, values alone")
            .unprinted("GB")
            .computed(Basis.PACKING, values * PACKED.weightBits() / 8 / 1e9)
            .implied("1.619", ""));
    rows.add(
        claim("LLaMA-2-7B's layers with masks")
            .unprinted("GB")
            .computed(Basis.PACKING, packed.storedLayerBytes() / 1e9)
            .implied("2.429", "2,428,502,016 bytes"));
    rows.add(
        claim("LLaMA-2-7B's layers with indices instead")
            .unprinted("GB")
            .computed(Basis.PACKING, values * (PACKED.weightBits() + INDEX_BITS) / 8 / 1e9)
            .implied("2.631", ""));
    rows.add(
        claim("multiplies saved")
            .unprinted("x")
            .computed(Basis.PACKING, dense / values)
            .implied("4.000", "exactly: every group issues 8 multiplies of 32"));
  }

  /// What the decoder and the butterfly take of a macro that has them, at 28 nm and 1.03 V.
  private static void butterfly(List<PaperRow> rows) {
    CombMacro macro = new CombMacro(PartsRows.SPARSE_CHIP, 28, 1.03);
    double skipper = macro.decodeFj().value() + macro.routeFj().value();
    double row =
        macro.shape().columns()
            * (macro.multiplyFj().value()
                + macro.shape().datapath().weightBits() * macro.readFjPerBit().value());
    rows.add(
        claim("energy of decoder and butterfly over a row's multiplies")
            .unprinted("%")
            .computed(Basis.PARTS, 100 * skipper / row)
            .implied(
                "41.6",
                "a row does the work of four, so %s of their energy is saved where 75 %% would be without"
                    .formatted(Si.percent(1 - (1 + skipper / row) / 4))));
    rows.add(
        claim("area of decoder and butterfly over the macro's other logic")
            .unprinted("%")
            .computed(
                Basis.PARTS, 100 * (macro.logicUm2().value() / dense().logicUm2().value() - 1))
            .implied(
                "108",
                "of 28 nm macros of 8 columns and 192 rows; shared by more columns it would be"
                    + " less"));
  }

  private static CombMacro dense() {
    return new CombMacro(PartsRows.DENSE_CHIP, 28, 1.03);
  }

  private static double keptWeights(Program program) {
    double kept = 0;
    for (Block layer : program.layers()) {
      kept +=
          layer.steps().stream()
              .flatMap(step -> step.fusedLinears().stream())
              .mapToDouble(CompressionRows::keptWeights)
              .sum();
    }
    return kept;
  }

  private static double keptWeights(FusedLinears stack) {
    return (double) stack.packing().valuesPerRow(stack.inputs()) * stack.outputs() * stack.copies();
  }

  /// Whole bits that say which `kept` of `group` there are.
  private static int boundBits(int group, int kept) {
    BigInteger ways = BigInteger.ONE;
    for (int i = 1; i <= kept; i++) {
      ways = ways.multiply(BigInteger.valueOf(group - kept + i)).divide(BigInteger.valueOf(i));
    }
    return ways.subtract(BigInteger.ONE).bitLength();
  }
}

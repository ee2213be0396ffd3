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
            .reproduced("8 of 32 kept"));
    rows.add(
        claim("quality on enwik8 and text8: \"unchanged\"")
            .unprinted("")
            .notReproducible(
                "no figure is given and none follows without training; networks trained for it may"
                    + " keep it, LLaMA-2 pruned in one shot does not"));
    sizes(rows, withMask, withIndices, bound);
    network(subjects, rows);
    return rows;
  }

  private static Claim claim(String text) {
    return Claim.of(COMPRESSION, text);
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

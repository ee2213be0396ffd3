package org.cimlet.paper;

import static org.cimlet.paper.row.Section.WEIGHTS_AT_REST;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;
import org.cimlet.quantity.Si;

/// Section 2.1, first half: what still moves once the weights are at rest.
final class WeightsAtRestRows {
  private static final int ACTIVATION_BITS = 8;

  private WeightsAtRestRows() {}

  static List<PaperRow> rows(Subjects subjects) {
    List<PaperRow> rows = new ArrayList<>();
    Program network = subjects.network();
    BandwidthWall wall = BandwidthWall.at(Subjects.TOKENS_PER_S, network, 2048, 8);
    double least = wall.activationBitsPerSMin();
    double most = wall.activationBitsPerSMax();
    double weights = wall.weightBytesPerS() * 8;
    double sent = linkBitsPerS(network) / 1e9;
    rows.add(
        claim("activations to and from the chiplets, at least")
            .printedAtLeast("32", "Gbit/s")
            .computed(Basis.NETWORK, sent)
            .reproducedBound("41.9", ""));
    rows.add(
        claim("activations to and from the chiplets, at most")
            .printedAtMost("64", "Gbit/s")
            .computed(Basis.NETWORK, sent)
            .reproducedBound(
                "41.9",
                "what the default machine sends: 4 hidden vectors of INT8 a layer, queries, keys and"
                    + " values out and attention's result back; bits, this time"));
    rows.add(
        claim("hidden vectors a layer that 32 Gbit/s are")
            .unprinted("vectors")
            .computed(Basis.WALL, 3 * 32e9 / least)
            .implied("3.05", "of %s each".formatted(Si.of(least / 3, "bit/s"))));
    rows.add(
        claim("hidden vectors a layer that 64 Gbit/s are")
            .unprinted("vectors")
            .computed(Basis.WALL, 6 * 64e9 / most)
            .implied("6.10", "consistent with 3 to 6 vectors, which the paper does not name"));
    rows.add(
        claim("the same without vector units on chiplets")
            .unprinted("Gbit/s")
            .computed(Basis.NETWORK, linkBitsPerS(subjects.hostVectors()) / 1e9)
            .implied("168.4", "the host then does norms and activations, so every result crosses"));
    rows.add(
        claim("bandwidth saved, at least")
            .printedAtLeast("1000", "x")
            .computed(Basis.WALL, weights / most)
            .reproducedBound(
                "8235",
                "1,000 to 2,000 with the labels as printed; at batch 1 only: a GPU at batch B"
                    + " divides it by B"));
    rows.add(
        claim("bandwidth saved, at most")
            .unprinted("x")
            .computed(Basis.WALL, weights / least)
            .implied("16469", ""));
    return rows;
  }

  private static Claim claim(String text) {
    return Claim.of(WEIGHTS_AT_REST, text);
  }

  /// Layers only: the embedding's row and the head's scores come once a token.
  private static double linkBitsPerS(Program program) {
    return program.layers().stream()
        .flatMap(layer -> layer.steps().stream())
        .mapToDouble(step ->
            (step.toHostElements()
                    + (step.source() == Step.Source.HOST ? step.inputElements() : 0.0))
                * ACTIVATION_BITS
                * Subjects.TOKENS_PER_S)
        .sum();
  }
}

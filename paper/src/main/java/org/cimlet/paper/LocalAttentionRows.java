package org.cimlet.paper;

import static org.cimlet.paper.row.Section.LOCAL_ATTENTION;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimator;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;

/// Section 3.1: attention's own sparsity, said to save computing and storage of self-attention.
/// Here heads of LLaMA-2-7B look back on some positions instead of all 2,048.
final class LocalAttentionRows {
  private static final int CONTEXT = 2048;
  private static final int SPAN = 128;

  private final NetworkSpec network = NetworkReader.read("llama-2-7b");
  private final List<PaperRow> rows = new ArrayList<>();

  private LocalAttentionRows() {}

  static List<PaperRow> rows() {
    LocalAttentionRows section = new LocalAttentionRows();
    section.claim();
    section.savings();
    section.host();
    return section.rows;
  }

  private void claim() {
    rows.add(
        Claim.of(LOCAL_ATTENTION, "self-attention computes and stores less")
            .unprinted("")
            .notReproducible("no figure is given; how far heads look back is learned with them"));
  }

  private void savings() {
    Plan all = plan(CONTEXT, CONTEXT);
    Plan local = plan(SPAN, SPAN);
    Plan mixed = plan(CONTEXT, SPAN);
    rows.add(
        memory("KV cache a token moves, span 2,048 for every head", all)
            .implied("537", "2 x 4,096 bytes x 32 layers x 2,048, and its own written"));
    rows.add(
        memory("the same, every head looking back 128", local)
            .implied("33.8", "a sixteenth of what is read"));
    rows.add(
        memory("the same, a quarter of the heads 2,048, the others 128", mixed)
            .implied("160", "the mean head looks back 608"));
    rows.add(
        Claim.of(LOCAL_ATTENTION, "attention's operations saved by 128 of 2,048")
            .unprinted("x")
            .computed(Basis.PLACEMENT, attentionOps(all) / attentionOps(local))
            .implied("16.0", "products and softmax alike"));
  }

  /// The paper's own host: "a CPU or a middling NPU is enough".
  private void host() {
    Plan all = plan(CONTEXT, CONTEXT);
    double achieved = all.machine().host().achievedMemoryBytesPerS();
    double spans = achieved / Subjects.TOKENS_PER_S / cachedBytesAPosition(all);
    rows.add(
        Claim.of(LOCAL_ATTENTION, "host memory at the target, every head looking back 128")
            .unprinted("GB/s")
            .computed(Basis.PLACEMENT, bytes(plan(SPAN, SPAN)) * Subjects.TOKENS_PER_S / 1e9)
            .implied("338", "one server CPU has 369: with spans, \"a CPU is enough\" holds"));
    rows.add(
        Claim.of(LOCAL_ATTENTION, "positions a head may look back with one such CPU")
            .unprinted("positions")
            .computed(Basis.PLACEMENT, spans)
            .implied("141", "369 GB/s / 10,000 / 262,144 bytes"));
  }

  /// Every fourth head looks back on one number of positions, the others on another.
  private Plan plan(int fourth, int others) {
    List<Integer> heads = new ArrayList<>();
    for (int head = 0; head < network.layers().getFirst().attention().heads(); head++) {
      heads.add(head % 4 == 0 ? fourth : others);
    }
    NetworkSpec local = network.withHeadSpans(Collections.nCopies(network.layers().size(), heads));
    return new Compiler(local, WeightStorage.dense(Subjects.WEIGHT_BITS))
        .compile(Subjects.machine("comb-200mb-36"), new Scenario(CONTEXT, CONTEXT, 1, SPAN));
  }

  private static Claim memory(String text, Plan plan) {
    return Claim.of(LOCAL_ATTENTION, text)
        .unprinted("MB")
        .computed(Basis.PLACEMENT, bytes(plan) / 1e6);
  }

  private static double bytes(Plan plan) {
    return Estimator.estimate(plan).actions().of(Action.HOST_MEMORY) / 8;
  }

  /// What the host computes but would not without attention.
  private static double attentionOps(Plan plan) {
    double others =
        plan.program().layers().stream()
                .flatMap(layer -> layer.steps().stream())
                .mapToDouble(step -> step.hostOps())
                .sum()
            + plan.program().head().hostOps();
    return Estimator.estimate(plan).actions().of(Action.HOST_COMPUTE) - others;
  }

  private static double cachedBytesAPosition(Plan plan) {
    return plan.program().layers().stream()
            .mapToDouble(layer -> layer.attention().cacheElements())
            .sum()
        * plan.machine().host().cacheBits()
        / 8;
  }
}

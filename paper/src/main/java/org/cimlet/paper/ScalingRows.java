package org.cimlet.paper;

import static org.cimlet.paper.row.Section.MEMORY_KINDS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Merit;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.paper.row.Basis;
import org.cimlet.paper.row.Claim;
import org.cimlet.paper.row.PaperRow;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.Program;

/// Section 2.3: beyond four chiplets the mapping is left open. LLaMA-2-7B on packages of the 200 MB
/// chiplet, as a share of what their multipliers could do if none ever waited.
final class ScalingRows {
  private static final Scenario SCENARIO = new Scenario(16, 16, 1, 16);

  private ScalingRows() {}

  static List<PaperRow> rows() {
    Compiler compiler =
        new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(Subjects.WEIGHT_BITS));
    List<PaperRow> rows = new ArrayList<>();
    rows.add(
        row(compiler, "equal stages on 36 chiplets", 6, "pipelined")
            .implied("99", "a chiplet a stage, cut between rows; the chiplets alone"));
    rows.add(
        row(compiler, "equal stages on 256 chiplets", 16, "pipelined")
            .implied(
                "98",
                "compute grows with the chiplets; docs/studies/scaling.md has links, hosts and"
                    + " queues, event by event"));
    rows.add(
        row(compiler, "as few chiplets as hold it, of 256", 16, "filled")
            .implied("13", "a full chiplet takes 40 us a token, whatever the size of the package"));
    return rows;
  }

  private static Claim row(Compiler compiler, String claim, int side, String mapping) {
    Plan plan =
        compiler.compile(
            mesh(side), SCENARIO, Parallelism.parse(mapping, 1), measured -> new Merit(1, 1, 1));
    double busiest =
        Estimator.estimate(plan).chiplets().stream()
            .mapToDouble(ChipletLoad::busyS)
            .max()
            .orElseThrow();
    Chiplet chiplet = plan.machine().chiplet();
    Program program = plan.program();
    double ideal =
        plan.machine().chiplets()
            * chiplet.macros()
            * chiplet.macro().macsPerS()
            / (program.activeLinearWeights() + program.headWeights());
    return Claim.of(MEMORY_KINDS, "beyond four chiplets: " + claim)
        .unprinted("% of ideal")
        .computed(Basis.PLACEMENT, 100 / busiest / ideal);
  }

  private static MachineSpec mesh(int side) {
    return MachineReader.open("comb-200mb-36")
        .lossless()
        .with(Map.of("topology.rows", side, "topology.columns", side))
        .machine();
  }
}

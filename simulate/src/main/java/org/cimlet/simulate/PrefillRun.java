package org.cimlet.simulate;

import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.token.Admission;
import org.cimlet.simulate.token.EqualSpacing;
import org.cimlet.simulate.token.PackageRun;
import org.cimlet.simulate.token.Sequence;

/// A prompt read into an empty package: its chunks enter one behind the other and go as fast as the
/// parts let them, the older first.
final class PrefillRun {
  private final Plan plan;
  private final PackageRun run;

  PrefillRun(Plan plan, SimulationOptions options) {
    this.plan = plan;
    Scenario scenario = plan.scenario();
    boolean all = options.promptScores() == SimulationOptions.PromptScores.ALL;
    Sequence prompt =
        Sequence.prompted(0, scenario.promptTokens(), scenario.prefillChunkTokens(), all, 1);
    Admission admission = new EqualSpacing(List.of(prompt), 0);
    run =
        new PackageRun(
            plan, options.packets(plan.machine().topology()), options.seed(), admission, null);
  }

  Simulation.Prefill prefill(Simulator.Progress progress) {
    int prompt = plan.scenario().promptTokens();
    int chunks = 0;
    int read = 0;
    while (!run.isOver()) {
      read += run.nextPass().tokens();
      chunks++;
      progress.tokens(read, prompt);
    }
    UtilisationSnapshot zero = UtilisationSnapshot.zero(plan);
    List<Load> loads = zero.plus(zero, new UtilisationSnapshot(plan, run), 1).loads();
    return new Simulation.Prefill(
        prompt,
        chunks,
        run.nowPs(),
        Load.busiest(loads),
        loads,
        run.total().counts(),
        run.events());
  }
}

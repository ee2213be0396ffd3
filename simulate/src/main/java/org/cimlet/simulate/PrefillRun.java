package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.token.PackageRun;
import org.cimlet.simulate.token.Stream;
import org.jspecify.annotations.Nullable;

/// A prompt read into an empty package: its chunks enter one behind the other and go as fast as the
/// parts let them, the older first.
final class PrefillRun {
  private final Plan plan;
  private final int chunks;
  private final PackageRun run;

  PrefillRun(Plan plan, SimulationOptions options, @Nullable Recorder recorder) {
    this.plan = plan;
    Scenario scenario = plan.scenario();
    int prompt = scenario.promptTokens();
    int chunk = scenario.prefillChunkTokens();
    chunks = chunks(scenario);
    boolean all = options.promptScores() == SimulationOptions.PromptScores.ALL;
    List<Stream> streams = new ArrayList<>();
    for (int c = 0; c < chunks; c++) {
      int before = c * chunk;
      int tokens = Math.min(chunk, prompt - before);
      int scored = c == chunks - 1 ? 1 : 0;
      streams.add(
          new Stream(
              c, 0, c, c, tokens, all ? tokens : scored, before + 1L, plan.machine().dies()));
    }
    run =
        new PackageRun(
            plan, options.packets(), options.contextGrows(), options.seed(), streams, recorder);
  }

  /// Chunks of the scenario's prompt.
  static int chunks(Scenario scenario) {
    return Math.ceilDiv(scenario.promptTokens(), scenario.prefillChunkTokens());
  }

  Simulation.Prefill prefill(Simulator.Progress progress) {
    for (int chunk = 0; chunk < chunks; chunk++) {
      run.begin(chunk);
    }
    int prompt = plan.scenario().promptTokens();
    int read = 0;
    for (int done = 0; done < chunks; done++) {
      read += run.stream(run.nextToken()).tokens();
      progress.tokens(read, prompt);
    }
    List<Load> loads =
        UtilisationSnapshot.zero(plan)
            .plus(UtilisationSnapshot.zero(plan), new UtilisationSnapshot(plan, run), 1)
            .loads();
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

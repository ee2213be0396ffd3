package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.token.RankSchedule;

/// Watches a run through a window of time.
final class TimelineRun {
  private static final int BINS = 240;

  private final Plan plan;
  private final SimulationOptions options;
  private final Simulator.Progress progress;

  TimelineRun(Plan plan, SimulationOptions options, Simulator.Progress progress) {
    this.plan = plan;
    this.options = options;
    this.progress = progress;
  }

  /// @param tokenPs time a token of the batch takes once it has settled
  Timelines timelines(long tokenPs) {
    StepTimes steps = new StepTimes(new RankSchedule(plan, 0), 1);
    new DecodeRun(plan, 1, options, Simulator.Progress.NONE, steps).runUntil(2);
    int middle = plan.program().layers().size() / 2;
    List<Timeline.Band> layer =
        steps.bands().stream().filter(band -> band.layer() == middle).toList();
    Timeline token = watch(1, steps.bands());
    int batch = plan.scenario().batch();
    long settledPs = (options.window().warmUpTokens() + 1) * tokenPs;
    return new Timelines(
        token,
        watch(1, layer),
        batch == 1 ? token : watch(batch, settledPs, settledPs + tokenPs, List.of()));
  }

  private Timeline watch(int batch, List<Timeline.Band> bands) {
    return watch(batch, bands.getFirst().fromPs(), bands.getLast().toPs(), bands);
  }

  private Timeline watch(int batch, long fromPs, long toPs, List<Timeline.Band> bands) {
    long binPs = Math.max(1, Math.ceilDiv(toPs - fromPs, BINS));
    List<UtilisationSnapshot> readings = new ArrayList<>();
    new DecodeRun(plan, batch, options, progress, null).watch(fromPs, binPs, BINS + 1, readings);
    List<Timeline.Track> tracks = new ArrayList<>();
    for (Load load : readings.getLast().loads()) {
      tracks.add(new Timeline.Track(load.resource(), load.name()));
    }
    float[] shares = new float[tracks.size() * BINS];
    List<Load> before = readings.getFirst().loads();
    for (int bin = 0; bin < BINS; bin++) {
      List<Load> after = readings.get(bin + 1).loads();
      for (int track = 0; track < tracks.size(); track++) {
        long busyPs = after.get(track).busyPs() - before.get(track).busyPs();
        shares[track * BINS + bin] = (float) busyPs / binPs;
      }
      before = after;
    }
    return new Timeline(fromPs, binPs, BINS, tracks, shares, bands);
  }
}

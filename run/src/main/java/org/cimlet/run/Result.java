package org.cimlet.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Plan;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.Timelines;
import org.jspecify.annotations.Nullable;

/// What came of a job.
///
/// @param job what was asked
/// @param plan the network as it was placed
/// @param estimate the answer in closed form
/// @param simulation the answer event by event; null where the job asks for closed form only
/// @param peak the simulation at a batch that saturates; null where `simulation` is
/// @param requests whole requests; null where the job asks for none
/// @param timelines when the package's parts were busy; null where the job does not ask for them
/// @param wall bandwidth needed at the job's target rate
/// @param assessment cost, heat and rules of the machine
/// @param baselines GPUs, in the job's order
/// @param machines the same job on other machines, in the job's order
/// @param uncertainty how far the answers move; null where the job asks for no samples
/// @param remedies what would meet the job's target rate; empty where it is met, or not asked for
public record Result(
    Job job,
    Plan plan,
    Estimate estimate,
    @Nullable Simulation simulation,
    Simulation.@Nullable Decode peak,
    @Nullable Requests requests,
    @Nullable Timelines timelines,
    BandwidthWall wall,
    Assessment assessment,
    List<Baseline> baselines,
    List<Result> machines,
    @Nullable Uncertainty uncertainty,
    List<Remedy> remedies) {
  /// Copies the lists.
  public Result {
    baselines = List.copyOf(baselines);
    machines = List.copyOf(machines);
    remedies = List.copyOf(remedies);
  }

  /// The answer of the engine that the job names.
  public Answer answer() {
    return simulation == null || peak == null
        ? estimated()
        : Answer.of(figures(), simulation, peak);
  }

  /// The answer in closed form, whatever engine the job names.
  public Answer estimated() {
    return Answer.of(figures());
  }

  /// The batch at which the simulation takes its peak; 0 in closed form.
  public int peakBatch() {
    return peak == null ? 0 : peak.batch();
  }

  /// Figures that follow from the plan and its estimate.
  public Figures figures() {
    return new Figures(plan, estimate);
  }

  /// Speed and energy of the baselines.
  public List<GpuEstimate> gpus() {
    return baselines.stream().map(Baseline::estimate).toList();
  }

  /// The machine against each baseline at equal work, GPUs also at equal precision: GPUs first,
  /// then other machines.
  public List<Verdict> verdicts() {
    Candidate own = Candidate.of(this);
    return rivals().map(rival -> Verdict.of(own, rival)).toList();
  }

  /// The machine and its baselines, GPUs first.
  public List<Candidate> candidates() {
    return Stream.concat(Stream.of(Candidate.of(this)), rivals()).toList();
  }

  private Stream<Candidate> rivals() {
    return Stream.concat(
        baselines.stream().map(baseline -> Candidate.of(baseline, this)),
        machines.stream().map(Candidate::of));
  }

  /// The answer event by event, where it was asked for.
  public Optional<Simulation> simulated() {
    return Optional.ofNullable(simulation);
  }

  /// Whole requests, where the job asks for them.
  public Optional<Requests> wholeRequests() {
    return Optional.ofNullable(requests);
  }

  /// When the package's parts were busy, where that was recorded.
  public Optional<Timelines> recorded() {
    return Optional.ofNullable(timelines);
  }

  /// How far the answers move, where that was asked for.
  public Optional<Uncertainty> moving() {
    return Optional.ofNullable(uncertainty);
  }
}

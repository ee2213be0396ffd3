package org.cimlet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Mapping;
import org.cimlet.compile.Merit;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.plan.Block;
import org.cimlet.plan.Chiplet;
import org.cimlet.plan.Packing;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Program;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.Stack;
import org.cimlet.plan.Step;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.cimlet.spec.network.NetworkReader;
import org.cimlet.spec.network.NetworkSpec;
import org.jspecify.annotations.Nullable;

/// Throughput and latency from 4 to 256 chiplets, event by event, with what naive filling reaches
/// and what would be ideal beside it: the table and the plots of `docs/studies/scaling.md`.
///
/// `./benchmark scaling FOLDER` writes `scaling.csv` and the plots into a folder, and goes on where
/// it was stopped.
final class ScalingStudy {
  private static final int CONTEXT = 128;
  private static final int CHUNK = 128;
  private static final int WARM_UP = 6;
  private static final double HOST_SHARE = 0.8;
  private static final List<Integer> SIZES = List.of(4, 8, 16, 36, 64, 128, 256);

  private final List<ScalingPoint> points = new ArrayList<>();
  private final List<ScalingPoint> known = new ArrayList<>();
  private final Path folder;

  private ScalingStudy(Path folder) {
    this.folder = folder;
  }

  /// A network as it is stored.
  private record Subject(String network, String pattern) {
    NetworkSpec spec() {
      return NetworkReader.read(network);
    }

    WeightStorage storage() {
      return pattern.equals("dense")
          ? WeightStorage.dense(8)
          : new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));
    }
  }

  /// @param folder to write into
  static void run(Path folder) throws IOException {
    Files.createDirectories(folder);
    ScalingStudy study = new ScalingStudy(folder);
    Path table = folder.resolve("scaling.csv");
    if (Files.exists(table)) {
      List<String> rows = Files.readAllLines(table);
      rows.subList(1, rows.size()).forEach(row -> study.known.add(ScalingPoint.of(row)));
    }
    study.run();
  }

  private void run() throws IOException {
    List<Subject> small =
        List.of(
            new Subject("qwen2.5-0.5b", "dense"),
            new Subject("tinyllama-1.1b", "dense"),
            new Subject("llama-3.2-1b", "dense"));
    List<Subject> large =
        List.of(
            new Subject("llama-2-7b", "dense"),
            new Subject("llama-2-7b", "8:32"),
            new Subject("llama-2-13b", "dense"),
            new Subject("llama-2-13b", "8:32"),
            new Subject("llama-2-70b", "8:32"));
    List<Subject> some = List.of(large.getFirst(), large.getLast());
    List<Integer> fewChiplets = SIZES.subList(0, 4);
    series("mesh", 256, large, SIZES);
    series("mesh", 256, small, fewChiplets);
    series("star", 256, some, SIZES);
    series("mesh", 32, some, SIZES);
    series("star", 32, some, SIZES);
    ScalingPlots.write(points, folder);
  }

  private void series(String wiring, double linkGbitS, List<Subject> subjects, List<Integer> sizes) throws IOException {
    for (Subject subject : subjects) {
      Compiler compiler = new Compiler(subject.spec(), subject.storage());
      for (int chiplets : sizes) {
        ScalingPoint point =
            known.stream()
                .filter(
                    one ->
                        one.isOf(subject.network(), subject.pattern(), wiring, linkGbitS, chiplets))
                .findFirst()
                .orElse(null);
        if (point == null) {
          point = point(subject, compiler, wiring, linkGbitS, chiplets);
        }
        if (point != null) {
          points.add(point);
          write();
        }
      }
    }
  }

  private void write() throws IOException {
    StringBuilder csv = new StringBuilder(ScalingPoint.HEADER).append('\n');
    points.forEach(point -> csv.append(point.row()).append('\n'));
    Files.writeString(folder.resolve("scaling.csv"), csv);
  }

  /// Null where the package does not hold the network.
  private static @Nullable ScalingPoint point(
      Subject subject, Compiler compiler, String wiring, double linkGbitS, int chiplets) {
    ScaledPackage one = new ScaledPackage(wiring, chiplets, linkGbitS, 1);
    Scenario lone = new Scenario(CONTEXT, CONTEXT, 1, CHUNK);
    Plan fits;
    try {
      fits = compiler.compile(one.spec(), lone);
    } catch (InvalidInputException e) {
      return null;
    }
    double ideal = ideal(fits);
    ScaledPackage on = new ScaledPackage(wiring, chiplets, linkGbitS, hosts(fits, ideal));
    Plan bestLone = compiler.compile(one.spec(), lone, Mapping.AUTO, merit());
    Mapping open = Mapping.parse("pipelined", 0);
    int streams = streams(compiler.compile(on.spec(), lone, open, merit()));
    Plan best = compiler.compile(on.spec(), many(streams), open, merit());
    Plan naive = compiler.compile(on.spec(), many(streams(fits)));
    Simulation.Decode decode = simulate(best);
    return new ScalingPoint(
        subject.network(),
        subject.pattern(),
        on,
        CONTEXT,
        ideal,
        simulate(naive).tokensPerS(),
        best.placement().mapping(),
        best.placement().replicas(),
        streams,
        decode.tokensPerS(),
        Estimator.decode(best).throughputTokensPerS(),
        decode.bottleneck().name(),
        us(simulate(fits)),
        bestLone.placement().mapping(),
        us(simulate(bestLone)),
        Estimator.decode(bestLone).streamTimePerTokenS() * 1e6);
  }

  private static Function<Plan, Merit> merit() {
    return plan -> {
      Estimate.Decode decode = Estimator.decode(plan);
      return new Merit(decode.timePerTokenS(), decode.saturatedTokensPerS());
    };
  }

  private static Scenario many(int streams) {
    return new Scenario(CONTEXT, CONTEXT, streams, CHUNK);
  }

  /// Three times what saturates, the same number in each lane.
  private static int streams(Plan plan) {
    int lanes = plan.placement().lanes();
    long wanted = 3 * Estimator.decode(plan).streamsToSaturate();
    return Math.toIntExact(Math.ceilDiv(wanted, (long) lanes) * lanes);
  }

  private static Simulation.Decode simulate(Plan plan) {
    int batch = plan.scenario().batch();
    int tokens = batch == 1 ? 8 : 3 * batch;
    return Simulator.decode(
        plan,
        SimulationOptions.measuring(tokens).withWarmUpTokens(batch == 1 ? 2 : WARM_UP),
        Simulator.Progress.NONE);
  }

  private static double us(Simulation.Decode decode) {
    return decode.times().meanPs() / 1e6;
  }

  /// Tokens a second if no multiplier ever waited and no row were padded.
  static double ideal(Plan plan) {
    Chiplet chiplet = plan.machine().chiplet();
    Program program = plan.program();
    double multiplies = multiplies(program.head());
    for (Block block : program.layers()) {
      for (Step step : block.steps()) {
        multiplies += multiplies(step);
      }
    }
    return plan.machine().chiplets()
        * (chiplet.macros() * chiplet.macro().macsPerS())
        / multiplies;
  }

  private static double multiplies(Step step) {
    double multiplies = 0;
    for (Stack stack : step.stacks()) {
      multiplies +=
          (double) stack.packing().valuesPerRow(stack.inputs())
              * stack.outputs()
              * stack.activeCopies();
    }
    return multiplies;
  }

  /// As many hosts as keep the keys and values of the ideal throughput, at four fifths of what
  /// their memories reach.
  private static int hosts(Plan plan, double ideal) {
    double bits = Estimator.estimate(plan).actions().hostMemoryBits();
    double each = 8 * plan.machine().host().achievedMemoryBytesPerS() * HOST_SHARE;
    return Math.clamp((long) Math.ceil(ideal * bits / each), 1, plan.machine().chiplets());
  }
}

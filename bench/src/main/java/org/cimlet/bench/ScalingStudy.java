package org.cimlet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimator;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.jspecify.annotations.Nullable;

/// Throughput and latency from 4 to 256 chiplets, event by event, with what naive filling reaches
/// and what would be ideal beside it: the table and the plots of `docs/studies/scaling.md`.
///
/// `./benchmark scaling FOLDER [WORD]` writes `scaling.csv` and the plots into a folder, and goes
/// on where it was stopped; with a word, it adds only the cases that have it in their name.
final class ScalingStudy {
  private static final int CONTEXT = 128;
  private static final int CHUNK = 128;

  /// Tokens of every sequence before anything is measured: with replicas, sequences settle slowly.
  private static final int WARM_UP = 20;

  private static final double HOST_SHARE = 0.8;

  private final Map<Case, ScalingPoint> known = new HashMap<>();
  private final Path folder;

  private ScalingStudy(Path folder) {
    this.folder = folder;
  }

  /// A network as it is stored, on a package.
  private record Case(
      String network, String pattern, String topology, double linkGbitS, int chiplets) {
    static Case of(ScalingPoint point) {
      ScaledPackage on = point.on();
      return new Case(
          point.network(), point.pattern(), on.topology(), on.linkGbitS(), on.chiplets());
    }

    String name() {
      return String.format(
          Locale.ROOT, "%s %s %s %.0f %d", network, pattern, topology, linkGbitS, chiplets);
    }

    Compiler compiler() {
      return new Compiler(
          NetworkReader.read(network),
          pattern.equals("dense")
              ? WeightStorage.dense(8)
              : new WeightStorage(new Packing(8, 8, 32), Packing.dense(8)));
    }

    ScaledPackage on(int hosts) {
      return new ScaledPackage(topology, chiplets, linkGbitS, hosts);
    }
  }

  /// @param folder to write into
  /// @param word only cases with it in their name are run
  @SuppressWarnings("SystemOut") // a program of its own
  static void run(Path folder, String word) throws IOException {
    Files.createDirectories(folder);
    ScalingStudy study = new ScalingStudy(folder);
    Path table = folder.resolve("scaling.csv");
    if (Files.exists(table)) {
      for (String row : Files.readAllLines(table).stream().skip(1).toList()) {
        ScalingPoint point = ScalingPoint.of(row);
        study.known.put(Case.of(point), point);
      }
    }
    for (Case one : cases()) {
      if (one.name().contains(word) && !study.known.containsKey(one)) {
        ScalingPoint point = point(one);
        System.out.println(point == null ? one.name() + " does not fit" : point.row());
        if (point != null) {
          study.known.put(one, point);
          study.write();
        }
      }
    }
    study.write();
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String network : List.of("qwen2.5-0.5b", "tinyllama-1.1b", "llama-3.2-1b")) {
      series(cases, network, "dense", "mesh", 256, List.of(4, 8, 16, 36));
    }
    List<Integer> sizes = List.of(4, 8, 16, 36, 64, 128, 256);
    for (String network : List.of("llama-2-7b", "llama-2-13b", "llama-2-70b")) {
      series(cases, network, "dense", "mesh", 256, sizes);
      series(cases, network, "8:32", "mesh", 256, sizes);
    }
    for (String topology : List.of("mesh", "star")) {
      for (double linkGbitS : new double[] {256, 32}) {
        if (topology.equals("star") || linkGbitS == 32) {
          series(cases, "llama-2-7b", "dense", topology, linkGbitS, sizes);
          series(cases, "llama-2-70b", "8:32", topology, linkGbitS, sizes);
        }
      }
    }
    return cases;
  }

  private static void series(
      List<Case> cases,
      String network,
      String pattern,
      String topology,
      double linkGbitS,
      List<Integer> sizes) {
    sizes.forEach(n -> cases.add(new Case(network, pattern, topology, linkGbitS, n)));
  }

  private void write() throws IOException {
    List<ScalingPoint> points =
        cases().stream().filter(known::containsKey).map(known::get).toList();
    StringBuilder csv = new StringBuilder(ScalingPoint.HEADER).append('\n');
    points.forEach(point -> csv.append(point.row()).append('\n'));
    Files.writeString(folder.resolve("scaling.csv"), csv);
    ScalingPlots.write(points, folder);
  }

  /// Null where the package does not hold the network.
  private static @Nullable ScalingPoint point(Case of) {
    Compiler compiler = of.compiler();
    ScaledPackage one = of.on(1);
    Scenario batch1 = new Scenario(CONTEXT, CONTEXT, 1, CHUNK);
    Plan fits;
    try {
      fits = compiler.compile(one.spec(), batch1);
    } catch (InvalidInputException e) {
      return null;
    }
    double ideal = ideal(fits);
    ScaledPackage on = of.on(hosts(fits, ideal));
    Plan batch1Best = compiler.compile(one.spec(), batch1, Parallelism.AUTO, Runner::merit);
    Parallelism open = Parallelism.parse("pipelined", 0);
    int sequences = 1;
    Plan best = compiler.compile(on.spec(), batch1, open, Runner::merit);
    while (sequences < sequences(best)) { // more sequences may make more replicas pay
      sequences = sequences(best);
      best = compiler.compile(on.spec(), many(sequences), open, Runner::merit);
    }
    Plan naive = compiler.compile(on.spec(), many(sequences(fits)));
    Simulation.Decode decode = simulate(best);
    return new ScalingPoint(
        of.network(),
        of.pattern(),
        on,
        CONTEXT,
        ideal,
        simulate(naive).tokensPerS(),
        best.placement().mapping(),
        best.placement().replicas(),
        sequences,
        decode.tokensPerS(),
        Estimator.decode(best).throughputTokensPerS(),
        decode.bottleneck().name(),
        us(simulate(fits)),
        batch1Best.placement().mapping(),
        us(simulate(batch1Best)),
        Estimator.decode(batch1Best).tpotBatch1S() * 1e6);
  }

  private static Scenario many(int sequences) {
    return new Scenario(CONTEXT, CONTEXT, sequences, CHUNK);
  }

  /// Three times what saturates, the same number in each rank.
  private static int sequences(Plan plan) {
    int ranks = plan.placement().ranks();
    long wanted = 3 * Estimator.decode(plan).saturatingBatch();
    return Math.toIntExact(Math.ceilDiv(wanted, (long) ranks) * ranks);
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
    return plan.machine().chiplets() * (chiplet.macros() * chiplet.macro().macsPerS()) / multiplies;
  }

  private static double multiplies(Step step) {
    double multiplies = 0;
    for (FusedLinears fused : step.fusedLinears()) {
      multiplies +=
          (double) fused.packing().valuesPerRow(fused.inputs())
              * fused.outputs()
              * fused.activeCopies();
    }
    return multiplies;
  }

  /// As many hosts as keep the keys and values of the ideal throughput, at four fifths of what
  /// their memories reach.
  private static int hosts(Plan plan, double ideal) {
    double bits = Estimator.estimate(plan).actions().of(Action.HOST_MEMORY);
    double each = 8 * plan.machine().host().achievedMemoryBytesPerS() * HOST_SHARE;
    return Math.clamp((long) Math.ceil(ideal * bits / each), 1, plan.machine().chiplets());
  }
}

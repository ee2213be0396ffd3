package org.cimlet.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.execute.macro.MacroActions;
import org.cimlet.execute.macro.OperandCounts;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.PlacedArithmetic;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.Packing;
import org.cimlet.report.ActionComparison;
import org.cimlet.report.ActionComparison.Count;
import org.cimlet.report.ActionComparison.Operands;
import org.cimlet.tensor.Pattern;

/// A network in the macros of a machine.
///
/// @param chosen the network with all its linears as integers
/// @param plan where they lie
/// @param arithmetic what multiplies and counts there
record OnMachine(Arithmetics chosen, Plan plan, PlacedArithmetic arithmetic) {
  private static final int WEIGHT_BITS = 8;

  /// What macros do for a token does not depend on the scenario.
  private static final Scenario ANY = new Scenario(1, 1, 1, 1);

  /// @param path the network's folder
  /// @param stored the network as it is to run; floats become dense INT8
  /// @param machine a file or a shipped name
  /// @throws InvalidInputException where the machine cannot hold it
  static OnMachine place(Path path, Arithmetics stored, String machine) {
    if (!Files.isDirectory(path)) {
      throw InvalidInputException.of(
          path.toString(),
          "must be a folder with config.json to be placed on a machine, got a checkpoint; make one"
              + " with: cimlet compress %s OUT --pattern 8:32".formatted(path));
    }
    Network network =
        stored.network().withLinears(OnMachine::integers).withHead(OnMachine::integers);
    Packing layers = layers(path, network);
    Packing head = packing(pattern(network.head()));
    Plan plan =
        new Compiler(NetworkReader.read(path.toString()), new WeightStorage(layers, head))
            .compile(MachineReader.open(machine).withUsualOperands().machine(), ANY);
    if (plan.machine().dies().of(DieKind.Use.EMBEDDING_HEAD) != null) {
      throw InvalidInputException.of(
          plan.machine().name(),
          "must hold the head on the layers' dies to be run bit-exactly, got"
              + " other_dies.embedding_head; take them out, or use another machine");
    }
    PlacedArithmetic arithmetic = new PlacedArithmetic(plan);
    Linears linears = layers.isDense() ? Linears.INT8 : Linears.PACKED;
    return new OnMachine(new Arithmetics(linears, network, arithmetic), plan, arithmetic);
  }

  private static LinearWeights integers(LinearWeights weights) {
    return switch (weights) {
      case LinearWeights.Floats _ -> weights.dense();
      case LinearWeights.Integers _ -> weights;
    };
  }

  private static Packing layers(Path path, Network network) {
    if (network.layers().stream().anyMatch(layer -> layer.router() != null)) {
      throw InvalidInputException.of(
          path.toString(),
          "must be a network without experts to be run in the macros of a machine, got one with; leave"
              + " --machine out, or estimate it with cimlet run");
    }
    if (!network.architecture().variations().mixing().isEmpty()) {
      throw InvalidInputException.of(
          path.toString(),
          "must be a network whose layers all attend by heads to be run in the macros of a machine, got"
              + " one with latents or states; leave --machine out, or estimate it with cimlet run");
    }
    SortedSet<String> names = new TreeSet<>();
    Pattern pattern = Pattern.DENSE;
    for (Network.Layer layer : network.layers()) {
      for (Stage stage : Stage.IN_A_LAYER) {
        for (WeightedLinear linear : layer.linears(stage)) {
          pattern = pattern(linear);
          names.add(pattern.toString());
        }
      }
    }
    if (names.size() > 1) {
      throw InvalidInputException.of(
          path.toString(),
          "must store the linears of its layers alike to be placed on a machine, got %s; compress it"
                  .formatted(String.join(" and ", names))
              + " with one pattern");
    }
    return packing(pattern);
  }

  private static Pattern pattern(WeightedLinear linear) {
    return switch (linear.weights()) {
      case LinearWeights.Floats _ -> Pattern.DENSE;
      case LinearWeights.Integers(var matrix) -> matrix.pattern();
    };
  }

  private static Packing packing(Pattern pattern) {
    return pattern.isDense()
        ? Packing.dense(WEIGHT_BITS)
        : new Packing(WEIGHT_BITS, pattern.kept(), pattern.group());
  }

  /// What was done so far, and what the estimate charges for it.
  ActionComparison comparison() {
    Estimate estimate = Estimator.estimate(plan);
    MacroActions done = arithmetic.actions();
    List<Count> counts = new ArrayList<>();
    counts.add(count(estimate, Action.ROW_READ, done.rowReads()));
    counts.add(count(estimate, Action.MACRO_READ, done.bitsRead()));
    counts.add(count(estimate, Action.MULTIPLY, done.multiplies()));
    counts.add(count(estimate, Action.SKIPPED_WEIGHT, done.skippedWeights()));
    counts.add(count(estimate, Action.ZERO_SKIPPER, done.maskDecodes()));
    Estimate.Reload loading = estimate.reload();
    if (loading != null) {
      double bits = arithmetic.passes() * loading.bits();
      counts.add(new Count(Action.WEIGHT_LOADING, arithmetic.loadedBits(), bits));
    }
    return new ActionComparison(
        plan.machine().name(),
        arithmetic.tokens(),
        arithmetic.scoredTokens(),
        counts,
        operands(arithmetic.operands()));
  }

  private static Operands operands(OperandCounts multiplied) {
    OperandCounts.Words inputs = multiplied.inputs();
    OperandCounts.Words weights = multiplied.weights();
    return new Operands(
        inputs.onesShare(),
        inputs.zerosShare(),
        inputs.togglesShare(),
        weights.onesShare(),
        weights.zerosShare(),
        weights.togglesShare());
  }

  /// Every token passes the layers, some the head too.
  private Count count(Estimate estimate, Action action, long executed) {
    long scored = arithmetic.scoredTokens();
    double charged =
        estimate.layerActions().of(action, 0) * (arithmetic.tokens() - scored)
            + estimate.actions().of(action, 0) * scored;
    return new Count(action, executed, charged);
  }
}

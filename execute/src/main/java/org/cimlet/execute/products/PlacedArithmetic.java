package org.cimlet.execute.products;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.macro.MacroActions;
import org.cimlet.execute.macro.OperandCounts;
import org.cimlet.execute.macro.PlacedLinears;
import org.cimlet.execute.macro.WeightSets;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.plan.Plan;
import org.cimlet.tensor.WeightMatrix;

/// Linears in the macros of a machine, as a plan placed them: row by row, bit by bit what the
/// hardware adds, and every action counted. For one network and one thread.
public final class PlacedArithmetic implements Arithmetic {
  private final Plan plan;
  private final WeightSets weightSets;
  private final List<PlacedProducts> layers = new ArrayList<>();
  private final List<PlacedProducts> heads = new ArrayList<>();

  /// @param plan the network's program, placed on a machine
  public PlacedArithmetic(Plan plan) {
    this.plan = plan;
    this.weightSets = new WeightSets(plan);
  }

  /// @throws InvalidInputException where the linears are not stored as the plan places them
  @Override
  public LinearProducts products(int layer, Stage stage, List<WeightedLinear> linears) {
    List<WeightMatrix> matrices = new ArrayList<>();
    for (WeightedLinear linear : linears) {
      switch (linear.weights()) {
        case LinearWeights.Integers(WeightMatrix matrix) -> matrices.add(matrix);
        case LinearWeights.Floats _ ->
            throw InvalidInputException.of(
                linear.name(), "must be integers to lie in macros, got floats; compress it");
      }
    }
    boolean head = stage == Stage.HEAD;
    try {
      PlacedLinears fused =
          new PlacedLinears(plan, layer, head ? 0 : stage.place(), matrices, weightSets);
      PlacedProducts products = new PlacedProducts(matrices, fused);
      (head ? heads : layers).add(products);
      return products;
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(
          linears.getFirst().name(),
          "must be stored as the plan for %s places it: %s"
              .formatted(plan.machine().name(), e.getMessage()));
    }
  }

  /// A whole text shares what is loaded for it.
  @Override
  public int together() {
    return plan.placement().isReloaded() ? Integer.MAX_VALUE : Arithmetic.super.together();
  }

  /// How often tokens passed the network together and had it loaded; 0 where weights are at rest.
  public long passes() {
    return weightSets.passes();
  }

  /// Bits of weights and masks loaded so far; 0 where weights are at rest.
  public long loadedBits() {
    return weightSets.loadedBits();
  }

  /// What all macros did so far.
  public MacroActions actions() {
    return actions(layers).plus(actions(heads));
  }

  private static MacroActions actions(List<PlacedProducts> products) {
    return products.stream()
        .map(PlacedProducts::actions)
        .reduce(MacroActions.NONE, MacroActions::plus);
  }

  /// What the macros that hold the layers' linears multiplied so far: the operands of a machine
  /// file's `parts`.
  public OperandCounts operands() {
    return layers.stream()
        .map(PlacedProducts::operands)
        .reduce(OperandCounts.NONE, OperandCounts::plus);
  }

  /// Tokens that passed the layers so far.
  public long tokens() {
    return layers.isEmpty() ? 0 : layers.getFirst().tokens();
  }

  /// Tokens of which the head made scores.
  public long scoredTokens() {
    return heads.isEmpty() ? 0 : heads.getFirst().tokens();
  }
}
